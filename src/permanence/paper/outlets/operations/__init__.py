"""The verbs of the outlets."""

from permanence.paper.outlets.adapters.folders import CopyStopped
from permanence.paper.outlets.adapters.printers import PrinterSilent
from permanence.paper.outlets.operations.copying import CopyProgress, CopyReport, NothingReady, RunUnknown, export_run
from permanence.paper.outlets.operations.delivering import Step, deliver_waiting
from permanence.paper.outlets.operations.keeping import (
    FolderKnown,
    FolderUnknown,
    keep_folder,
    leave_folder,
    refresh_folders,
)
from permanence.paper.outlets.operations.printers import (
    NotAnAddress,
    PrinterKnown,
    PrinterUnfit,
    PrinterUnknown,
    add_printer,
    remove_printer,
)
from permanence.paper.outlets.operations.sealing import SealReport, seal_run
from permanence.paper.outlets.operations.sending import (
    FateKnown,
    NoPrinter,
    PartsUnknown,
    SendReport,
    move,
    send_run,
    settle,
)

__all__ = [
    "CopyProgress",
    "CopyReport",
    "CopyStopped",
    "FateKnown",
    "FolderKnown",
    "FolderUnknown",
    "NoPrinter",
    "NotAnAddress",
    "NothingReady",
    "PartsUnknown",
    "PrinterKnown",
    "PrinterSilent",
    "PrinterUnfit",
    "PrinterUnknown",
    "RunUnknown",
    "SealReport",
    "SendReport",
    "Step",
    "add_printer",
    "deliver_waiting",
    "export_run",
    "keep_folder",
    "leave_folder",
    "move",
    "refresh_folders",
    "remove_printer",
    "seal_run",
    "send_run",
    "settle",
]
