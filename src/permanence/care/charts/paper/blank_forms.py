"""The first blank forms of a patient: what a ward writes on from the first hour, with the patient's head printed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.charts import queries
from permanence.care.charts.paper.emergency_summary import stays_in
from permanence.care.stays import queries as stays
from permanence.paper.press import queries as press

_HOURS, _ORDERS, _DOSES, _NOTES = 12, 9, 6, 19


def _contents(of: Sequence[UUID], *, title: str | Promise, data: Mapping[str, int]) -> Iterator[press.Content]:
    """One form a stay, in the order of the ward's rooms and beds."""
    alerts = queries.alerts(of)
    for row in stays.inpatients(of):
        yield press.Content(
            data={**data, "alert": _alert(alerts.get(row.stay))},
            place=row.ward_name or _("In no known ward"),
            title=str(title),
            subject=row.name,
            subject_line=row.told_apart,
            ward=row.ward,
            patient=row.patient,
            stay=row.stay,
            data_as_of=row.known_at,
        )


def _alert(alert: queries.Alert | None) -> str:
    """What must be in sight of whoever prescribes or gives."""
    if alert is None or alert.allergy_statement is queries.AllergyStatement.NOT_SAID:
        return _("Allergies: not sent, ask")
    if alert.allergy_statement is queries.AllergyStatement.NONE_KNOWN:
        return _("No known allergy")
    return _("ALLERGIES: {labels}").format(labels=", ".join(line.label for line in alert.allergies))


def _footer() -> dict[str, str]:
    return {
        "entered": _("Typed in again by, on"),
        "verified": _("Verified by, on"),
    }


def _observation_words() -> dict[str, object]:
    """The labels of the observation chart."""
    return _footer() | {
        "day": _("Date"),
        "hour": pgettext("chart", "Hour"),
        "rows": [
            _("Pulse (/min)"),
            _("Blood pressure (mmHg)"),
            _("Temperature (°C)"),
            _("Breaths (/min)"),
            _("SpO2 (%)"),
            _("Oxygen (l/min)"),
            _("Awake, voice, pain, none"),
            _("Pain (0 to 10)"),
            _("Blood glucose"),
            _("Taken in (ml)"),
            _("Urine, losses (ml)"),
            _("Stools, vomiting"),
            _("Care given"),
            _("Initials"),
        ],
        "notes": _("What was noticed, whom it was told, when"),
        "tier": _("Tier B: scanned and indexed when systems return"),
    }


def _prescription_words() -> dict[str, object]:
    """The labels of the prescription and administration sheet."""
    return _footer() | {
        "weight": _("Weight (kg)"),
        "day": pgettext("prescription", "Valid on (date)"),
        "prescriber": _("Prescriber: name, function, telephone"),
        "columns": [
            _("Drug (INN), form"),
            _("Dose, route"),
            _("Rhythm, from, to"),
            _("Prescribed: hour, signature"),
        ],
        "given": _("Given: planned hour above, hour and initials below; a circle and the reason when not given"),
        "tier": _("Tier A: typed in again first when systems return; original in the record, copy to the pharmacy"),
    }


def _note_words() -> dict[str, object]:
    """The labels of the sheet for notes."""
    return _footer() | {
        "columns": [_("Date, hour"), _("Note"), _("Name in capitals, function, signature")],
        "tier": _("Tier B: scanned and indexed when systems return"),
    }


def _form(
    name: str, title: Promise, words: Callable[[], Mapping[str, Any]], data: Mapping[str, int]
) -> press.Printable:
    return press.Printable(
        kind=f"charts.{name}",
        title=title,
        version=1,
        template=f"/care/charts/templates/charts/{name}.typ",
        contents=partial(_contents, title=title, data=data),
        words=words,
        subjects_of_ward=stays_in,
        on_screens=False,
    )


FORMS = (
    _form("observations", gettext_lazy("Observation chart"), _observation_words, {"hours": _HOURS}),
    _form(
        "prescription",
        gettext_lazy("Prescription and administration"),
        _prescription_words,
        {"orders": _ORDERS, "doses": _DOSES},
    ),
    _form("notes", gettext_lazy("Notes"), _note_words, {"notes": _NOTES}),
)
