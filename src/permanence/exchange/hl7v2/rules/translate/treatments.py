"""Medication orders, their dispensing and their administration (ORC with RXO, RXE, RXD, RXG, RXA)."""

from dataclasses import dataclass, field
from datetime import datetime

from permanence.care.charts.rules import TreatmentFact
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import NOTHING, Coded, coded_in, label_in
from permanence.exchange.hl7v2.rules.translate.context import About, Context, instant_of

# Where each segment holds: the drug, the least and the most of it, the units.
_LAYOUT = {"RXE": (2, 3, 4, 5), "RXO": (1, 2, 3, 4), "RXG": (4, 5, 6, 7), "RXA": (5, 6, 6, 7), "RXD": (2, 12, 12, 12)}
_INSTRUCTIONS = {"RXE": 7, "RXO": 7}
_OBSERVATION_WITH_STATUS = "RE"
_NEW_ORDER = "NW"
# RXA-20: complete, partial; RXA-21: deleted.
_GIVEN = frozenset({"", "CP", "PA"})
DELETED = "D"
AMOUNT_UNKNOWN = "999"


@dataclass(slots=True)
class Order:
    """One ORC and the segments that follow it."""

    orc: Segment
    segments: list[Segment] = field(default_factory=list)

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[Segment]:
        """The segments of that name: those behind the order as the pharmacy encoded it (RXE), else any."""
        encoded = next((rank for rank, segment in enumerate(self.segments) if segment.name == "RXE"), 0)
        found = [segment for segment in self.segments[encoded:] if segment.name == name]
        return found or [segment for segment in self.segments if segment.name == name]


def treatments_of(message: Message, about: About) -> tuple[TreatmentFact, ...]:
    """The treatments a message orders, changes, ends, dispenses or says were given."""
    orders = [order for order in orders_in(message) if _described(order)]
    return tuple(_treatment(message, order, about) for order in orders)


def orders_in(message: Message) -> list[Order]:
    """The orders of a message, each ORC with what follows it; a drug before any ORC is an order by itself."""
    absent = message.first("")
    orders: list[Order] = []
    for segment in message.segments:
        if segment.name == "ORC":
            orders.append(Order(segment))
        elif orders:
            orders[-1].segments.append(segment)
        elif segment.name in _LAYOUT:
            orders.append(Order(absent, [segment]))
    return orders


def _described(order: Order) -> Segment | None:
    """The segment that says most of the treatment."""
    found = (order.first(name) for name in _LAYOUT)
    return next((segment for segment in found if segment), None)


def _treatment(message: Message, order: Order, about: About) -> TreatmentFact:
    drug = drug_of(order)
    starts_at, ends_at = _period(order, about.context)
    return TreatmentFact(
        patient=about.patient,
        stay=about.stay,
        order_number=number_of(order, drug),
        status=order.orc.text(1).upper() or _status(message),
        label=drug.label,
        dose=_dose(order),
        route=route_of(order),
        frequency=_frequency(order),
        starts_at=starts_at,
        ends_at=ends_at,
        last_given_at=_last_given_at(order, about.context),
        occurred_at=about.said_at,
        source=about.source,
    )


def drug_of(order: Order) -> Coded:
    """What an order gives, by the segment that says most of it."""
    drugs = (coded_in(segment, _LAYOUT[name][0]) for name in _LAYOUT for segment in order.all(name))
    return next((drug for drug in drugs if drug), NOTHING)


def route_of(order: Order) -> str:
    """Every way an order is given (RXR-1)."""
    return ", ".join(dict.fromkeys(label for rxr in order.all("RXR") if (label := label_in(rxr, 1))))


def _status(message: Message) -> str:
    return _NEW_ORDER if message.event.type in {"RDE", "OMP", "ORM"} else _OBSERVATION_WITH_STATUS


def number_of(order: Order, drug: Coded) -> str:
    """The placer's number, which later messages repeat, else the filler's, the prescription's, the drug's."""
    rxe, rxd = order.first("RXE"), order.first("RXD")
    numbers = (order.orc.text(2), order.orc.text(3), rxe.text(15) if rxe else "", rxd.text(7) if rxd else "", drug.code)
    return next((number for number in numbers if number), drug.label)


def _dose(order: Order) -> str:
    for name, (_, least, most, units) in _LAYOUT.items():
        for segment in order.all(name):
            low, high = segment.text(least), segment.text(most)
            if name == "RXD" or not low or low == AMOUNT_UNKNOWN:
                continue
            amount = f"{low}-{high}" if high and high != low else low
            return f"{amount} {label_in(segment, units)}".strip()
    return next((amount for timing in _timings(order) if (amount := _quantity(timing))), "")


def _timings(order: Order) -> list[tuple[Segment, int]]:
    """Where quantity and timing stand before version 2.5: RXE-1, then ORC-7."""
    rxe = order.first("RXE")
    return ([(rxe, 1)] if rxe else []) + [(order.orc, 7)]


def _quantity(timing: tuple[Segment, int]) -> str:
    segment, n = timing
    quantity = [part for part in segment.repetition(n).subcomponents(1) if part]
    return f"{quantity[0]} {quantity[-1]}" if len(quantity) > 1 else "".join(quantity)


def _frequency(order: Order) -> str:
    """TQ1-3 and TQ1-4, else the interval of RXE-1 or ORC-7, else the instructions in words."""
    told = [_repeat_pattern(tq1) for tq1 in order.all("TQ1")]
    told += [segment.repetition(n).text(2) for segment, n in _timings(order)]
    told += [label_in(segment, n) for name, n in _INSTRUCTIONS.items() for segment in order.all(name)]
    return next((frequency for frequency in told if frequency), "")


def _repeat_pattern(tq1: Segment) -> str:
    pattern = tq1.repetition(3)
    words = [part for part in pattern.subcomponents(1)[:2] if part]
    period = f"{pattern.text(5)} {pattern.text(6)}".strip()
    hours = ", ".join(hour.text() for hour in tq1.repetitions(4))
    return ", ".join(part for part in (words[-1] if words else "", period, hours) if part)


def _period(order: Order, context: Context) -> tuple[datetime | None, datetime | None]:
    starts = [tq1.text(7) for tq1 in order.all("TQ1")] + [segment.text(n, 4) for segment, n in _timings(order)]
    ends = [tq1.text(8) for tq1 in order.all("TQ1")] + [segment.text(n, 5) for segment, n in _timings(order)]
    return _first_instant(starts, context), _first_instant(ends, context)


def _first_instant(texts: list[str], context: Context) -> datetime | None:
    return next((moment for text in texts if (moment := instant_of(text, context))), None)


def _last_given_at(order: Order, context: Context) -> datetime | None:
    given = (rxa for rxa in order.all("RXA") if rxa.text(20).upper() in _GIVEN and rxa.text(21).upper() != DELETED)
    moments = (instant_of(rxa.text(4), context) or instant_of(rxa.text(3), context) for rxa in given)
    return max((moment for moment in moments if moment), default=None)
