"""Messages as no standard allows and every hospital sees: some can be read all the same, some must be set aside."""

from collections.abc import Iterator

from permanence.command.exercises.rules.admissions import Admissions
from permanence.command.exercises.rules.people import Person
from permanence.command.exercises.rules.scene import World
from permanence.command.exercises.rules.segments import Sender, Sent, patient_in_brief


class Oddities:
    """One message of each kind of oddity, about people who are not in the hospital."""

    def __init__(self, world: World, office: Sender, laboratory: Sender, agenda: Sender, now: int) -> None:
        self._world = world
        self._office = office
        self._laboratory = laboratory
        self._agenda = agenda
        self._tell = Admissions(office, world.calendar)
        self._now = now

    def readable(self) -> Iterator[Sent]:
        """Odd, but what they tell can be told: ends of lines, delimiters, charsets, segments of their own, dates."""
        yield self._rewritten(1, b"\r", b"\n")
        yield self._rewritten(2, b"\r", b"\r\n")
        yield self._other_delimiters(3)
        yield self._wrong_charset(4)
        yield self._with_bom(6)
        yield self._tell.corrects(self._person(7)._replace(birth="20190231"), self._now)
        own = self._tell.corrects(self._person(8), self._now)
        yield own._replace(body=own.body + b"ZZZ|1|segment maison|^^~~\\X0D\\\r\r\r")
        newcomer = self._person(9)._replace(ipp="899999999", ins="", registered=self._world.calendar.text(self._now))
        yield self._report_on(newcomer)

    def unreadable(self) -> Iterator[Sent]:
        """Nothing can be told from these, or somebody must look first."""
        whole = self._tell.corrects(self._person(12), self._now)
        header = whole.body.split(b"\r", 1)[0]
        yield whole._replace(body=header[:48])
        yield whole._replace(body=b"\r\r")
        yield whole._replace(body=b'<?xml version="1.0"?><ADT_A01><MSH/></ADT_A01>')
        yield whole._replace(body=self._again(b"ADT^A31^ADT_A05", b"DFT^P03^DFT_P03").body)
        yield whole._replace(body=self._again(b"ADT^A31^ADT_A05", b"ADT^A98^ADT_A98").body)
        yield whole._replace(body=self._again(b"ADT^A31^ADT_A05", b"ADT^A29^ADT_A21").body)
        yield whole._replace(body=self._again(b"ADT^A31^ADT_A05", b"ADT^A40^ADT_A39").body)
        yield self._without_patient()
        yield self._without_hour()
        yield self._batch()

    def _person(self, place: int) -> Person:
        """Somebody who died: nothing that is said of them changes a ward."""
        return self._world.people.person(29 + 60 * (place % 10))

    def _again(self, old: bytes, new: bytes) -> Sent:
        message = self._tell.corrects(self._person(12), self._now)
        return message._replace(body=message.body.replace(old, new))

    def _rewritten(self, place: int, old: bytes, new: bytes) -> Sent:
        message = self._tell.corrects(self._person(place), self._now)
        return message._replace(body=message.body.replace(old, new))

    def _other_delimiters(self, place: int) -> Sent:
        message = self._tell.corrects(self._person(place), self._now)
        return message._replace(body=message.body.translate(bytes.maketrans(b"|^~\\&", b"!$%?#")))

    def _wrong_charset(self, place: int) -> Sent:
        """Western bytes under a header that promises UTF-8."""
        person = self._person(place)._replace(used_family="LEFÈVRE", used_given="Chloé")
        message = self._tell.corrects(person, self._now)
        return message._replace(body=message.body.decode("utf-8").encode("cp1252", errors="replace"))

    def _with_bom(self, place: int) -> Sent:
        message = self._tell.corrects(self._person(place), self._now)
        return message._replace(body=b"\xef\xbb\xbf" + message.body)

    def _report_on(self, person: Person) -> Sent:
        """The laboratory knows somebody the admissions office never spoke of."""
        stamp = self._world.calendar.text(self._now)
        return self._laboratory.message(
            person.number,
            "ORU^R01^ORU_R01",
            stamp,
            patient_in_brief(person, self._laboratory.hospital.namespace),
            f"OBR|1||X{stamp}|58410-2^Numération formule sanguine^LN|||{stamp}{'|' * 18}F",
            f"OBX|1|NM|718-7^Hémoglobine^LN||6.1|g/dL|12-16|LL|||F|||{stamp}",
        )

    def _without_patient(self) -> Sent:
        stamp = self._world.calendar.text(self._now)
        return self._office.message(0, "ADT^A01^ADT_A01", stamp, f"EVN||{stamp}", "PV1|1|I|1201")

    def _without_hour(self) -> Sent:
        stamp = self._world.calendar.text(self._now)
        who = patient_in_brief(self._person(13), self._agenda.hospital.namespace)
        return self._agenda.message(0, "SIU^S12^SIU_S12", stamp, "SCH||SANSHEURE^AGENDA", who, "RGS|1")

    def _batch(self) -> Sent:
        """A whole batch in one frame, where messages must come one by one."""
        first, second = (self._tell.corrects(self._person(place), self._now) for place in (14, 15))
        body = b"FHS|^~\\&|GAM\rBHS|^~\\&|GAM\r" + first.body + second.body + b"BTS|2\rFTS|1\r"
        return first._replace(body=body)
