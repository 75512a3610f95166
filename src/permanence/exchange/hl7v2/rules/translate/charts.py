"""Everything a message tells of a patient's care."""

from dataclasses import dataclass
from uuid import UUID

from permanence.care.charts.rules import (
    AllergyListFact,
    ConditionFact,
    DocumentFact,
    PrecautionFact,
    ReportFact,
    TreatmentFact,
)
from permanence.exchange.hl7v2.rules.events import Tells, effect_of
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.allergies import allergies_of
from permanence.exchange.hl7v2.rules.translate.conditions import conditions_of
from permanence.exchange.hl7v2.rules.translate.context import Context
from permanence.exchange.hl7v2.rules.translate.documents import documents_of, orders_of
from permanence.exchange.hl7v2.rules.translate.precautions import precautions_of
from permanence.exchange.hl7v2.rules.translate.reports import files_of, reports_of
from permanence.exchange.hl7v2.rules.translate.treatments import treatments_of

_CONTENT = Tells.REPORTS | Tells.TREATMENTS | Tells.ORDER | Tells.PROBLEMS
_SEGMENTS = {Tells.REPORTS: "OBR", Tells.TREATMENTS: "RXE", Tells.ORDER: "ORC", Tells.PROBLEMS: "PRB"}


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What a message tells of care, each kind as the chart receives it."""

    allergies: tuple[AllergyListFact, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    treatments: tuple[TreatmentFact, ...] = ()
    precautions: tuple[PrecautionFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()

    def __bool__(self) -> bool:
        return any((self.allergies, self.conditions, self.treatments, self.precautions, self.reports, self.documents))


def chart_facts_of(message: Message, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
    """What a message tells of a patient's care; `stay` is the one of `visit_of`, None when it is not known.

    Raises Refusal when a message made only to bring something (a report, a treatment, a document) brings nothing.
    """
    tells = effect_of(message.event).tells
    who = (message, context, patient, stay)
    facts = ChartFacts(
        allergies=allergies_of(message, context, patient) if tells & (Tells.CHART | Tells.TREATMENTS) else (),
        conditions=conditions_of(*who) if tells & (Tells.CHART | Tells.PROBLEMS) else (),
        treatments=treatments_of(*who) if Tells.TREATMENTS in tells else (),
        precautions=precautions_of(*who) if tells & (Tells.CHART | Tells.REPORTS) else (),
        reports=reports_of(*who) if tells & (Tells.CHART | Tells.REPORTS) else (),
        documents=_documents(tells, *who),
    )
    if tells & _CONTENT and not facts:
        lacking = next(segment for told, segment in _SEGMENTS.items() if told & tells)
        raise Refusal(Reason.NO_CONTENT, detail=message.event.type, location=lacking)
    return facts


def _documents(
    tells: Tells, message: Message, context: Context, patient: UUID, stay: UUID | None
) -> tuple[DocumentFact, ...]:
    if Tells.DOCUMENT in tells:
        return documents_of(message, context, patient, stay)
    if Tells.ORDER in tells:
        return orders_of(message, context, patient, stay)
    return files_of(message, context, patient, stay) if Tells.REPORTS in tells else ()
