"""What the admissions program says: identities, movements with their history, mistakes taken back (IHE PAM France)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from permanence.command.exercises.rules.pack import Allergy, Reason, Ward
from permanence.command.exercises.rules.people import Person
from permanence.command.exercises.rules.segments import ALONE, Calendar, Sender, Sent, patient
from permanence.command.exercises.rules.wards import Bed

# MSH-9.3 of each event of the PAM profile (HL7 v2.5 table 0354).
STRUCTURES = {
    "A01": "ADT_A01", "A02": "ADT_A02", "A03": "ADT_A03", "A04": "ADT_A01", "A05": "ADT_A05", "A06": "ADT_A06",
    "A07": "ADT_A06", "A08": "ADT_A01", "A11": "ADT_A09", "A12": "ADT_A12", "A13": "ADT_A01", "A15": "ADT_A15",
    "A16": "ADT_A16", "A17": "ADT_A17", "A21": "ADT_A21", "A22": "ADT_A21", "A28": "ADT_A05", "A31": "ADT_A05",
    "A38": "ADT_A38", "A40": "ADT_A39", "A47": "ADT_A30", "A54": "ADT_A54", "Z99": "ADT_A01",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Stay:
    """A stay as the hospital knows it; instants in seconds since 1970.

    `bed` is None for somebody without a bed, who is then only in `ward` and perhaps `room`. `ends_at` is when the stay,
    or the time in this ward, is to end. `movements` are the movements told so far: number, event, instant.
    """

    visit: str
    person: Person
    patient_class: str
    ward: Ward
    place: str
    admitted_at: int
    doctor: str
    reason: Reason
    bed: Bed | None = None
    room: str = ""
    arrived_at: int = 0
    ends_at: int = 0
    urgent: bool = False
    is_gone: bool = False
    on_leave: bool = False
    movements: list[tuple[str, str, int]] = field(default_factory=list)
    babies: list["Stay"] = field(default_factory=list)


class Admissions:
    """The admissions program; every method is one message."""

    def __init__(self, sender: Sender, calendar: Calendar) -> None:
        self._sender = sender
        self._calendar = calendar
        self._authority = sender.hospital.authority
        self._run = sender.run
        self._movements = 0

    def knows(self, person: Person, sent: str) -> Sent:
        """A28: somebody is in the index."""
        origin = "INSI" if person.ins else "SM"
        return self._sender.message(
            person.number,
            "ADT^A28^ADT_A05",
            sent,
            f"EVN||{person.registered}||||{person.registered}",
            patient(person, self._authority),
            f"ZFD|||N||{origin}|{person.registered[:8]}|CN",
        )

    def corrects(self, person: Person, at: int) -> Sent:
        """A31: what the index knows of somebody changes."""
        now = self._calendar.exact(at)
        return self._message(person.number, "A31", at, f"EVN||{now}||||{now}", patient(person, self._authority))

    def merges(self, kept: Person, other: Person, at: int) -> Sent:
        """A40: two numbers were one person; the second is in MRG."""
        now = self._calendar.exact(at)
        mrg = f"MRG|{other.ipp}^^^{self._authority}^PI||||||{other.family}^{other.given}^^^^^L"
        return self._message(ALONE, "A40", at, f"EVN||{now}||||{now}", patient(kept, self._authority), mrg)

    def swaps(self, first: Stay, second: Stay, at: int) -> Sent:
        """A17: two patients have changed beds; each PV1 says where its patient is now."""
        now = self._calendar.exact(at)
        both = [part for stay in (first, second) for part in (self._patient(stay), self._visit(stay))]
        return self._message(ALONE, "A17", at, f"EVN||{now}||||{now}", *both)

    def updates(self, stay: Stay, at: int) -> Sent:
        """A08: what is known of the stay and of its reason is said again."""
        now = self._calendar.exact(at)
        parts = (self._patient(stay), self._visit(stay), self._about(stay), self._diagnosis(stay, "W", at))
        return self._message(stay.person.number, "A08", at, f"EVN||{now}||||{now}", *parts)

    def describes(
        self,
        stay: Stay,
        at: int,
        *,
        state: str,
        isolated: bool,
        warning: str,
        allergies: Iterable[Allergy],
        relatives: Iterable[str] = (),
        procedures: Iterable[str] = (),
    ) -> Sent:
        """A08 as the patient record sends it: how the patient is (PV1-15, PV1-40, PV2-41) and what harms them (AL1).

        `relatives` are PD1 and NK1, `procedures` PR1.
        """
        now = self._calendar.exact(at)
        parts = [self._patient(stay), *relatives, self._visit(stay, state=state, bed_state="I" if isolated else "")]
        parts.append(f"{self._about(stay)}{'|' * 38}{warning}" if warning else self._about(stay))
        parts += [
            f"AL1|{rank}|{allergy.kind}|{allergy.code}^{allergy.label}|{allergy.severity}|{allergy.reaction}"
            for rank, allergy in enumerate(allergies, start=1)
        ]
        parts += [self._diagnosis(stay, "W", at), *procedures]
        return self._message(stay.person.number, "A08", at, f"EVN||{now}||||{now}", *parts)

    def says(
        self,
        stay: Stay,
        event: str,
        at: int,
        *,
        nature: str = "HMS",
        prior: str = "",
        told_at: int = 0,
        ending: str = "",
    ) -> Sent:
        """A movement, in its turn; late, and so historic (ZBE-5), when `told_at` is given."""
        self._movements += 1
        number = f"M{self._run}{self._movements:07d}"
        stay.movements.append((number, event, at))
        zbe = self._zbe(number, stay, at, nature=nature, historic=bool(told_at))
        return self._moves(stay, event, told_at or at, at, zbe, prior, ending)

    def takes_back(self, stay: Stay, event: str, at: int) -> Sent:
        """A cancel (A11, A12, A13, A38...) of the last movement told."""
        number, original, then = stay.movements.pop()
        zbe = self._zbe(number, stay, then, action="CANCEL", original=original)
        return self._moves(stay, event, at, then, zbe)

    def mends(self, stay: Stay, at: int, *, earlier: int) -> Sent:
        """Z99: the last movement told happened some seconds earlier than was said."""
        number, original, then = stay.movements[-1]
        stay.movements[-1] = (number, original, then - earlier)
        zbe = self._zbe(number, stay, then - earlier, action="UPDATE", original=original)
        return self._moves(stay, "Z99", at, then - earlier, zbe)

    def plans(self, stay: Stay, event: str, at: int, expected_at: int) -> Sent:
        """A05 or A16: something is expected at an hour to come."""
        self._movements += 1
        number = f"M{self._run}{self._movements:07d}"
        stay.movements.append((number, event, expected_at))
        evn = f"EVN||{self._calendar.exact(at)}|{self._calendar.exact(expected_at)}"
        zbe = self._zbe(number, stay, expected_at)
        return self._message(
            stay.person.number, event, at, evn, self._patient(stay), self._visit(stay), self._about(stay), zbe
        )

    def _moves(
        self, stay: Stay, event: str, said_at: int, at: int, zbe: str, prior: str = "", ending: str = ""
    ) -> Sent:
        evn = f"EVN||{self._calendar.exact(said_at)}||||{self._calendar.exact(at)}"
        parts = [self._patient(stay), self._visit(stay, prior, ending, at)]
        if event in {"A01", "A04", "A06"}:
            parts += [self._about(stay), zbe, self._diagnosis(stay, "A", at)]
        else:
            parts.append(zbe)
        return self._message(stay.person.number, event, said_at, evn, *parts)

    def _message(self, lane: int, event: str, at: int, *segments: str) -> Sent:
        return self._sender.message(lane, f"ADT^{event}^{STRUCTURES[event]}", self._calendar.exact(at), *segments)

    def _patient(self, stay: Stay) -> str:
        return patient(stay.person, self._authority, stay.visit)

    def _visit(
        self, stay: Stay, prior: str = "", ending: str = "", left_at: int = 0, state: str = "", bed_state: str = ""
    ) -> str:
        """PV1; `ending` is how a discharged patient left (PV1-36), at `left_at` (PV1-45)."""
        left = self._calendar.exact(left_at) if ending else ""
        return (
            f"PV1|1|{stay.patient_class}|{stay.place}|{'U' if stay.urgent else 'R'}||{prior}|{stay.doctor}"
            f"|||{stay.ward.code}||||{7 if stay.urgent else 8}|{state}|{'Y' if stay.person.confidential else ''}|||"
            f"{stay.visit}^^^{self._authority}^VN{'|' * 17}{ending}||||{bed_state}||||"
            f"{self._calendar.exact(stay.admitted_at)}|{left}{'|' * 6}V"
        )

    def _about(self, stay: Stay) -> str:
        return f"PV2|||{stay.reason.code}^{stay.reason.label}^CIM10"

    def _diagnosis(self, stay: Stay, kind: str, at: int) -> str:
        return f"DG1|1||{stay.reason.code}^{stay.reason.label}^CIM10||{self._calendar.text(at)}|{kind}"

    def _zbe(
        self,
        number: str,
        stay: Stay,
        at: int,
        *,
        action: str = "INSERT",
        original: str = "",
        nature: str = "HMS",
        historic: bool = False,
    ) -> str:
        unit = f"{stay.ward.name}^^^^^{self._authority}^UF^^^{stay.ward.code}"
        return (
            f"ZBE|{number}^{self._sender.hospital.namespace}|{self._calendar.exact(at)}||{action}"
            f"|{'Y' if historic else 'N'}|{original}|{unit}|{unit}|{nature}"
        )
