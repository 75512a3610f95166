"""Who acts: a person, the console of the box, a feed, the box itself, or whoever opened a sealed envelope."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person may be here; a person may hold several."""

    NIGHT_MANAGER = "night_manager"
    CRISIS_CELL = "crisis_cell"
    ADMISSIONS = "admissions"
    NURSE = "nurse"
    DOCTOR = "doctor"
    SECRETARY = "secretary"
    HR = "hr"
    FINANCE = "finance"
    IT = "it"
    AUDITOR = "auditor"

    @property
    def label(self) -> Promise:
        """The role as people call it, in the reader's language."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, Promise] = {
    Role.NIGHT_MANAGER: _("Night manager"),
    Role.CRISIS_CELL: _("Crisis cell"),
    Role.ADMISSIONS: _("Admissions"),
    Role.NURSE: _("Nurse"),
    Role.DOCTOR: _("Doctor"),
    Role.SECRETARY: _("Medical secretary"),
    Role.HR: _("Human resources"),
    Role.FINANCE: _("Finance"),
    Role.IT: _("IT"),
    Role.AUDITOR: _("Auditor"),
}

CARE_ROLES = frozenset({Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.ADMISSIONS, Role.NURSE, Role.DOCTOR, Role.SECRETARY})
ALL_ROLES = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as the ledger writes it: `person:alice`, `console:root`, `feed:GAM`, `box:K7Q2`, `envelope:3 Ann`.

    `paper:Ann` signed a sheet that others typed later.
    """

    kind: Literal["person", "console", "feed", "box", "envelope", "paper"]
    name: str
    roles: frozenset[Role] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"
