"""Diagnoses and problems (DG1, PRB)."""

from collections.abc import Iterator

from permanence.care.charts.rules import ConditionFact
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in
from permanence.exchange.hl7v2.rules.translate.context import About

_DELETED_DIAGNOSIS = "D"  # HL7 table 0206
_DELETED_PROBLEM = "DE"  # HL7 table 0287


def conditions_of(message: Message, about: About) -> tuple[ConditionFact, ...]:
    """The diagnoses of the stay and the problems of the patient that a message tells."""
    return (*_diagnoses(message, about), *_problems(message, about))


def _diagnoses(message: Message, about: About) -> Iterator[ConditionFact]:
    for segment in message.all("DG1"):
        diagnosis = coded_in(segment, 3)
        label = diagnosis.label if diagnosis.label != diagnosis.code else segment.text(4) or diagnosis.label
        label = label or segment.text(4)
        if label:
            active = segment.text(21).upper() != _DELETED_DIAGNOSIS
            kind = segment.text(6).upper()
            yield ConditionFact(
                about.patient, about.stay, diagnosis.code, label, kind, about.said_at, about.source, active
            )


def _problems(message: Message, about: About) -> Iterator[ConditionFact]:
    for segment in message.all("PRB"):
        problem = coded_in(segment, 3)
        if problem:
            resolved = bool(segment.text(9)) and not segment.is_null(9)
            active = segment.text(1).upper() != _DELETED_PROBLEM and not resolved
            yield ConditionFact(
                about.patient, None, problem.code, problem.label, "", about.said_at, about.source, active
            )
