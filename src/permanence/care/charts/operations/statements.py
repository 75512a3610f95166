"""Receiving what is said of a patient again and again: each statement is one row that knows when it was said last."""

from collections.abc import Iterable, Iterator, Sequence

import orjson
from django.db import transaction

from permanence.care.charts.models import (
    Administration,
    AllergyList,
    CodeStatus,
    Condition,
    Device,
    Precaution,
    Procedure,
    Told,
)
from permanence.care.charts.rules import (
    AdministrationFact,
    AllergyFact,
    AllergyListFact,
    CodeStatusFact,
    ConditionFact,
    DeviceFact,
    PrecautionFact,
    ProcedureFact,
    digest,
    order_key,
)
from permanence.care.stays import queries as stays
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places
from permanence.foundation.statements import Said, keep

_DEVICE = ("number", "code", "label", "body_site", "detail", "status", "starts_at", "ends_at")
_PROCEDURE = ("number", "code", "label", "body_site", "status", "performed_at", "performed_by")
_CODE_STATUS = ("code", "label", "value", "resuscitate", "stated_by", "stated_at", "active")
_ADMINISTRATION = ("code", "label", "dose", "route", "status", "given_at", "given_by", "reason")

_Fact = ConditionFact | PrecautionFact | DeviceFact | ProcedureFact | CodeStatusFact | AdministrationFact


def receive_allergy_lists(*, facts: Sequence[AllergyListFact], by: Actor) -> None:
    """Keep what is said of allergies; a complete list replaces what was known, and the old one stays readable.

    Refuses nothing. Logs `charts.allergies_received`.
    """
    if not facts:
        return
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        statements = [
            # Allergies are a person's, whatever the stay.
            Said(fact.source, fact.occurred_at, (fact.patient, None), (fact.complete, _as_text(fact.allergies)))
            for fact in facts
        ]
        _keep(AllergyList, ("complete", "allergies"), statements)
        _show_at_the_bed(facts)
        ledger.record(
            kind="charts.allergies_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_conditions(*, facts: Sequence[ConditionFact], by: Actor) -> None:
    """Keep diagnoses and problems, those that hold no more too. Refuses nothing. Logs `charts.conditions_received`."""
    if not facts:
        return
    with transaction.atomic():
        columns = ("code", "label", "kind", "active")
        _keep(Condition, columns, _said(facts, columns))
        ledger.record(
            kind="charts.conditions_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_precautions(*, facts: Sequence[PrecautionFact], by: Actor) -> None:
    """Keep precautions that begin to hold, or hold no more. Refuses nothing. Logs `charts.precautions_received`."""
    if not facts:
        return
    with transaction.atomic():
        columns = ("code", "label", "active")
        _keep(Precaution, columns, _said(facts, columns))
        _show_at_the_bed(facts)
        ledger.record(
            kind="charts.precautions_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_devices(*, facts: Sequence[DeviceFact], by: Actor) -> None:
    """Keep what is said of devices: put in, in place, taken out, said in error. Refuses nothing.

    Logs `charts.devices_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        _keep(Device, _DEVICE, _said(facts, _DEVICE))
        ledger.record(
            kind="charts.devices_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_procedures(*, facts: Sequence[ProcedureFact], by: Actor) -> None:
    """Keep what is said of procedures: planned, done, not done, said in error. Refuses nothing.

    Logs `charts.procedures_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        _keep(Procedure, _PROCEDURE, _said(facts, _PROCEDURE))
        ledger.record(
            kind="charts.procedures_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_code_statuses(*, facts: Sequence[CodeStatusFact], by: Actor) -> None:
    """Keep what somebody stated of resuscitation and limits to care, beside what others stated. Refuses nothing.

    Logs `charts.code_statuses_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        _keep(CodeStatus, _CODE_STATUS, _said(facts, _CODE_STATUS))
        _show_at_the_bed(facts)
        ledger.record(
            kind="charts.code_statuses_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def receive_administrations(*, facts: Sequence[AdministrationFact], by: Actor) -> None:
    """Keep doses given, doses not given and why, and those said in error. Refuses nothing.

    Logs `charts.administrations_received`.
    """
    if not facts:
        return
    with transaction.atomic():
        statements = (
            Said(said.source, said.at, said.about, (order_key(fact), *said.content))
            for fact, said in zip(facts, _said(facts, _ADMINISTRATION), strict=True)
        )
        _keep(Administration, ("order_key", *_ADMINISTRATION), statements)
        ledger.record(
            kind="charts.administrations_received",
            subject=facts[0].patient if len(facts) == 1 else "charts",
            by=by,
            occurred_at=max(fact.occurred_at for fact in facts),
            facts=digest(facts),
        )


def _said(facts: Sequence[_Fact], columns: tuple[str, ...]) -> Iterator[Said]:
    """What each fact says, of its patient and stay."""
    for fact in facts:
        content = tuple(getattr(fact, column) for column in columns)
        yield Said(fact.source, fact.occurred_at, (fact.patient, fact.stay), content)


def _keep(model: type[Told], columns: tuple[str, ...], statements: Iterable[Said]) -> None:
    keep(model, ("patient", "stay", *columns), statements, turn="charts.statements")


def _show_at_the_bed(facts: Sequence[AllergyListFact | PrecautionFact | CodeStatusFact]) -> None:
    """Ward boards and bed maps say it at once, not when they next look by themselves."""
    places.outdate(wards=stays.wards_of({fact.patient for fact in facts}))


def _as_text(allergies: tuple[AllergyFact, ...]) -> str:
    return orjson.dumps(allergies).decode()
