"""What may be told of stays: movements, swaps, changes of number and of patient."""

from permanence.care.stays.operations.links import StayOfAnotherPatient, receive_visit_links
from permanence.care.stays.operations.movements import receive_movements, receive_swaps
from permanence.care.stays.rules import (
    Action,
    MovementFact,
    MovementKind,
    StayClass,
    SwapFact,
    VisitLinkFact,
    VisitNumber,
)

__all__ = [
    "Action", "MovementFact", "MovementKind", "StayClass", "StayOfAnotherPatient", "SwapFact", "VisitLinkFact",
    "VisitNumber", "receive_movements", "receive_swaps", "receive_visit_links",
]  # fmt: skip
