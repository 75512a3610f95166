"""The verbs of the desk."""

from permanence.paper.desk.operations.asking import QuestionAnswered, answer_question, ask
from permanence.paper.desk.operations.claiming import release, take_kind, take_sheet
from permanence.paper.desk.operations.entering import (
    DifferenceOpen,
    FieldTaken,
    NoDifference,
    NothingToUndo,
    SheetDone,
    Typed,
    decide,
    decide_text,
    enter,
    enter_text,
    keep_draft,
    undo,
)
from permanence.paper.desk.operations.identifying import PatientPrinted, look_for_patient, say_patient
from permanence.paper.desk.operations.opening import FieldRead, Incoming, SheetOnDesk, keep_picture, open_sheet
from permanence.paper.desk.operations.printing import SlipsNotPrinted, print_slips
from permanence.paper.desk.operations.saving import Said, Saved, save
from permanence.paper.desk.operations.scanned import open_scanned, open_scanned_lately
from permanence.paper.desk.operations.seeing import see_sheets
from permanence.paper.desk.operations.validating import NotSettled, Outcome, keep_as_answers, validate
from permanence.paper.desk.rules import NotTyped

__all__ = [
    "DifferenceOpen",
    "FieldRead",
    "FieldTaken",
    "Incoming",
    "NoDifference",
    "NotSettled",
    "NotTyped",
    "NothingToUndo",
    "Outcome",
    "PatientPrinted",
    "QuestionAnswered",
    "Said",
    "Saved",
    "SheetDone",
    "SheetOnDesk",
    "SlipsNotPrinted",
    "Typed",
    "answer_question",
    "ask",
    "decide",
    "decide_text",
    "enter",
    "enter_text",
    "keep_as_answers",
    "keep_draft",
    "keep_picture",
    "look_for_patient",
    "open_scanned",
    "open_scanned_lately",
    "open_sheet",
    "print_slips",
    "release",
    "save",
    "say_patient",
    "see_sheets",
    "take_kind",
    "take_sheet",
    "undo",
    "validate",
]
