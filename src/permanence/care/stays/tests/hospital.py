"""Inpatients of two wards for tests of what is printed about them."""

from datetime import date
from uuid import UUID

from permanence.care.patients import operations as patients
from permanence.care.stays import operations
from permanence.care.stays.rules import Action, MovementFact, MovementKind, StayClass, VisitNumber
from permanence.care.stays.tests.stories import at
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.places.operations import PlaceFact

FEED = Actor("feed", "GAM")
CARDIOLOGY, NEPHROLOGY = PlaceFact("CARD", "101", "1"), PlaceFact("NEPH", "7", "P")


def admit(number: str, place: PlaceFact = CARDIOLOGY, *, confidential: bool = False, visit: str = "", **traits) -> UUID:
    """A patient of this number comes in; gives the stay."""
    told = {"birth_family": f"NOM{number}", "birth_given": "ANNE", "birth_date": date(1971, 3, 12),
            "sex": patients.Sex.FEMALE, **traits}  # fmt: skip
    identifiers = (patients.IdentifierFact("CHX", number, "PI"),)
    identity = patients.IdentityFact(identifiers, patients.Traits(**told), at(0), new_id())
    (patient,) = patients.receive_identities(facts=[identity], by=FEED)
    fact = MovementFact(
        patient, VisitNumber("CHX", visit or f"26{number}"), MovementKind.ADMIT, Action.INSERT, at(8), new_id(),
        place=place, stay_class=StayClass.INPATIENT, confidential=confidential,
    )  # fmt: skip
    (stay,) = operations.receive_movements(facts=[fact], by=FEED)
    return stay
