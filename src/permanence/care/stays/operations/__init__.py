"""What may be told of stays (movements, swaps, changes of number and of patient), and to a patient's relatives."""

from permanence.care.stays.operations.blocks import hand_out_blocks
from permanence.care.stays.operations.links import StayOfAnotherPatient, receive_visit_links
from permanence.care.stays.operations.movements import receive_movements, receive_swaps
from permanence.care.stays.operations.relatives import Answer, MayNotAsk, answer_relative
from permanence.care.stays.rules import (
    Action,
    BlockSizeWrong,
    MovementFact,
    MovementKind,
    StayClass,
    SwapFact,
    VisitLinkFact,
    VisitNumber,
)

__all__ = [
    "Action", "Answer", "BlockSizeWrong", "MayNotAsk", "MovementFact", "MovementKind", "StayClass",
    "StayOfAnotherPatient", "SwapFact", "VisitLinkFact", "VisitNumber", "answer_relative", "hand_out_blocks",
    "receive_movements", "receive_swaps", "receive_visit_links",
]  # fmt: skip
