"""Answering "where is my relative": every question is written down, whoever it was about."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from permanence.care.patients import operations as patients
from permanence.care.stays import queries
from permanence.care.stays.rules.relatives import AskedFor
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger


class MayNotAsk(PermissionError):
    """Only the front desk and the night manager answer relatives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk may say: where, or that more must be known (`several`), or nothing at all."""

    where: queries.Whereabouts | None
    several: bool


def answer_relative(*, asked: AskedFor, by: Actor, occurred_at: datetime) -> Answer:
    """Say where a patient is to somebody who knows both names and one more trait.

    A patient who asked for secrecy, one who is not here and one who never was get the same answer. Refuses whoever is
    neither admissions nor night manager (`MayNotAsk`). Logs `stays.relative_asked` with the patients it was about and
    whether it was answered, never what was typed; what was shown counts as a read of the patient.
    """
    if by.roles.isdisjoint(queries.DESK):
        raise MayNotAsk(str(by))
    found = queries.sought(asked)
    with transaction.atomic():
        subject = found.patients[0] if len(found.patients) == 1 else "relatives"
        facts = {"patients": found.patients, "answered": found.where is not None}
        ledger.record(kind="stays.relative_asked", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
        if found.shown:
            patients.account_for_read(patient=found.shown, screen="stays:relative", by=by, occurred_at=occurred_at)
    return Answer(found.where, found.several)
