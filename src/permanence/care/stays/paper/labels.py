"""Sheets of twenty labels for one patient, on the label stock the hospital has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.stays import queries, rules
from permanence.care.stays.paper.bands import inpatients_of
from permanence.paper.press import queries as press

LABELS_A_PATIENT = 20
# What two lines of the smallest letters hold; the head of the sheet says the name whole.
_LONGEST_NAME = 64


def _contents(stays: Sequence[UUID]) -> Iterator[press.Content]:
    """One sheet a stay, in the order of the ward's rooms and beds."""
    stock, warning = _stock()
    for row in queries.inpatients(stays):
        yield press.Content(
            data={"label": label_of(row), "count": LABELS_A_PATIENT, "stock": stock, "warning": warning},
            place=row.ward_name or _("In no known ward"),
            title=_("20 labels"),
            subject=row.name,
            subject_line=row.told_apart,
            ward=row.ward,
            patient=row.patient,
            stay=row.stay,
            data_as_of=row.known_at,
        )


def label_of(row: queries.InpatientRow) -> Mapping[str, Any]:
    """What a label says: enough to tell two patients apart, nothing that changes when the patient moves."""
    return {
        "name": _shortened(row.family or row.name),
        "given": _shortened(row.given),
        "used": _shortened(row.used_name),
        "born": row.born,
        "sex": row.sex_letter,
        "ipp": row.ipp,
        "visit": row.visit_number,
        "homonym": row.homonym,
        "code": press.barcode(row.ipp or row.visit_number),
    }


def _stock() -> tuple[Mapping[str, Any], str]:
    """The stock to print on; a setting that describes none is said on the sheet, and costs nobody a label."""
    try:
        return asdict(rules.label_sheet(settings.LABEL_SHEET)), ""
    except rules.LabelSheetWrong:
        said = _("PERMANENCE_LABEL_SHEET describes no sheet of labels: these are cut for 40 labels of 52.5 x 29.7 mm.")
        return asdict(rules.PLAIN_SHEET), said


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]} […]"


def _words() -> dict[str, str]:
    """The labels of the template."""
    return {
        "used": pgettext("label", "used"),
        "homonym": _("HOMONYM"),
        "visit": pgettext("label", "visit"),
        "stock": _("Label stock"),
        "no_number": _("no number:"),
    }


LABELS = press.Printable(
    kind="stays.labels",
    title=gettext_lazy("20 labels"),
    version=1,
    template="/care/stays/templates/stays/labels.typ",
    on_screens=False,
    contents=_contents,
    words=_words,
    subjects_of_ward=inpatients_of,
)
