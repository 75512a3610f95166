"""Words for what whoever reads an identity must be warned of (HL7 table 0445 as used in France) or asked for."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.care.patients.rules import Trait

WARNINGS: dict[str, Promise] = {
    "DOUT": _("Doubtful identity"),
    "FICT": _("Fictitious identity"),
    "CACH": _("Hidden identity"),
    "ANOM": _("Anonymous"),
    "USUR": _("Identity used by somebody else"),
    "COLP": _("Data of two patients may be mixed"),
    "COLV": _("Data of two patients are mixed"),
    "DOUB": _("Double of another file"),
    "DOUA": _("Proven double of another file"),
    "DPOT": _("Possible double of another file"),
    "DESA": _("File no longer used"),
    "INVA": _("Invalid identity"),
    "HOMD": _("Homonym detected by the hospital's index"),
    "HOMA": _("Homonym known to the hospital's index"),
    "FILI": _("Newborn under the mother's name"),
}

# One more trait, as it is asked for.
ASKED: dict[Trait, Promise] = {
    Trait.BIRTH_DATE: _("Birth date"),
    Trait.BIRTH_YEAR: _("Birth year"),
    Trait.GIVEN: _("Given name"),
    Trait.FAMILY: _("Family name"),
    Trait.SEX: _("Sex: F or M"),
    Trait.COMMUNE: _("Commune (à Évry)"),
}


def warnings_of(codes: Iterable[str]) -> tuple[Promise, ...]:
    """The warnings among an identity's codes, in the order of danger."""
    held = set(codes)
    return tuple(words for code, words in WARNINGS.items() if code in held)
