"""Where is: everybody in the hospital by name, for the desk and the telephone; who asked for secrecy is not there."""

import unicodedata
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.stays import queries
from permanence.paper.press import queries as press


def _contents(hospitals: Sequence[UUID]) -> Iterator[press.Content]:
    """One list a hospital asked for: this box knows one."""
    for _hospital in hospitals:
        # Nothing may tell that somebody is left out: no numbered line, no total, no sign about another patient.
        rows = [row for row in queries.inpatients([row.id for row in queries.in_hospital()]) if not row.confidential]
        yield press.Content(
            data={"letters": _letters(rows)},
            place=_("Whole hospital"),
            title=_("Where is: patients by name"),
            data_as_of=max((row.known_at for row in rows), default=None),
        )


def _letters(rows: Sequence[queries.InpatientRow]) -> list[dict[str, object]]:
    """Every name somebody may ask for, under its first letter, as a directory sorts them."""
    lines = sorted((line for row in rows for line in _lines(row)), key=lambda line: _sorted(line["name"]))
    letters: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        letters.setdefault(_sorted(line["name"])[:1].upper() or "?", []).append(line)
    return [{"letter": letter, "lines": inside} for letter, inside in letters.items()]


def _lines(row: queries.InpatientRow) -> Iterator[dict[str, str]]:
    """The patient under the name of birth, and under the used one where it is another."""
    about = {
        "born": row.born,
        "ward": row.ward_name or _("ward unknown"),
        "where": row.where + (f" · {_('on leave')}" if row.on_leave else ""),
    }
    used = _("(used name {name})").format(name=row.used_name) if row.used_name else ""
    yield {"name": row.name, "also": used, **about}
    if row.used_family:
        name = f"{row.used_family} {row.used_given or row.given}".strip()
        yield {"name": name, "also": _("(born {name})").format(name=row.family), **about}


def _sorted(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ").strip() or name.casefold()


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "columns": [_("Name, given name"), pgettext("whereabouts", "Born"), _("Ward"), _("Room, bed")],
        "rules": [
            _("Say where a patient is to somebody who gives the name and, when names are alike, the birth date."),
            _("Say nothing else: no reason, no state, no other patient. Do not hand this list over or show it."),
            _(
                "A name that is not here: answer “I have no information under this name”,"
                " never “this person is not here”. Take a telephone number and ask the ward or the night manager."
            ),
        ],
        "nobody": _("Nobody is known to be in the hospital."),
    }


WHEREABOUTS = press.Printable(
    kind="stays.whereabouts",
    title=gettext_lazy("Where is: patients by name"),
    version=1,
    template="/care/stays/templates/stays/whereabouts.typ",
    contents=_contents,
    words=_words,
    mostly=30,
)
