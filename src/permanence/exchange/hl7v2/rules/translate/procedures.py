"""Procedures (PR1)."""

from collections.abc import Iterator

from permanence.care.charts.rules import ProcedureFact, ProcedureStatus
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in
from permanence.exchange.hl7v2.rules.translate.context import instant_near
from permanence.exchange.hl7v2.rules.translate.names import person_named

_DELETED = "D"  # HL7 table 0206
# No field of PR1 says where on the body: PR1-22 is what a tariff makes of the procedure (HL7 table 0763).
_NOWHERE_SAID = ""


def procedures_of(message: Message, about: About) -> tuple[ProcedureFact, ...]:
    """The procedures a message tells; one whose hour is still to come is planned."""
    return tuple(_procedures(message, about))


def _procedures(message: Message, about: About) -> Iterator[ProcedureFact]:
    for segment in message.all("PR1"):
        what = coded_in(segment, 3)
        label = what.label if what.label != what.code else segment.text(4) or what.label
        label = label or segment.text(4)
        if not label:
            continue
        performed_at = instant_near(segment.text(5), about.said_at, about.context)
        status = ProcedureStatus.COMPLETED
        if segment.text(20).upper() == _DELETED:
            status = ProcedureStatus.ENTERED_IN_ERROR
        elif performed_at and performed_at > about.said_at:
            status = ProcedureStatus.PREPARATION
        yield ProcedureFact(
            about.patient, about.stay, segment.text(19), what.code, label, _NOWHERE_SAID, status,
            performed_at, _performer(segment), about.said_at, about.source,
        )  # fmt: skip


def _performer(segment: Segment) -> str:
    """The surgeon (PR1-11), else the practitioner (PR1-12)."""
    return person_named(segment.repetition(11)) or person_named(segment.repetition(12))
