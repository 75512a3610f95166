"""Files given on a screen: kept, looked at by a person, mapped, and then taken in by the night porter."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.db import transaction

from permanence.exchange.tables import queries
from permanence.exchange.tables.adapters import store
from permanence.exchange.tables.models import NAME_LENGTH, ImportState, TableImport
from permanence.exchange.tables.operations.importing import ImportUnknown
from permanence.exchange.tables.operations.profiles import save_profile
from permanence.exchange.tables.queries import FileRefused, ProfileRow, TableKind
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger


def keep_upload(
    *, pieces: Iterable[bytes], file_name: str, profile: str, kind: TableKind | None, by: Actor, occurred_at: datetime
) -> UUID:
    """Keep a file for a person to look at; read by the profile of this name, or by a guess of one.

    A rejects file that was put right is kept without: it is for `mend_rows`. Nothing is taken in. Refuses what is no
    table, or of no kind that is recognised when none is named (`FileRefused`): nothing is then kept. Logs
    `tables.upload_kept`.
    """
    id_ = new_id()
    store.keep_upload(str(id_), pieces)
    path = store.uploaded(str(id_))
    try:
        digest, size = store.digest_of(path)
        name = queries.free_name(PurePath(file_name).stem[:NAME_LENGTH] or "table")
        read_by = queries.profile(profile) if profile else None
        if read_by is None and not queries.is_rejects(path):
            read_by = queries.guessed_profile(path, name=name, kind=kind)
    except FileRefused:
        store.forget(str(id_))
        raise
    made = TableImport(
        id=id_,
        file_name=file_name[:255],
        digest=digest,
        size=size,
        feed=read_by.name if read_by else "",
        state=ImportState.LOOKED_AT,
        draft=queries.draft_of(read_by) if read_by else None,
        begun_by=str(by),
        occurred_at=occurred_at,
    )
    with transaction.atomic():
        made.save()
        facts: dict[str, object] = {"file": digest, "kind": read_by.kind.value if read_by else "rejects"}
        ledger.record(kind="tables.upload_kept", subject=id_, by=by, occurred_at=occurred_at, facts=facts)
    return id_


@transaction.atomic
def map_upload(*, table_import: UUID, draft: ProfileRow, by: Actor, occurred_at: datetime) -> None:
    """Say otherwise how an upload is read; nothing is saved as a profile yet.

    Refuses one that is not looked at any more (`ImportUnknown`). Logs `tables.upload_mapped`.
    """
    looked_at = TableImport.objects.filter(id=table_import, state=ImportState.LOOKED_AT)
    if not looked_at.update(draft=queries.draft_of(draft)):
        raise ImportUnknown(table_import)
    facts: dict[str, object] = {"columns": [list(pair) for pair in draft.mapping]}
    ledger.record(kind="tables.upload_mapped", subject=table_import, by=by, occurred_at=occurred_at, facts=facts)


@transaction.atomic
def take_upload_in(*, table_import: UUID, feed: str, by: Actor, occurred_at: datetime) -> None:
    """Save how an upload is read as a profile, and leave its rows to the night porter.

    Refuses one that is not looked at any more (`ImportUnknown`), and as `save_profile` does. Logs
    `tables.upload_taken`.
    """
    draft = queries.draft_of_import(table_import)
    if draft is None:
        raise ImportUnknown(table_import)
    version = save_profile(profile_row=draft, by=by, occurred_at=occurred_at)
    TableImport.objects.filter(id=table_import).update(
        profile=version, feed=feed or draft.name, state=ImportState.UNDER_WAY, waits=True, begun_by=str(by)
    )
    facts: dict[str, object] = {"profile": draft.name, "feed": feed or draft.name}
    ledger.record(kind="tables.upload_taken", subject=table_import, by=by, occurred_at=occurred_at, facts=facts)
