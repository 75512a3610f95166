"""Documents (MDM) and orders kept as they came (OML, OMG, ORM, OUL)."""

from collections.abc import Iterator
from dataclasses import dataclass

from permanence.care.charts.rules import DocumentFact
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in, label_in
from permanence.exchange.hl7v2.rules.translate.context import About
from permanence.exchange.hl7v2.rules.translate.observations import Observation

_CANCELLED_EVENT = "T11"
_CANCELLED = "CA"
_MEDICATION = frozenset({"RXO", "RXE", "RXD", "RXG", "RXA"})


def documents_of(message: Message, about: About) -> tuple[DocumentFact, ...]:
    """The documents an MDM announces or brings, one for each TXA. Raises Refusal when it brings none."""
    described = list(message.all("TXA"))
    if not described:
        raise Refusal(Reason.NO_CONTENT, detail=message.event.trigger, location="TXA")
    return tuple(_document(message, txa, about) for txa in described)


def _document(message: Message, txa: Segment, about: About) -> DocumentFact:
    kind = coded_in(txa, 2)
    body = next((obx for obx in message.all("OBX") if not Observation.of(obx).frame.is_routing), message.first(""))
    titles = (txa.text(25), label_in(body, 3), kind.label, txa.text(16))
    return DocumentFact(
        patient=about.patient,
        stay=about.stay,
        number=_entity(txa, 12) or message.first("OBR").text(3) or message.control_id,
        replaces=_entity(txa, 13),
        kind=kind.code,
        title=next((title for title in titles if title), ""),
        status=_CANCELLED if message.event.trigger == _CANCELLED_EVENT else txa.text(17).upper(),
        occurred_at=about.said_at,
        source=about.source,
    )


def _entity(segment: Segment, n: int) -> str:
    return segment.text(n, 1) or segment.text(n, 3)


@dataclass(slots=True)
class _Order:
    """An ORC with its OBR, in whichever order they came; `medication` when it is a treatment, read elsewhere."""

    orc: Segment
    obr: Segment
    medication: bool = False


def orders_of(message: Message, about: About) -> tuple[DocumentFact, ...]:
    """The orders of a message that are no medication, each a document of the message's own kind."""
    kind = f"{message.event.type}^{message.event.trigger}".rstrip("^")
    facts: list[DocumentFact] = []
    for order in _orders(message):
        number, title, status = _described(order)
        facts.append(
            DocumentFact(
                patient=about.patient,
                stay=about.stay,
                number=number or message.control_id,
                replaces="",
                kind=kind,
                title=title,
                status=status,
                occurred_at=about.said_at,
                source=about.source,
            )
        )
    return tuple(facts)


def _described(order: _Order) -> tuple[str, str, str]:
    """The order's number (the placer's, else the filler's), its words, its control code or state."""
    numbers = (segment.text(field) for field in (2, 3) for segment in (order.orc, order.obr))
    return (
        next((number for number in numbers if number), ""),
        label_in(order.obr, 4),
        order.orc.text(1).upper() or order.orc.text(5).upper() or order.obr.text(25).upper(),
    )


def _orders(message: Message) -> Iterator[_Order]:
    absent = message.first("")
    current: _Order | None = None
    for segment in message.segments:
        starts = _starts_order(segment, current)
        if starts and current is not None and not current.medication:
            yield current
        if starts:
            current = _Order(absent, absent)
        if current is not None:
            _add(current, segment)
    if current is not None and not current.medication:
        yield current


def _starts_order(segment: Segment, current: _Order | None) -> bool:
    if segment.name == "ORC":
        return current is None or bool(current.orc)
    return segment.name == "OBR" and (current is None or bool(current.obr))


def _add(order: _Order, segment: Segment) -> None:
    if segment.name == "ORC":
        order.orc = segment
    elif segment.name == "OBR":
        order.obr = segment
    order.medication = order.medication or segment.name in _MEDICATION
