"""Inpatients as bands, labels, lists and blank forms name them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from permanence.care.patients import queries as patients
from permanence.care.patients.queries import Homonymy, PatientRow
from permanence.care.stays.models import Stay
from permanence.care.stays.queries.stays import StayRow, namesakes_in_wards, stays
from permanence.care.stays.rules import StayState
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press


@dataclass(frozen=True, slots=True)
class InpatientRow:
    """Who a stay's patient is, and where; `family` and `given` are at birth, `used_*` empty when the same.

    `known_at` is the newest thing told of the stay or of the identity. `homonym`: another patient, here or elsewhere,
    may be taken for this one.
    """

    stay: UUID
    patient: UUID
    family: str
    given: str
    used_family: str
    used_given: str
    sex: str
    birth_date: date | None
    birth_date_as_sent: str
    ipp: str
    visit_number: str
    ward: UUID | None
    ward_name: str
    room: str
    bed: str
    attending_doctor: str
    admitted_at: datetime | None
    confidential: bool
    homonym: bool
    on_leave: bool
    known_at: datetime

    @property
    def name(self) -> str:
        """Name and given name at birth, as said on every page."""
        return f"{self.family} {self.given}".strip() or _("Name unknown")

    @property
    def used_name(self) -> str:
        """The name the patient goes by, when it is another."""
        return f"{self.used_family} {self.used_given}".strip()

    @property
    def born(self) -> str:
        """`born 12/03/1938`, the date as sent when it is none of the calendar, or that nobody knows it."""
        day = press.day(self.birth_date) or self.birth_date_as_sent
        return _("born {day}").format(day=day) if day else _("birth date unknown")

    @property
    def age(self) -> str:
        """The age today; empty when nobody knows."""
        return press.spoken_age(self.birth_date, press.today())

    @property
    def sex_letter(self) -> str:
        """`F`, `M`, or what stands for neither."""
        return self.sex if self.sex in {"F", "M"} else "?"

    @property
    def where(self) -> str:
        """Room and bed, or that none is known."""
        said = (self.room and _("room {room}").format(room=self.room), self.bed and _("bed {bed}").format(bed=self.bed))
        return " ".join(filter(None, said)) or _("no bed known")

    @property
    def told_apart(self) -> str:
        """What tells this patient from another at the head of a page: used name, birth, sex, number, bed."""
        sexes = {"F": _("female"), "M": _("male"), "O": _("other sex")}
        parts = [
            _("Used name {name}").format(name=self.used_name) if self.used_name else "",
            self.born + (f" ({self.age})" if self.age else ""),
            sexes.get(self.sex, _("sex unknown")),
            f"IPP {self.ipp}" if self.ipp else _("no IPP"),
            self.where,
        ]
        return " · ".join(filter(None, parts))


def inpatients(stay_ids: Collection[UUID]) -> list[InpatientRow]:
    """These stays by ward, room and bed as people walk them; unknown ids are left out. A constant number of queries."""
    known = stays(stay_ids)
    rows = list({row.id: row for row in known.values()}.values())
    people = patients.patients({row.patient for row in rows})
    names = places.labels({id_ for row in rows for id_ in (row.ward, row.room, row.bed) if id_})
    alike = namesakes_in_wards({row.ward for row in rows if row.ward})
    found = [_row(row, people[row.patient], names, alike=row.id in alike) for row in rows]
    return sorted(
        found, key=lambda row: ([places.natural_key(one) for one in (row.ward_name, row.room, row.bed)], row.stay)
    )


def inpatient_of_visit(number: str) -> InpatientRow | None:
    """The stay of this visit number, whoever gave it; None when none or several have it."""
    found = inpatients(list(Stay.objects.filter(visit_number=number.strip()).values_list("id", flat=True)[:2]))
    return found[0] if len(found) == 1 else None


def _row(row: StayRow, person: PatientRow, names: dict[UUID, str], *, alike: bool) -> InpatientRow:
    given = person.birth_given or person.given
    return InpatientRow(
        stay=row.id,
        patient=row.patient,
        family=person.birth_family or person.family,
        given=given,
        used_family=person.used_family if person.renamed else "",
        used_given=person.used_given if person.used_given != given else "",
        sex=person.sex.value if person.sex else "",
        birth_date=person.birth_date,
        birth_date_as_sent=person.birth_date_as_sent,
        ipp=person.ipp,
        visit_number=row.visit_number,
        ward=row.ward,
        ward_name=names.get(row.ward, "") if row.ward else "",
        room=names.get(row.room, "") if row.room else "",
        bed=names.get(row.bed, "") if row.bed else "",
        attending_doctor=row.attending_doctor,
        admitted_at=row.admitted_at,
        confidential=row.confidential,
        homonym=alike or person.homonym is Homonymy.SAME,
        on_leave=row.state is StayState.ON_LEAVE,
        known_at=max(row.latest_at, person.traits_at),
    )
