"""The verbs of the press."""

from permanence.paper.press.operations.opening import FileChanged, FileNotReady, open_file
from permanence.paper.press.operations.planning import NothingToPrint, PrintableUnknown, plan_again, plan_run, retry
from permanence.paper.press.operations.printing import (
    PrintProgress,
    PrintReport,
    RunUnknown,
    print_run,
    print_waiting_runs,
)
from permanence.paper.press.operations.retiring import RunBeingPrinted, retire_run
from permanence.paper.press.rules import Content, PartPlan

__all__ = [
    "Content",
    "FileChanged",
    "FileNotReady",
    "NothingToPrint",
    "PartPlan",
    "PrintProgress",
    "PrintReport",
    "PrintableUnknown",
    "RunBeingPrinted",
    "RunUnknown",
    "open_file",
    "plan_again",
    "plan_run",
    "print_run",
    "print_waiting_runs",
    "retire_run",
    "retry",
]
