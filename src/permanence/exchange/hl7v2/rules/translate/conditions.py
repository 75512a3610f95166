"""Diagnoses and problems (DG1, PRB)."""

from collections.abc import Iterator
from uuid import UUID

from permanence.care.charts.rules import ConditionFact
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in
from permanence.exchange.hl7v2.rules.translate.context import Context, said_at

_DELETED_DIAGNOSIS = "D"  # HL7 table 0206
_DELETED_PROBLEM = "DE"  # HL7 table 0287


def conditions_of(message: Message, context: Context, patient: UUID, stay: UUID | None) -> tuple[ConditionFact, ...]:
    """The diagnoses of the stay and the problems of the patient that a message tells."""
    return (*_diagnoses(message, context, patient, stay), *_problems(message, context, patient))


def _diagnoses(message: Message, context: Context, patient: UUID, stay: UUID | None) -> Iterator[ConditionFact]:
    for segment in message.all("DG1"):
        diagnosis = coded_in(segment, 3)
        label = diagnosis.label if diagnosis.label != diagnosis.code else segment.text(4) or diagnosis.label
        label = label or segment.text(4)
        if label:
            active = segment.text(21).upper() != _DELETED_DIAGNOSIS
            kind, at = segment.text(6).upper(), said_at(message, context)
            yield ConditionFact(patient, stay, diagnosis.code, label, kind, at, context.source, active)


def _problems(message: Message, context: Context, patient: UUID) -> Iterator[ConditionFact]:
    for segment in message.all("PRB"):
        problem = coded_in(segment, 3)
        if problem:
            resolved = bool(segment.text(9)) and not segment.is_null(9)
            active = segment.text(1).upper() != _DELETED_PROBLEM and not resolved
            at = said_at(message, context)
            yield ConditionFact(patient, None, problem.code, problem.label, "", at, context.source, active)
