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
    enter,
    enter_text,
    keep_draft,
    undo,
)
from permanence.paper.desk.operations.opening import FieldRead, Incoming, SheetOnDesk, keep_picture, open_sheet
from permanence.paper.desk.operations.seeing import see_sheets
from permanence.paper.desk.operations.validating import NotSettled, Outcome, keep_as_answers, validate

__all__ = [
    "DifferenceOpen",
    "FieldRead",
    "FieldTaken",
    "Incoming",
    "NoDifference",
    "NotSettled",
    "NothingToUndo",
    "Outcome",
    "QuestionAnswered",
    "SheetDone",
    "SheetOnDesk",
    "Typed",
    "answer_question",
    "ask",
    "decide",
    "enter",
    "enter_text",
    "keep_as_answers",
    "keep_draft",
    "keep_picture",
    "open_sheet",
    "release",
    "see_sheets",
    "take_kind",
    "take_sheet",
    "undo",
    "validate",
]
