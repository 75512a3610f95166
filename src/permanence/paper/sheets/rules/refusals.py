"""Why something may not be said of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from permanence.paper.sheets.rules.life import SheetEventKind
from permanence.paper.sheets.rules.numbers import SheetNumber


class RefusalReason(StrEnum):
    """Why."""

    # This box never gave the number.
    UNKNOWN = "unknown"
    # What is said cannot befall a sheet in this state.
    STATE = "state"
    NO_SUCH_PAGE = "no_such_page"
    # The last thing that befell it is nothing a person takes back.
    NOTHING_TO_UNDO = "nothing_to_undo"
    # It is another patient's: printed for one, or said to be by somebody.
    OTHER_PATIENT = "other_patient"
    TOO_MANY_COPIES = "too_many_copies"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number, why it was refused, and the state its sheet is in (None: numbered, or unknown)."""

    number: SheetNumber
    reason: RefusalReason
    state: SheetEventKind | None = None


class SheetsRefused(ValueError):
    """Nothing was written: these numbers of the batch were refused, each with why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(*(refusal.number.spoken for refusal in refusals))
        self.refusals = tuple(refusals)
