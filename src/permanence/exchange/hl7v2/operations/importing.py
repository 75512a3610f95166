"""HL7 v2 messages lying in files: exports, archives, what another engine wrote to a folder."""

from datetime import datetime
from pathlib import Path

from permanence.exchange.feeds import operations
from permanence.exchange.feeds.operations import Arrival, ImportReport
from permanence.exchange.hl7v2.adapters.files import files_in, messages_in
from permanence.exchange.hl7v2.rules.format import NAME
from permanence.foundation.actors import Actor


def import_files(
    *, path: Path, by: Actor, occurred_at: datetime, feed: str = "", charset: str = "", batch: int = 400
) -> ImportReport:
    """Receive every message of a file, or of all files below a folder, in the order of their names.

    `feed` names the feed when the messages' own sender must not; `charset` reads these files otherwise than the feed.
    A file that cannot be read is listed and the others are taken in. Logs as `operations.receive` does, batch by batch.
    """

    def arrivals_of(file: Path) -> list[Arrival]:
        return [Arrival(raw, NAME, peer=file.name, feed=feed, charset=charset) for raw in messages_in(file)]

    return operations.receive_files(
        files=files_in(path), arrivals_of=arrivals_of, by=by, occurred_at=occurred_at, batch=batch
    )
