"""The movement segment of IHE PAM (ZBE): which movement, since when, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from permanence.care.stays.rules import Action
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.translate.context import Context, instant_of
from permanence.exchange.hl7v2.rules.translate.identifiers import entity_number
from permanence.exchange.hl7v2.rules.translate.places import unit_in

_ACTIONS = {action.value: action for action in Action}
# Older PAM writes the verbs of its transactions.
_ACTIONS |= {"DELETE": Action.CANCEL, "I": Action.INSERT, "U": Action.UPDATE, "C": Action.CANCEL}


@dataclass(frozen=True, slots=True)
class Zbe:
    """What one ZBE says; `shifted` when its fields lie one or two places too far, as in a published sample."""

    number: str = ""
    starts_at: datetime | None = None
    # ZBE-4 as it was sent, and what it means.
    asked: str = ""
    action: Action | None = None
    historic: bool = False
    origin: str = ""
    medical_unit: str = ""
    nursing_unit: str = ""
    nature: str = ""
    shifted: bool = False


NO_ZBE = Zbe()


def read_zbe(zbe: Segment, context: Context) -> Zbe:
    """One ZBE, found by where its action stands: ZBE-4, or further on when the sender put a field too many."""
    shift = next((extra for extra in (0, 1, 2) if zbe.text(4 + extra).upper() in _ACTIONS), 0)
    return Zbe(
        number=_number(zbe, shift, context),
        starts_at=_starts_at(zbe, shift, context),
        asked=zbe.text(4 + shift),
        action=_ACTIONS.get(zbe.text(4 + shift).upper()),
        historic=zbe.text(5 + shift).upper() == "Y",
        origin=zbe.text(6 + shift).upper(),
        medical_unit=unit_in(zbe, 7 + shift),
        nursing_unit=unit_in(zbe, 8 + shift),
        nature=zbe.text(9 + shift).upper(),
        shifted=shift > 0,
    )


def _starts_at(zbe: Segment, shift: int, context: Context) -> datetime | None:
    found = (instant_of(zbe.text(2 + extra), context) for extra in range(shift + 1))
    return next((moment for moment in found if moment), None)


def _number(zbe: Segment, shift: int, context: Context) -> str:
    """The movement's number with who gave it, so that two senders' numbers never meet.

    When the whole segment is shifted, ZBE-1 holds a sequence number and the start lies past ZBE-2.
    """
    moved = shift and instant_of(zbe.text(2), context) is None and zbe.raw(1 + shift)
    number = zbe.repetition(1 + shift if moved else 1)
    value, authority = entity_number(number, context)
    return value if not value or authority == context.feed else f"{value}@{authority}"
