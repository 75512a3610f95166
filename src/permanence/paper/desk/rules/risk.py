"""Which sheets are typed first, and which of their fields two people type."""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from permanence.paper.desk.rules.places import Place
from permanence.paper.forms.rules import ItemType

RISK_SYSTEM, TWICE_SYSTEM = "urn:permanence:risk", "urn:permanence:double-entry"


class Risk(IntEnum):
    """Clinical risk of a sheet that nobody has typed yet, the gravest first (needs: tier A before all else)."""

    ALLERGIES = 1
    DRUGS = 2
    TRANSFUSION = 3
    IMPLANTS = 4
    CRITICAL_RESULT = 5
    CARE = 6
    STAY = 7
    BILLING = 8
    OTHER = 9


GRAVE = frozenset({Risk.ALLERGIES, Risk.DRUGS, Risk.TRANSFUSION, Risk.IMPLANTS, Risk.CRITICAL_RESULT})
# By the first word of a form's code; the house's own pack uses these.
_BY_CODE: Mapping[str, Risk] = {
    "summary": Risk.ALLERGIES,
    "allergy": Risk.ALLERGIES,
    "allergies": Risk.ALLERGIES,
    "prescription": Risk.DRUGS,
    "administration": Risk.DRUGS,
    "anticoagulant": Risk.DRUGS,
    "insulin": Risk.DRUGS,
    "chemotherapy": Risk.DRUGS,
    "controlled": Risk.DRUGS,
    "pca": Risk.DRUGS,
    "discharge_prescription": Risk.DRUGS,
    "blood": Risk.TRANSFUSION,
    "transfusion": Risk.TRANSFUSION,
    "bedside": Risk.TRANSFUSION,
    "implants": Risk.IMPLANTS,
    "critical": Risk.CRITICAL_RESULT,
    "lab_result": Risk.CRITICAL_RESULT,
    "admission": Risk.STAY,
    "movement": Risk.STAY,
    "census": Risk.STAY,
    "bed_closure": Risk.STAY,
    "birth": Risk.STAY,
    "death": Risk.STAY,
    "billing": Risk.BILLING,
}
_FIGURES = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY})


def risk_of(code: str, tier: str, tags: Iterable[tuple[str, str]] = ()) -> Risk:
    """What a form says of itself in `meta.tag` (system `urn:permanence:risk`), else the table by its code.

    A form nobody classed is care when it is to be typed whole (tier A), else it comes last.
    """
    for system, said in tags:
        name = said.upper().replace("-", "_")
        if system == RISK_SYSTEM and name in Risk.__members__:
            return Risk[name]
    for known in (code, code.split("_", maxsplit=1)[0]):
        if known in _BY_CODE:
            return _BY_CODE[known]
    return Risk.CARE if tier == "A" else Risk.OTHER


def typed_twice(place: Place, risk: Risk, tags: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether two people type this place.

    A form may name its places (`meta.tag`, system `urn:permanence:double-entry`, a linkId); else those of a grave form
    that hold a figure, a choice or a name: not its prose, not its dates, not what the house puts on every sheet.
    """
    named = [link_id for system, link_id in tags if system == TWICE_SYSTEM]
    if named:
        return place.link_id in named
    if risk not in GRAVE or place.item is None:
        return False
    return place.kind in _FIGURES or bool(place.choices) or place.kind in {ItemType.STRING, ItemType.BOOLEAN}


def stays_on_paper(place: Place, tier: str) -> bool:
    """Whether prose may be left on the paper: forms of tier B are indexed and scanned, of tier C kept."""
    return tier in {"B", "C"} and place.is_long_text
