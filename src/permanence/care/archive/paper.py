"""The archive on paper: the whole index by name, and the files to fetch for those who are here or expected."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.agenda import queries as agenda
from permanence.care.archive import queries
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.paper.press import queries as press

# A document of more lines would be typeset as one and hold the press up.
_LINES = 900
_DAYS = 8


def _index(wanted: Sequence[UUID]) -> Iterator[press.Content]:
    """Letter by letter, in documents of some ten pages."""
    for subject in wanted:
        chosen = [chr(subject.int)] if subject.int else queries.letters()
        for letter in chosen:
            yield from _of_letter(letter)


def _of_letter(letter: str) -> Iterator[press.Content]:
    lines = [line for line in queries.index("" if letter == "?" else letter) if line.letter == letter]
    for start in range(0, len(lines), _LINES):
        some = lines[start : start + _LINES]
        yield press.Content(
            data={"lines": [_line(one) for one in some]},
            place=f"{letter} · {some[0].name} … {some[-1].name}",
            title=_("Paper archive by name"),
            data_as_of=queries.newest(),
            about=f"letter:{letter}:{start // _LINES + 1}",
        )


def _line(one: queries.IndexLine) -> dict[str, str]:
    return {
        "name": one.name or _("Name unknown"),
        "used": _("(used name {name})").format(name=one.used) if one.used else "",
        "born": press.day(one.birth_date) or one.birth_date_as_sent,
        "number": one.number,
        "shelf": one.shelf,
    }


def _to_fetch(hospitals: Sequence[UUID]) -> Iterator[press.Content]:
    """One list, shelf by shelf, of the files of those who are here and of those expected in the coming days."""
    for _hospital in hospitals:
        whom = _wanted_for()
        rows = patients.patients(whom)
        found = queries.entries_of(whom)
        lines = [
            {
                "shelf": entry.shelf or "?",
                "number": f"{entry.number} {entry.volume}".strip(),
                "name": f"{entry.birth_family} {entry.birth_given}".strip(),
                "born": press.day(entry.birth_date) or entry.birth_date_as_sent,
                "homonym": entry.namesake or len(entry.patients) > 1,
                "why": whom[patient],
            }
            for patient, entries in found.items()
            for entry in entries
        ]
        missing = sum(patient not in found for patient in rows)
        yield press.Content(
            data={
                "lines": sorted(lines, key=lambda line: (str(line["shelf"]), str(line["number"]))),
                "missing": _("{count} of those who are here or expected have no paper file in the index.").format(
                    count=missing
                ),
            },
            place=_("Whole hospital"),
            title=_("Paper files to fetch"),
            data_as_of=queries.newest(),
        )


def _wanted_for() -> dict[UUID, str]:
    """Patient -> why the file is wanted: here, or when expected."""
    expected = {
        row.patient.id: f"{_said_day(row)} {row.hour} {row.place or row.practitioner}".strip()
        for row in reversed(agenda.coming(press.today(), _DAYS))
        if row.patient
    }
    here = {row.patient: pgettext("archive", "here") for row in stays.in_hospital()}
    return expected | here


def _said_day(row: agenda.AppointmentRow) -> str:
    return press.day(timezone.localdate(row.starts_at))


def _words() -> dict[str, object]:
    """The labels of both templates."""
    return {
        "columns": [_("Name at birth, given name"), pgettext("archive", "Born"), _("File number"), _("Shelf")],
        "fetching": [_("Shelf"), _("File number"), _("Name at birth, given name"), _("Wanted for"), _("Fetched")],
        "rule": _("Check name and birth date on the file itself: two people may bear one name."),
        "homonym": _("HOMONYM"),
        "nothing": _("No paper file is known for anybody who is here or expected."),
    }


PRINTABLES = (
    press.Printable(
        kind="archive.index",
        title=gettext_lazy("Paper archive by name"),
        version=1,
        template="/care/archive/templates/archive/index.typ",
        contents=_index,
        words=_words,
        mostly=20,
    ),
    press.Printable(
        kind="archive.to_fetch",
        title=gettext_lazy("Paper files to fetch"),
        version=1,
        template="/care/archive/templates/archive/to_fetch.typ",
        contents=_to_fetch,
        words=_words,
        mostly=10,
    ),
)
