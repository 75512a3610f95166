"""What is told of stays, which of it still stands, and where it leaves the patient."""

from permanence.care.stays.rules.attachment import counts_in_ward, own_number, stay_meant
from permanence.care.stays.rules.facts import (
    Action,
    MovementFact,
    MovementKind,
    StayClass,
    SwapFact,
    VisitLinkFact,
    VisitNumber,
    digest,
)
from permanence.care.stays.rules.label_sheets import PLAIN_SHEET, LabelSheet, LabelSheetWrong, label_sheet
from permanence.care.stays.rules.movements import Movement
from permanence.care.stays.rules.namesakes import Bearer, namesakes
from permanence.care.stays.rules.positions import (
    IN_HOSPITAL,
    NOTHING_KNOWN,
    OPEN,
    OPENING,
    Position,
    StayState,
    fold,
    happening,
    step,
)
from permanence.care.stays.rules.provisional import (
    MOST_IN_A_BLOCK,
    BlockSizeWrong,
    NotAProvisionalNumber,
    ProvisionalNumber,
    check_block_size,
    provisional_number,
)
from permanence.care.stays.rules.settlement import Settlement, settle, telling

__all__ = [
    "IN_HOSPITAL", "MOST_IN_A_BLOCK", "NOTHING_KNOWN", "OPEN", "OPENING", "PLAIN_SHEET", "Action", "Bearer",
    "BlockSizeWrong", "LabelSheet", "LabelSheetWrong", "Movement", "MovementFact", "MovementKind",
    "NotAProvisionalNumber", "Position", "ProvisionalNumber", "Settlement", "StayClass", "StayState",
    "SwapFact", "VisitLinkFact", "VisitNumber", "check_block_size", "counts_in_ward", "digest", "fold",
    "happening", "label_sheet", "namesakes", "own_number", "provisional_number", "settle", "stay_meant", "step",
    "telling",
]  # fmt: skip
