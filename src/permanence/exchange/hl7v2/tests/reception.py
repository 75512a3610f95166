"""Made-up messages received through the operations, and the picture they leave."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.exchange.feeds import operations
from permanence.exchange.feeds.operations import Arrival, Receipt
from permanence.foundation.actors import Actor
from permanence.foundation.places import queries as places

FEED = Actor("feed", "test")
PERSON = Actor("person", "alice")
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SIX = datetime(2026, 11, 23, 6, tzinfo=UTC)


def written(minute: int) -> str:
    """An instant as a sender without offset writes it, `minute` minutes after six."""
    return f"{SIX + timedelta(minutes=minute):%Y%m%d%H%M%S}"


def adt(event: str, number: str, ipp: str, *segments: str, minute: int = 0, family: str = "DUPONT") -> bytes:
    """An admission message of control id `number`, told `minute` minutes after six."""
    at = written(minute)
    lines = [
        f"MSH|^~\\&|GAM|CHT|PERM|CHT|{at}||ADT^{event}^ADT_{event}|{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR",
        f"EVN||{at}||||{at}",
        f"PID|1||{ipp}^^^CHT&1.2.250.1.999.1&ISO^PI||{family}^ANNE^ANNE^^^^L||19620304|F",
        *segments,
    ]
    return "".join(f"{line}\r" for line in lines).encode()


def pv1(visit: str, place: str = "2110^12^P^CHT") -> str:
    return f"PV1|1|I|{place}||||||||||||||||{visit}^^^CHT&1.2.250.1.999.1&ISO^VN"


def admission(number: str, ipp: str, visit: str, *, minute: int = 0, place: str = "2110^12^P^CHT") -> bytes:
    return adt("A01", number, ipp, pv1(visit, place), minute=minute)


def merge(number: str, kept: str, other: str, *, minute: int = 0) -> bytes:
    return adt("A40", number, kept, f"MRG|{other}^^^CHT&1.2.250.1.999.1&ISO^PI", minute=minute)


def result(number: str, ipp: str, visit: str = "", *, minute: int = 0, value: str = "4.2") -> bytes:
    at = written(minute)
    lines = [
        f"MSH|^~\\&|SIL|LABO|PERM|CHT|{at}||ORU^R01^ORU_R01|{number}|P|2.5|||||FRA|UNICODE UTF-8|FR",
        f"PID|1||{ipp}^^^CHT&1.2.250.1.999.1&ISO^PI||DUPONT^ANNE^^^^^L||19620304|F",
        *([f"PV1|1|I|||||||||||||||||{visit}^^^CHT&1.2.250.1.999.1&ISO^VN"] if visit else []),
        f"OBR|1|{number}^DPI|{number}^SIL|2823-3^Potassium^LN|||{at}|||||||||||||||{at}|||F",
        f"OBX|1|NM|2823-3^Potassium^LN||{value}|mmol/L|3.5-5.1|N|||F|||{at}",
    ]
    return "".join(f"{line}\r" for line in lines).encode()


def receive(*messages: bytes, at: datetime = NOW) -> list[Receipt]:
    """Receive messages as one batch."""
    return operations.receive(arrivals=[Arrival(message, "hl7v2") for message in messages], by=FEED, occurred_at=at)


def picture() -> list[tuple[object, ...]]:
    """Who is where, without the ids that differ from one run to the next."""
    wards = {row.id: row.code for row in places.wards()}
    rows = stays.in_hospital()
    known = patients.patients({row.patient for row in rows})
    return sorted(
        (
            row.visit_number,
            row.state.value,
            wards.get(row.ward),
            known[row.patient].ipp,
            known[row.patient].birth_family,
        )
        for row in rows
    )


def outcomes(receipts: Sequence[Receipt]) -> list[str]:
    return [receipt.outcome.value for receipt in receipts]
