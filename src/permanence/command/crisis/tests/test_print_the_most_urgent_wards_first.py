"""What dies first of a missing page is printed first, whatever the alphabet says."""

import pytest

from permanence.command.crisis.rules import urgency


@pytest.mark.parametrize(
    "name",
    ["Réanimation polyvalente", "REA MED", "Soins intensifs de cardiologie", "USIC", "USC chirurgie",
     "Urgences adultes", "Unité de surveillance continue", "UHCD", "SAMU - SMUR", "Intensive care", "Emergency"],
)  # fmt: skip
def test_intensive_care_and_emergency_come_first(name):
    assert urgency(name) == 0


@pytest.mark.parametrize("name", ["Bloc opératoire", "Salle de naissance", "Néonatologie", "Dialyse", "Maternité B"])
def test_theatres_births_and_dialysis_come_next(name):
    assert urgency(name) == 1


@pytest.mark.parametrize(
    "name", ["Cardiologie", "Médecine post-urgences", "Gériatrie aiguë", "", "3e étage", "Pneumologie"]
)
def test_every_other_ward_comes_after(name):
    assert urgency(name) == 2
