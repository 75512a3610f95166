"""What may be done with tables: say how they are read, take them in, mend what was rejected."""

from permanence.exchange.tables.operations.format import FORMAT
from permanence.exchange.tables.operations.importing import (
    ImportUnknown,
    begin_import,
    continue_import,
    continue_waiting,
    drop_import,
    import_files,
)
from permanence.exchange.tables.operations.mending import (
    MendingReport,
    account_for_preview,
    account_for_rejects,
    mend_rows,
)
from permanence.exchange.tables.operations.profiles import (
    ProfileIncomplete,
    ProfileOfAnotherKind,
    profile_for,
    save_profile,
)
from permanence.exchange.tables.operations.uploads import keep_upload, map_upload, take_upload_in

__all__ = [
    "FORMAT", "ImportUnknown", "MendingReport", "ProfileIncomplete", "ProfileOfAnotherKind", "account_for_preview",
    "account_for_rejects", "begin_import", "continue_import", "continue_waiting", "drop_import", "import_files",
    "keep_upload", "map_upload", "mend_rows", "profile_for", "save_profile", "take_upload_in",
]  # fmt: skip
