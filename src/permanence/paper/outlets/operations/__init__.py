"""The verbs of the outlets."""

from permanence.paper.outlets.adapters.folders import CopyStopped
from permanence.paper.outlets.operations.copying import (
    CopyProgress,
    CopyReport,
    NothingReady,
    RunUnknown,
    export_run,
)

__all__ = ["CopyProgress", "CopyReport", "CopyStopped", "NothingReady", "RunUnknown", "export_run"]
