"""Doses given and not given (RXA), each of the order (ORC) it follows."""

from collections.abc import Iterator

from permanence.care.charts.rules import AdministrationFact, AdministrationStatus
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in, label_in, labels_in
from permanence.exchange.hl7v2.rules.translate.context import instant_of
from permanence.exchange.hl7v2.rules.translate.names import person_named
from permanence.exchange.hl7v2.rules.translate.treatments import (
    AMOUNT_UNKNOWN,
    DELETED,
    Order,
    drug_of,
    number_of,
    orders_in,
    route_of,
)

# RXA-20, HL7 table 0322: complete, partially administered, refused, not administered.
_STATES = {
    "": AdministrationStatus.COMPLETED,
    "CP": AdministrationStatus.COMPLETED,
    "PA": AdministrationStatus.STOPPED,
    "RE": AdministrationStatus.NOT_DONE,
    "NA": AdministrationStatus.NOT_DONE,
}


def administrations_of(message: Message, about: About) -> tuple[AdministrationFact, ...]:
    """Every dose a message tells with its hour; a dose without an hour is no news of when it was given."""
    return tuple(fact for order in orders_in(message) for fact in _doses(order, about))


def _doses(order: Order, about: About) -> Iterator[AdministrationFact]:
    for rxa in order.all("RXA"):
        given_at = instant_of(rxa.text(4), about.context) or instant_of(rxa.text(3), about.context)
        drug = coded_in(rxa, 5) or drug_of(order)
        if given_at and drug:
            yield AdministrationFact(
                patient=about.patient,
                stay=about.stay,
                order_number=number_of(order, drug_of(order)),
                code=drug.code,
                label=drug.label,
                dose=_amount(rxa),
                route=route_of(order),
                status=_status(rxa),
                given_at=given_at,
                given_by=person_named(rxa.repetition(10)),
                reason=labels_in(rxa, 18),
                occurred_at=about.said_at,
                source=about.source,
            )


def _amount(rxa: Segment) -> str:
    amount = rxa.text(6)
    return "" if not amount or amount == AMOUNT_UNKNOWN else f"{amount} {label_in(rxa, 7)}".strip()


def _status(rxa: Segment) -> AdministrationStatus:
    if rxa.text(21).upper() == DELETED:
        return AdministrationStatus.ENTERED_IN_ERROR
    return _STATES.get(rxa.text(20).upper(), AdministrationStatus.UNKNOWN)
