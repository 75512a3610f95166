"""What was done to a patient, by what was said last of each procedure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permanence.care.charts.rules.facts import ProcedureStatus
from permanence.care.charts.rules.known import last_said, says_none

_NEVER_WAS = frozenset({ProcedureStatus.NOT_DONE, ProcedureStatus.ENTERED_IN_ERROR})


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as it was told, last at `said_at`."""

    number: str
    code: str
    label: str
    body_site: str
    status: ProcedureStatus
    performed_at: datetime | None
    performed_by: str
    said_at: datetime


def procedures_done(said: Iterable[Procedure]) -> list[Procedure]:
    """Procedures that were done, are being done or are planned, the newest first."""
    last = last_said(said, _key, weight=lambda one: one.status in _NEVER_WAS)
    done = [one for one in last if one.status not in _NEVER_WAS and not says_none(one.code)]
    return sorted(done, key=lambda one: one.performed_at or one.said_at, reverse=True)


def _key(procedure: Procedure) -> object:
    if procedure.number:
        return procedure.number
    return procedure.code or procedure.label.casefold(), procedure.performed_at
