"""What stands of resuscitation and of limits to care; people decide, nothing is decided between them here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permanence.care.charts.rules.known import last_said


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """What somebody stated, last at `said_at`."""

    code: str
    label: str
    value: str
    resuscitate: bool | None
    stated_by: str
    stated_at: datetime | None
    active: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class StandingCodeStatus:
    """Every statement that stands, the newest first; `contradictory` when one says to resuscitate and one not to."""

    statements: tuple[CodeStatus, ...]
    contradictory: bool


def standing_code_status(said: Iterable[CodeStatus]) -> StandingCodeStatus:
    """Of each author on each subject the last statement, unless it was taken back.

    A later statement of somebody else does not silently undo an earlier one: both are shown, and the doctor asks.
    """
    last = last_said(said, lambda one: (one.code or one.label.casefold(), one.stated_by), weight=_weight)
    standing = sorted((one for one in last if one.active), key=lambda one: one.stated_at or one.said_at, reverse=True)
    decided = {one.resuscitate for one in standing} - {None}
    return StandingCodeStatus(tuple(standing), contradictory=len(decided) > 1)


def _weight(status: CodeStatus) -> tuple[bool, datetime | str]:
    # Of two said at one instant the one decided later holds.
    return (not status.active, (status.stated_at or status.said_at).isoformat())
