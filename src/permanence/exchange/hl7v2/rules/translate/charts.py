"""Everything a message tells of a patient's care."""

from collections.abc import Sequence
from uuid import UUID

from permanence.care.charts.rules import DocumentFact
from permanence.exchange.feeds.rules.told import ChartFacts
from permanence.exchange.hl7v2.rules.events import Effect, effect_of
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.administrations import administrations_of
from permanence.exchange.hl7v2.rules.translate.allergies import allergies_of
from permanence.exchange.hl7v2.rules.translate.code_status import code_statuses_of
from permanence.exchange.hl7v2.rules.translate.conditions import conditions_of
from permanence.exchange.hl7v2.rules.translate.contacts import contacts_of
from permanence.exchange.hl7v2.rules.translate.context import About, Context, said_at
from permanence.exchange.hl7v2.rules.translate.devices import devices_of
from permanence.exchange.hl7v2.rules.translate.documents import documents_of, orders_of
from permanence.exchange.hl7v2.rules.translate.precautions import precautions_of
from permanence.exchange.hl7v2.rules.translate.procedures import procedures_of
from permanence.exchange.hl7v2.rules.translate.reports import Report, files_of, grouped_reports, reports_of
from permanence.exchange.hl7v2.rules.translate.treatments import treatments_of


def chart_facts_of(message: Message, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
    """What a message tells of a patient's care; `stay` is the one of `visit_of`, None when it is not known.

    Raises Refusal when a message made only to bring something (a report, a treatment, a document) brings nothing.
    """
    effect = effect_of(message.event)
    about = About(context, patient, stay, said_at(message, context))
    observed = effect.chart or effect.reports
    groups = grouped_reports(message) if observed else []
    facts = ChartFacts(
        allergies=allergies_of(message, about) if effect.chart or effect.treatments else (),
        conditions=conditions_of(message, about) if effect.chart or effect.problems else (),
        treatments=treatments_of(message, about) if effect.treatments else (),
        precautions=precautions_of(message, groups, about) if observed else (),
        administrations=administrations_of(message, about) if effect.treatments else (),
        code_statuses=code_statuses_of(message, groups, about) if observed else (),
        devices=devices_of(message, groups, about) if observed else (),
        procedures=procedures_of(message, about) if effect.chart else (),
        contacts=contacts_of(message, about) if effect.chart else (),
        reports=reports_of(groups, about),
        documents=_documents(message, groups, effect, about),
    )
    if not facts and (lacking := _lacking(effect)):
        raise Refusal(Reason.NO_CONTENT, detail=message.event.type, location=lacking)
    return facts


def _documents(message: Message, groups: Sequence[Report], effect: Effect, about: About) -> tuple[DocumentFact, ...]:
    if effect.document:
        return documents_of(message, about)
    if effect.order:
        return orders_of(message, about)
    return files_of(message, groups, about) if effect.reports else ()


def _lacking(effect: Effect) -> str:
    """The segment without which a message of this event has no sense, empty when it has some all the same."""
    needs = {
        "OBR": effect.reports,
        "ORC": effect.order,
        "RXE": effect.treatments,
        "PRB": effect.problems,
        "DG1": effect.coding,
    }
    return next((segment for segment, needed in needs.items() if needed), "")
