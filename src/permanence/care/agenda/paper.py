"""Call lists: whom each doctor expects in the coming days, to be rung up, told and given a new date by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.agenda import queries
from permanence.paper.press import queries as press

# Three days were not enough: attacked mid-week, Burlington did not know on Monday who was coming (2020).
DAYS = 8


def _contents(hospitals: Sequence[UUID]) -> Iterator[press.Content]:
    """One list a practitioner, from today on; one page that says so when nothing is known."""
    first = press.today()
    for _hospital in hospitals:
        rows = queries.coming(first, DAYS)
        for practitioner, theirs in groupby(rows, key=lambda row: row.practitioner):
            content = _content(practitioner or _("No doctor named"), list(theirs), first)
            yield replace(content, about=f"doctor:{practitioner}")
        if not rows:
            yield _content(_("Whole hospital"), [], first)


def _content(place: str, rows: Sequence[queries.AppointmentRow], first: date) -> press.Content:
    days = [(day, list(inside)) for day, inside in groupby(rows, key=lambda row: timezone.localdate(row.starts_at))]
    return press.Content(
        data={
            "span": _("{count} appointments from {first} to {last}").format(
                count=len(rows), first=press.day(first), last=press.day(first + timedelta(days=DAYS - 1))
            ),
            "days": [{"day": _spoken_day(day), "lines": [_line(row) for row in inside]} for day, inside in days],
        },
        place=place,
        title=_("Call list"),
        data_as_of=max((row.told_at for row in rows), default=None),
    )


def _spoken_day(day: date) -> str:
    """`Monday 30/11/2026`: people ring up for a day of the week."""
    return f"{date_format(day, 'l').capitalize()} {press.day(day)}"


def _line(row: queries.AppointmentRow) -> dict[str, str]:
    patient = row.patient
    born = press.day(patient.birth_date) or patient.birth_date_as_sent if patient else ""
    used = _("(used name {name})").format(name=patient.used_family) if patient and patient.renamed else ""
    return {
        "hour": row.hour,
        "name": (f"{patient.birth_family} {patient.given}".strip() if patient else "") or _("Name unknown"),
        "used": used,
        "who": " · ".join(filter(None, [born, f"IPP {patient.ipp}" if patient and patient.ipp else ""])),
        "phone": row.phone,
        "reason": row.reason or _("reason not sent"),
        "place": row.place,
    }


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "columns": [
            pgettext("call", "Hour"),
            _("Patient"),
            _("Telephone"),
            _("Reason, place"),
            pgettext("call", "Reached"),
            pgettext("call", "Told"),
            _("New date"),
        ],
        "rules": _(
            "Ring from a line that works. Say the name and birth date first. Tick “reached” when the patient or a"
            " relative answered, “told” when it is understood whether to come. Return the list when all are ticked."
        ),
        "nothing": _("No appointment is known for these days: this does not mean that nobody comes."),
        "called": _("Rung up by (name)"),
        "at": pgettext("call", "on / at"),
    }


PRINTABLES = (
    press.Printable(
        kind="agenda.call_list",
        title=gettext_lazy("Call list"),
        version=1,
        template="/care/agenda/templates/agenda/call_list.typ",
        contents=_contents,
        words=_words,
        mostly=3,
    ),
)
