"""Reads of the ledger: its head, its chains, and what it says of one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.foundation import clock, node
from permanence.foundation.board import Health, Sign
from permanence.foundation.ledger import rules
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.ledger.rules import ClockDoubt
from permanence.foundation.readiness import Check

# Half a second of hashing: the whole chain is for `permanence ledger verify`.
TAIL = 20_000
_CONFIRM = "permanence ledger confirm-clock"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: whoever holds its hash can tell a rewritten ledger."""

    origin: str
    sequence: int
    hash: str

    @property
    def spoken(self) -> str:
        """The hash as printed on every page."""
        return rules.spoken_head(self.hash)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying one chain found."""

    head: Head
    first_break: rules.Break | None


def head() -> Head:
    """The head of this box's chain; sequence 0 when nothing was ever written."""
    return _head_of(node.origin())


def verify() -> list[ChainReport]:
    """Check every chain held here, from its first entry; constant memory."""
    origins = LedgerEntry.objects.order_by("origin").values_list("origin", flat=True).distinct()
    return [ChainReport(_head_of(origin), rules.first_break(_chain(origin))) for origin in origins]


def verify_tail(most: int = TAIL) -> ChainReport:
    """Check the last entries of this box's chain, taking the one before them as sound."""
    last = head()
    before = LedgerEntry.objects.filter(origin=last.origin, sequence=last.sequence - most).values("sequence", "hash")
    sound = before.first() or {"sequence": 0, "hash": rules.FIRST_PREVIOUS_HASH}
    start = int(sound["sequence"])
    chain = _chain(last.origin, after=start)
    return ChainReport(last, rules.first_break(chain, sequence=start + 1, previous=str(sound["hash"])))


def last_recorded_at() -> datetime | None:
    """The hour of the last entry of this box: no entry says an earlier one, unless a person confirmed the clock."""
    entries = LedgerEntry.objects.filter(origin=node.origin()).order_by("-sequence")
    return entries.values_list("recorded_at", flat=True).first()


def first_recorded_at() -> datetime | None:
    """The hour of the first entry of this box: when its work began."""
    entries = LedgerEntry.objects.filter(origin=node.origin(), sequence=1)
    return entries.values_list("recorded_at", flat=True).first()


def clock_doubt() -> ClockDoubt | None:
    """Why the box's clock cannot be believed now, or None."""
    return rules.clock_doubt(clock.now(), last_recorded_at())


def clock_words(doubt: ClockDoubt) -> str:
    """What is wrong with the clock, as people say it, with both hours."""
    last = last_recorded_at()
    said = {
        ClockDoubt.BEFORE_RELEASE: _("The box believes it is {now}, earlier than the day its program was made."),
        ClockDoubt.BEFORE_LEDGER: _("The box believes it is {now}, but its last entry is of {last}."),
        ClockDoubt.LONG_SILENCE: _(
            "The box believes it is {now}, and its last entry is of {last}: was it off so long?"
        ),
    }
    return said[doubt].format(now=_moment(clock.now()), last=_moment(last) if last else "")


def board_signs() -> list[Sign]:
    """The clock, when it cannot be believed: every hour on a screen or a page would lie with it."""
    doubt = clock_doubt()
    if doubt is None:
        return []
    health = Health.WATCH if doubt is ClockDoubt.LONG_SILENCE else Health.BAD
    return [Sign(gettext_lazy("Clock of the box"), health, None, clock_words(doubt))]


def readiness_checks() -> list[Check]:
    """The clock against the ledger and the release, and the last entries of the chain."""
    return [_clock_check(), _chain_check()]


def _clock_check() -> Check:
    name, doubt = gettext_lazy("Clock of the box"), clock_doubt()
    if doubt is None:
        return Check(name, Health.GOOD, _moment(clock.now()))
    remedies = {
        ClockDoubt.BEFORE_RELEASE: _(
            "Set the date and the hour of this computer by a watch, then restart the box. Change the battery of its"
            " clock. Until then write the hour by hand on every page. Nothing is lost: entries keep their order."
        ),
        ClockDoubt.BEFORE_LEDGER: _(
            "Look at a watch. If the box is late, set the date and the hour of this computer and restart the box. If it"
            " is right now, it was ahead before: type {command}. Nothing is lost: entries keep their order."
        ),
        ClockDoubt.LONG_SILENCE: _(
            "Look at a watch. If the box is ahead, set the date and the hour of this computer before anything is"
            " declared or printed. If it was only off, this goes away with the first entry."
        ),
    }
    health = Health.WATCH if doubt is ClockDoubt.LONG_SILENCE else Health.BAD
    return Check(name, health, clock_words(doubt), remedies[doubt].format(command=_CONFIRM))


def _chain_check() -> Check:
    name, report = gettext_lazy("Ledger"), verify_tail()
    checked = min(TAIL, report.head.sequence)
    if report.first_break is None:
        found = _("The last {checked} of {count} entries are unbroken.")
        return Check(name, Health.GOOD, found.format(checked=checked, count=report.head.sequence))
    return Check(
        name,
        Health.BAD,
        _("Entry {sequence} is broken.").format(sequence=report.first_break.sequence),
        _(
            "Somebody changed the database, or the disk failed. Copy the whole home folder, tell IT and the crisis"
            " cell, and type permanence ledger verify. The box goes on working."
        ),
    )


def _moment(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"


def holds(hash_start: str) -> bool:
    """Whether an entry with a hash that starts so (as printed on a page) is in a chain held here."""
    return LedgerEntry.objects.filter(hash__startswith=hash_start.replace(" ", "").lower()).exists()


def entries_about(subject: object) -> list[LedgerEntry]:
    """All entries about one thing, oldest first."""
    return list(LedgerEntry.objects.filter(subject=str(subject)).order_by("recorded_at", "sequence"))


def _head_of(origin: str) -> Head:
    last = LedgerEntry.objects.filter(origin=origin).order_by("-sequence").values("sequence", "hash").first()
    if last is None:
        return Head(origin, 0, rules.FIRST_PREVIOUS_HASH)
    return Head(origin, last["sequence"], last["hash"])


def _chain(origin: str, after: int = 0) -> Iterator[tuple[rules.Entry, str]]:
    rows = LedgerEntry.objects.filter(origin=origin, sequence__gt=after).order_by("sequence")
    for row in rows.values_list(*rules.Entry.__slots__, "hash").iterator(chunk_size=2000):
        yield rules.Entry(*row[:-1]), row[-1]
