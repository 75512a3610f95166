"""HL7 v2.5 segments as IHE PAM France writes them, and the programs of the hospital that send them."""

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from permanence.command.exercises.rules.pack import Habits, plain
from permanence.command.exercises.rules.people import INS_DEMO, INS_TEST, Person

FRENCH_VERSION = "2.5^FRA^2.11"
RECEIVER = "PERMANENCE|PERMANENCE"
# This lane means: after all that came before, and before all that comes after.
ALONE = -1


class Sent(NamedTuple):
    """A message on its way: which program says it, and the lane in which order matters (a patient, an appointment)."""

    sender: str
    lane: int
    body: bytes


class Identity(NamedTuple):
    """Who the hospital is in its messages."""

    namespace: str
    finess: str
    name: str

    @property
    def authority(self) -> str:
        """As an HD inside a CX, a PL or an XON."""
        return f"{self.namespace}&{self.finess}&N"


class Calendar:
    """Writes instants (seconds since 1970) as the hospital's programs do."""

    def __init__(self, zone: str = "Europe/Paris") -> None:
        self._zone = ZoneInfo(zone)

    def local(self, at: int) -> datetime:
        """The instant on the hospital's clocks."""
        return datetime.fromtimestamp(at, UTC).astimezone(self._zone)

    def written(self, at: int) -> int:
        """The instant that messages write for this one."""
        return at

    def day(self, at: int) -> int:
        """The number of the day that messages write."""
        return self.local(self.written(at)).toordinal()

    def text(self, at: int) -> str:
        """Local time to the second, without an offset: most programs write so."""
        return self.local(self.written(at)).strftime("%Y%m%d%H%M%S")

    def exact(self, at: int) -> str:
        """Local time with its offset, which the hour told twice in autumn needs."""
        return self.local(self.written(at)).strftime("%Y%m%d%H%M%S%z")

    def at_hour(self, at: int, hour: float, *, days: int = 0) -> int:
        """The same local day, or some days later, at an hour of the clock."""
        here = self.local(at + 86400 * days)
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        return int(midnight.timestamp() + hour * 3600)


class Sender:
    """One program of the hospital; numbers its messages and writes them in its own charset."""

    def __init__(self, habits: Habits, hospital: Identity, run: str) -> None:
        self.code = habits.code
        self.habits = habits
        self.hospital = hospital
        self.run = run
        self._count = 0
        self._start = f"MSH|^~\\&|{habits.application}|{hospital.namespace}|{RECEIVER}|"
        profile = "||2.11^IHE_FRANCE-2.11-PAM" if habits.code == "GAM" else ""
        self._end = f"|P|{FRENCH_VERSION}|||||FRA|{habits.declared}|FR{profile}\r"

    @property
    def feed(self) -> str:
        """The sender as a receiver knows it: MSH-3 and MSH-4."""
        return f"{self.habits.application}^{self.hospital.namespace}"

    def control_id(self) -> str:
        """A number no other message has: program, run, count."""
        self._count += 1
        return f"{self.code[0]}{self.run}{self._count:08d}"

    def message(self, lane: int, kind: str, sent: str, *segments: str) -> Sent:
        """A message of these segments; `kind` is MSH-9, `sent` MSH-7."""
        header = f"{self._start}{sent}||{kind}|{self.control_id()}{self._end}"
        return Sent(self.code, lane, self.encoded(header + "\r".join(segments) + "\r"))

    def encoded(self, text: str) -> bytes:
        """The text in the program's charset; what it cannot write loses its accents, as old programs do."""
        try:
            return text.encode(self.habits.charset)
        except UnicodeEncodeError:
            kept = (sign if _writes(sign, self.habits.charset) else plain(sign) for sign in text)
            return "".join(kept).encode(self.habits.charset, errors="replace")


def _writes(sign: str, charset: str) -> bool:
    try:
        sign.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def identifiers(person: Person, authority: str) -> str:
    """PID-3 of the admissions program: the hospital's own number, and the INS of a qualified identity."""
    own = f"{person.ipp}^^^{authority}^PI"
    if not person.ins:
        return own
    oid = INS_DEMO if person.number % 20 == 0 else INS_TEST
    return f"{own}~{person.ins}^^^ASIP-SANTE-INS-NIR&{oid}&ISO^INS^^{person.registered[:8]}"


def patient(person: Person, authority: str, account: str = "") -> str:
    """PID as the admissions program writes it: every trait, name at birth (L) and in use (D), reliability."""
    used = ""
    if person.used_family != person.family or person.used_given != person.given:
        used = f"~{person.used_family}^{person.used_given}^^^^^D"
    account = f"{account}^^^{authority}^AN" if account else ""
    mother = f"{person.mother_ipp}^^^{authority}^PI" if person.mother_ipp else ""
    birth_order = f"Y|{person.rank}" if person.rank else "|"
    return (
        f"PID|1||{identifiers(person, authority)}||{person.family}^{person.given}^{person.given_names}^^^^L{used}"
        f"|{person.mother}|{person.birth}|{person.sex}|||{person.address}~^^{person.birth_town}^^^^BDL^^{person.birth_place}"
        f"||{person.phone}^PRN^{'CP' if person.phone[1] == '6' else 'PH'}|||||{account}|||{mother}|||{birth_order}||||"
        f"{person.died}|{'Y' if person.died else 'N'}||{person.reliability}|{person.registered}"
    )


def patient_in_brief(person: Person, namespace: str, *, with_phone: bool = False) -> str:
    """PID as an older program writes it: number, one name in plain capitals, birth date, sex, perhaps a telephone."""
    brief = (
        f"PID|1||{person.ipp}^^^{namespace}^PI||{plain(person.family)}^{plain(person.given)}^^^^^L"
        f"||{person.birth}|{person.sex}"
    )
    return f"{brief}|||||{person.phone}^PRN^PH" if with_phone else brief
