"""Reads of profiles, files and imports."""

from permanence.exchange.tables.models import ImportState
from permanence.exchange.tables.queries.imports import (
    PAGE,
    ImportRow,
    Reject,
    board_queues,
    digest_of,
    draft_of_import,
    imports,
    patient_numbers,
    rejects,
    rejects_lines,
    said_refusal,
    table_import,
    unfinished,
    upload_path,
    waiting_count,
    waiting_imports,
)
from permanence.exchange.tables.queries.opening import (
    TableFile,
    check_columns,
    guessed_profile,
    is_rejects,
    opened_table,
)
from permanence.exchange.tables.queries.preview import Column, Preview, PreviewRow, preview
from permanence.exchange.tables.queries.profiles import (
    ProfileRow,
    draft_of,
    free_name,
    profile,
    profile_version,
    profiles,
)
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.problems import FileRefused
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.exchange.tables.rules.values import Order

__all__ = [
    "PAGE", "SHEETS", "Column", "FileRefused", "ImportRow", "ImportState", "Order", "Preview", "PreviewRow",
    "ProfileRow", "Reject", "TableFile", "TableKind", "board_queues", "check_columns", "digest_of", "draft_of",
    "draft_of_import", "free_name", "guessed_profile", "imports", "is_rejects", "opened_table", "patient_numbers",
    "preview", "profile", "profile_version", "profiles", "rejects", "rejects_lines", "said_refusal", "table_import",
    "unfinished", "upload_path", "waiting_count", "waiting_imports",
]  # fmt: skip
