"""Wristbands: one page a patient, so that two patients' bands never lie on one table uncut."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.stays import queries
from permanence.paper.press import queries as press


def inpatients_of(ward: UUID) -> list[UUID]:
    """The stays in a ward as it stands."""
    return list(queries.present_by_ward().get(ward, ()))


def _contents(stays: Sequence[UUID]) -> Iterator[press.Content]:
    """One page of bands a stay, in the order of the ward's rooms and beds."""
    for row in queries.inpatients(stays):
        yield press.Content(
            data={
                "name": row.family or row.name,
                "given": row.given,
                "used": _("used name {name}").format(name=row.used_name) if row.used_name else "",
                "born": row.born,
                "age": row.age,
                "sex": row.sex_letter,
                "ipp": row.ipp,
                "ward": row.ward_name,
                "homonym": row.homonym,
                "code": press.barcode(row.ipp or row.visit_number),
            },
            place=row.ward_name or _("In no known ward"),
            title=_("Wristband"),
            subject=row.name,
            subject_line=row.told_apart,
            ward=row.ward,
            patient=row.patient,
            stay=row.stay,
            data_as_of=row.known_at,
        )


def _words() -> dict[str, str]:
    """The labels of the template."""
    return {
        "check": _("Before it is put on: ask the patient to say name and birth date, and compare with this page."),
        "checked": _("Put on by (name)"),
        "at": pgettext("band", "on / at"),
        "adult": _("Adult: cut out, laminate or slip into a clear band"),
        "spare": _("Spare, or ankle"),
        "child": _("Child: the small band"),
        "homonym": _("HOMONYM"),
        "no_number": _("no number: write it here"),
        "close": pgettext("band", "close here"),
    }


WRISTBAND = press.Printable(
    kind="stays.wristband",
    title=gettext_lazy("Wristband"),
    version=1,
    template="/care/stays/templates/stays/wristband.typ",
    on_screens=False,
    contents=_contents,
    words=_words,
    subjects_of_ward=inpatients_of,
)
