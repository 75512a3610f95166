"""What can be printed, what was printed, and how far the press is."""

from permanence.paper.press.queries.barcodes import barcode
from permanence.paper.press.queries.catalogue import Printable, handed, printables
from permanence.paper.press.queries.composition import Composed, NothingComposed, compose
from permanence.paper.press.queries.frames import around, as_of, frame_words, framed
from permanence.paper.press.queries.measuring import Measured, NotMeasured, measure
from permanence.paper.press.queries.progress import (
    PRINT_ROLES,
    PartRow,
    PartState,
    RunRow,
    board_queues,
    board_signs,
    part,
    part_state_label,
    parts,
    run,
    run_of_text,
    run_titles,
    runs,
    unfinished,
    unleased,
    waiting_runs,
)
from permanence.paper.press.queries.readiness import readiness_checks
from permanence.paper.press.queries.screens import ScreenDocument, ScreenPart, screens
from permanence.paper.press.queries.whole import bind_whole
from permanence.paper.press.queries.writing import day, moment, short_moment, spoken_age, today
from permanence.paper.press.rules import Content, PartPlan, Returning, file_name

__all__ = [
    "PRINT_ROLES",
    "Composed",
    "Content",
    "Measured",
    "NotMeasured",
    "NothingComposed",
    "PartPlan",
    "PartRow",
    "PartState",
    "Printable",
    "Returning",
    "RunRow",
    "ScreenDocument",
    "ScreenPart",
    "around",
    "as_of",
    "barcode",
    "bind_whole",
    "board_queues",
    "board_signs",
    "compose",
    "day",
    "file_name",
    "frame_words",
    "framed",
    "handed",
    "measure",
    "moment",
    "part",
    "part_state_label",
    "parts",
    "printables",
    "readiness_checks",
    "run",
    "run_of_text",
    "run_titles",
    "runs",
    "screens",
    "short_moment",
    "spoken_age",
    "today",
    "unfinished",
    "unleased",
    "waiting_runs",
]
