"""What a printer's own words mean for whoever stands before it, and which printer a part may go to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_STOPPED = 5


class Trouble(StrEnum):
    """Why a printer prints nothing now."""

    SILENT = "silent"
    PAPER = "paper"
    JAM = "jam"
    TONER = "toner"
    COVER = "cover"
    TRAY_FULL = "tray full"
    PAUSED = "paused"
    OFFLINE = "offline"
    CLOSED = "closed"
    STOPPED = "stopped"


class Fate(StrEnum):
    """What became of a part on its way through a printer; none: it waits."""

    CREATED = "created"
    SENT = "sent"
    PRINTED = "printed"
    NOTHING = "nothing"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WAITING = "waiting"


UNDER_WAY = frozenset({Fate.CREATED, Fate.SENT})
OVER = frozenset({Fate.PRINTED, Fate.NOTHING})
FOR_A_PERSON = frozenset({Fate.FAILED, Fate.UNKNOWN})

# printer-state-reasons of RFC 8011, 5.4.12, and of PWG 5100.9; the first that is found is what is said.
_REASONS: Sequence[tuple[Trouble, frozenset[str]]] = (
    (Trouble.JAM, frozenset({"media-jam", "input-media-jam", "output-media-jam"})),
    (Trouble.PAPER, frozenset({"media-empty", "media-needed", "input-tray-missing", "input-media-supply-empty"})),
    (Trouble.TONER, frozenset({"toner-empty", "marker-supply-empty", "developer-empty", "opc-life-over"})),
    (Trouble.COVER, frozenset({"cover-open", "door-open", "interlock-open", "input-cover-open", "output-cover-open"})),
    (Trouble.TRAY_FULL, frozenset({"output-area-full", "output-tray-missing", "marker-waste-full"})),
    (Trouble.OFFLINE, frozenset({"offline", "timed-out", "connecting-to-device", "shutdown"})),
    (Trouble.PAUSED, frozenset({"paused", "moving-to-paused"})),
)
# Said by spoolers that wait for a device, at the lowest severity though nothing comes out.
_GRAVE_ALWAYS = frozenset({"offline"})


@dataclass(frozen=True, slots=True)
class Look:
    """A printer as it says it stands: its state (5: stopped), the reasons, and whether it takes jobs."""

    state: int
    reasons: tuple[str, ...]
    accepting: bool
    formats: tuple[str, ...] = ()
    operations: tuple[int, ...] = ()
    model: str = ""


def trouble_of(look: Look) -> Trouble | None:
    """What keeps a printer from printing; None when nothing does: a warning alone does not."""
    grave = {word for reason in look.reasons if (word := _grave(reason, stopped=look.state == _STOPPED))}
    for trouble, words in _REASONS:
        if grave & words:
            return trouble
    if not look.accepting:
        return Trouble.CLOSED
    return Trouble.STOPPED if look.state == _STOPPED else None


def lanes(wards_of_printers: Mapping[UUID, Collection[UUID]], ward: UUID | None) -> set[UUID]:
    """The printers a part of this ward may go to: the ward's own where it has any, else those of no ward in particular.

    When every printer belongs to other wards, all may take it: better far away than not at all.
    """
    own = {printer for printer, wards in wards_of_printers.items() if ward in wards}
    free = {printer for printer, wards in wards_of_printers.items() if not wards}
    return own or free or set(wards_of_printers)


def _grave(reason: str, *, stopped: bool) -> str:
    word, _dash, severity = reason.rpartition("-")
    if severity not in {"error", "warning", "report"}:
        return reason
    grave = severity == "error" or (severity == "warning" and stopped) or word in _GRAVE_ALWAYS
    return word if grave else ""
