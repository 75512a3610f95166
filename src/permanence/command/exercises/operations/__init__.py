"""What an exercise does to this box: make it a demonstration, furnish it, pour the hospital in, live the blackout."""

from permanence.command.exercises.operations.founding import (
    Account,
    AnotherHospital,
    BoxHoldsWork,
    found,
    furnish,
    open_accounts,
)
from permanence.command.exercises.operations.pouring import NoDemonstration, Progress, SpeakerFailed, pour
from permanence.command.exercises.operations.rehearsing import NothingWasPlanned, Rehearsal, rehearse

__all__ = [
    "Account", "AnotherHospital", "BoxHoldsWork", "NoDemonstration", "NothingWasPlanned", "Progress", "Rehearsal",
    "SpeakerFailed", "found", "furnish", "open_accounts", "pour", "rehearse",
]  # fmt: skip
