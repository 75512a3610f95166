"""Made-up messages for the tests: people, numbers and places exist nowhere."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.exchange.hl7v2.rules import Message, parse
from permanence.exchange.hl7v2.rules.translate import (
    ChartFacts,
    Context,
    Movements,
    chart_facts_of,
    identities_of,
    movements_of,
)

PARIS = ZoneInfo("Europe/Paris")
SOURCE = UUID("01930000-0000-7000-8000-000000000001")
PATIENT = UUID("01930000-0000-7000-8000-0000000000aa")
OTHER_PATIENT = UUID("01930000-0000-7000-8000-0000000000bb")
STAY = UUID("01930000-0000-7000-8000-0000000000cc")
RECEIVED_AT = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
CONTEXT = Context("GAM", PARIS, SOURCE, RECEIVED_AT)

PID = (
    "PID|1||000042^^^CHT&750000001&N^PI~279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20101207"
    "||VASSEUR^MAUDE^MAUDE LOUISE JEANNE^^^^L~DE LA TOUR^MAUDE^^^^^D|LEROY|19790328|F|||12 rue des Lilas^bât. C"
    "^VILLEBOIS^^91000^FRA^H~^^^^^^BDL^^63220||^PRN^PH^^^^^^^^^0100000001|||||26000007^^^CHT&750000001&N^AN|||||||1|||||N||VALI"
)
PV1 = (
    "PV1|1|I|6268^204^2^CHT&750000001&N||||10000000001^MOREL^Anne^^^Dr||||||||||||"
    "900042^^^CHT&750000001&N^VN|||||||||||||||||||||||||20260307080000"
)
CORPORA = Path(__file__).parents[5].parent / "shared" / "corpora" / "hl7v2"


def header(event: str, *, charset: str = "UNICODE UTF-8", sent_at: str = "20260307090000+0100") -> str:
    return f"MSH|^~\\&|GAM|CHT|DPI|CHT|{sent_at}||{event}|MSG1|P|2.5^FRA^2.11|||||FRA|{charset}|FR"


def raw(event: str, *segments: str) -> bytes:
    return "".join(segment + "\r" for segment in (header(event), *segments)).encode()


def said(event: str, *segments: str) -> Message:
    return parse(raw(event, *segments), charset="")


def told(event: str, *segments: str) -> Movements:
    """Movements of a message, for as many patients as it names."""
    message = said(event, *segments)
    patients = (PATIENT, OTHER_PATIENT, PATIENT, OTHER_PATIENT)[: len(identities_of(message, CONTEXT))]
    return movements_of(message, CONTEXT, patients)


def charted(event: str, *segments: str) -> ChartFacts:
    return chart_facts_of(said(event, *segments), CONTEXT, PATIENT, STAY)


def paris(*moment: int) -> datetime:
    """An instant by the clock on the wall in Paris."""
    year, month, day, hour, minute = (*moment, 0, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)
