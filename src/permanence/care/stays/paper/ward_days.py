"""Tonight and tomorrow in a ward: who comes, who goes home, who has an appointment elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.agenda import queries as agenda
from permanence.care.stays import queries
from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press

# Who was due a few hours ago may still be on the way.
_LATE = timedelta(hours=12)
_DAYS = 2
_BLANK_LINES = 3
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of the wards asked for: rows by ward, and who everybody is by stay."""

    expected: Mapping[UUID, Sequence[queries.StayRow]]
    leaving: Mapping[UUID, Sequence[queries.StayRow]]
    booked: Mapping[UUID, Sequence[tuple[queries.StayRow, agenda.AppointmentRow]]]
    people: Mapping[UUID, queries.InpatientRow]


def _contents(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One list a ward."""
    names = {row.id: row.name or row.code for row in places.wards()}
    day = _gathered([ward for ward in wards if ward in names])
    for ward in wards:
        if ward in names:
            yield _content(ward, names[ward], day)


def _gathered(wards: Collection[UUID]) -> _Day:
    now, tomorrow_ends = clock.now(), _midnight_in(_DAYS)
    here = queries.in_wards(wards)
    expected = queries.expected_in_wards(wards, now - _LATE, tomorrow_ends)
    leaving = queries.leaving_wards(wards, tomorrow_ends)
    ward_of = {row.patient: row for row in here}
    booked = [
        (ward_of[one.patient.id], one)
        for one in agenda.of_patients(ward_of, press.today(), _DAYS)
        if one.patient and one.patient.id in ward_of and one.starts_at >= now - _LATE
    ]
    people = queries.inpatients({row.id for row in (*expected, *leaving, *(row for row, _one in booked))})
    return _Day(
        expected=_by_ward(
            (row.planned_ward if row.in_hospital else row.ward, row) for row in sorted(expected, key=_arrives)
        ),
        leaving=_by_ward((row.ward, row) for row in sorted(leaving, key=lambda row: row.expected_discharge_at or now)),
        booked=_by_ward((row.ward, (row, one)) for row, one in booked),
        people={row.stay: row for row in people},
    )


def _content(ward: UUID, name: str, day: _Day) -> press.Content:
    known_at = [row.latest_at for rows in (day.expected, day.leaving) for row in rows.get(ward, ())]
    return press.Content(
        data={
            "span": _("From {first} to {last}, end of the day").format(
                first=press.moment(clock.now()), last=press.day(press.today() + timedelta(days=_DAYS - 1))
            ),
            "arrivals": [_arrival(row, day.people[row.id]) for row in day.expected.get(ward, ())],
            "departures": [_departure(row, day.people[row.id]) for row in day.leaving.get(ward, ())],
            "appointments": [_appointment(day.people[row.id], one) for row, one in day.booked.get(ward, ())],
            "blank": _BLANK_LINES,
        },
        place=name,
        title=_("Tonight and tomorrow"),
        ward=ward,
        data_as_of=max(known_at, default=None),
    )


def _arrival(row: queries.StayRow, who: queries.InpatientRow) -> dict[str, str]:
    if row.in_hospital:
        return _line(None, who, f"{who.ward_name} {who.where}".strip(), row.reason, row.attending_doctor)
    return _line(row.expected_arrival_at, who, _("from home"), row.reason, row.attending_doctor)


def _departure(row: queries.StayRow, who: queries.InpatientRow) -> dict[str, str]:
    return _line(row.expected_discharge_at, who, who.where, row.reason, row.attending_doctor)


def _appointment(who: queries.InpatientRow, one: agenda.AppointmentRow) -> dict[str, str]:
    return _line(one.starts_at, who, who.where, one.place, f"{one.reason} {one.practitioner}".strip())


def _line(at: datetime | None, who: queries.InpatientRow, where: str, first: str, second: str) -> dict[str, str]:
    signs = [who.name, f"({who.used_name})" if who.used_name else "", _("confidential") if who.confidential else ""]
    return {
        "at": press.short_moment(at) or _("hour not told"),
        "name": signs[0],
        "signs": " · ".join(filter(None, signs[1:])),
        "who": " · ".join(filter(None, [who.born, f"IPP {who.ipp}" if who.ipp else ""])),
        "where": where,
        "about": " · ".join(filter(None, [first, second])),
    }


def _arrives(row: queries.StayRow) -> tuple[bool, datetime]:
    """Those with an hour first; nobody tells the hour of a transfer."""
    return row.in_hospital, row.latest_at if row.in_hospital else row.expected_arrival_at or row.latest_at


def _by_ward(pairs: Iterable[tuple[UUID | None, Row]]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for ward, row in pairs:
        if ward:
            found[ward].append(row)
    return found


def _midnight_in(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(press.today() + timedelta(days=days), time.min))


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "arrivals": _("Expected to come"),
        "departures": _("Expected to go home"),
        "appointments": _("Appointments of patients here"),
        "columns": [
            pgettext("day", "When"),
            _("Name, given name"),
            pgettext("day", "Where"),
            pgettext("day", "What, with whom"),
            pgettext("day", "Done"),
        ],
        "none": _("None is known: this does not mean none."),
    }


WARD_DAYS = press.Printable(
    kind="stays.ward_days",
    title=gettext_lazy("Tonight and tomorrow"),
    version=1,
    template="/care/stays/templates/stays/ward_days.typ",
    contents=_contents,
    words=_words,
    subjects_of_ward=lambda ward: [ward],
    mostly=2,
)
