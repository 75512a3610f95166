"""Reads of the desk."""

from permanence.paper.desk.queries.acts import Refused, Transcribed, act_of
from permanence.paper.desk.queries.forms import DeskForm, FormNotHeld, desk_form
from permanence.paper.desk.queries.sheets import (
    Candidate,
    FieldView,
    QuestionRow,
    SheetView,
    candidates,
    crop_of,
    field_view,
    field_views,
    page_png,
    question_rows,
    sheet_of_field,
    sheet_view,
    slips,
)
from permanence.paper.desk.queries.totals import (
    DESK_ROLES,
    KindRow,
    Pace,
    Totals,
    board_queues,
    forecast,
    kinds,
    pace,
    totals,
)
from permanence.paper.desk.queries.words import RISKS, STANDINGS
from permanence.paper.desk.queries.work import QueueRow, queue

__all__ = [
    "DESK_ROLES",
    "RISKS",
    "STANDINGS",
    "Candidate",
    "DeskForm",
    "FieldView",
    "FormNotHeld",
    "KindRow",
    "Pace",
    "QuestionRow",
    "QueueRow",
    "Refused",
    "SheetView",
    "Totals",
    "Transcribed",
    "act_of",
    "board_queues",
    "candidates",
    "crop_of",
    "desk_form",
    "field_view",
    "field_views",
    "forecast",
    "kinds",
    "pace",
    "page_png",
    "question_rows",
    "queue",
    "sheet_of_field",
    "sheet_view",
    "slips",
    "totals",
]
