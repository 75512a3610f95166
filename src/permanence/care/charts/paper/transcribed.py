"""What a transcribed sheet says of a patient's allergies, kept as any sender's message would be."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from permanence.care.charts import operations
from permanence.care.charts.queries.gathered import gather_alerts
from permanence.care.charts.rules import AllergyFact, AllergyListFact, known_allergies
from permanence.paper.desk.queries import acts as desk

_NONE, _KNOWN = "none-known", "known"
_NONE_KNOWN_CODE = "716186003"  # SNOMED CT


def allergies(sheet: desk.Transcribed) -> None:
    """Allergies written on a sheet are added to what is known; `none known` against a known one is refused."""
    if sheet.patient is None:
        raise desk.Refused(_("Nobody knows whose sheet it is."))
    status, written = sheet.text("allergy.status"), _written(sheet)
    if status == _KNOWN and not written:
        raise desk.Refused(_("The sheet says that there is an allergy, and names none."))
    if status == _NONE and written:
        raise desk.Refused(_("The sheet says that no allergy is known, and names one."))
    if status == _NONE and _known(sheet.patient):
        raise desk.Refused(_("The sheet says that no allergy is known, but the chart holds one: ask the author."))
    said = (AllergyFact(_NONE_KNOWN_CODE, _("No known allergy")),) if status == _NONE else written
    if said:
        # One sheet is no complete list: what others said of this patient still holds.
        fact = AllergyListFact(sheet.patient, said, complete=False, occurred_at=sheet.occurred_at, source=sheet.sheet)
        operations.receive_allergy_lists(facts=[fact], by=sheet.by)


def _written(sheet: desk.Transcribed) -> tuple[AllergyFact, ...]:
    rows = [*sheet.groups("allergy.list"), *sheet.groups("allergy")]
    named = [(_first(row, "substance"), _first(row, "reaction")) for row in rows]
    return tuple(
        AllergyFact("", substance, reaction=reaction) for substance, reaction in dict(named).items() if substance
    )


def _first(row: Mapping[str, Any], name: str) -> str:
    """The answer in this line to the question whose linkId ends so."""
    for item in row.get("item", ()):
        if item["linkId"].endswith(f".{name}"):
            held = item["answer"][0]
            coded = held.get("valueCoding", {})
            return str(held.get("valueString") or coded.get("display") or coded.get("code", ""))
    return ""


def _known(patient: UUID) -> bool:
    return bool(known_allergies(gather_alerts({patient}, [])[patient].allergies).allergies)
