"""Writes what the hospital says to files: one for each program, as an export would be."""

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from permanence.command.exercises.rules.segments import Sent

# The agenda exports a batch (HL7 v2 chapter 2), the others messages one after the other.
_BATCHED = "AGENDA"
_OPENING, _CLOSING = b"FHS|^~\\&|AGENDA\rBHS|^~\\&|AGENDA\r", b"BTS|\rFTS|1\r"


def write(messages: Iterable[Sent], folder: Path) -> dict[str, int]:
    """Append each message to the file of its program; how many each has. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    with ExitStack() as open_files:
        files: dict[str, IO[bytes]] = {}
        for message in messages:
            if message.sender not in files:
                file = files[message.sender] = open_files.enter_context(
                    (folder / f"{message.sender.lower()}.hl7").open("wb")
                )
                file.write(_OPENING if message.sender == _BATCHED else b"")
            files[message.sender].write(message.body.removesuffix(b"\r") + b"\r\n")
            counts[message.sender] = counts.get(message.sender, 0) + 1
        if _BATCHED in files:
            files[_BATCHED].write(_CLOSING)
    return counts


def print_out(messages: Iterable[Sent]) -> dict[str, int]:
    """Write every message to the standard output, framed as MLLP frames it; how many each program has."""
    counts: dict[str, int] = {}
    for message in messages:
        sys.stdout.buffer.write(b"\x0b" + message.body + b"\x1c\r")
        counts[message.sender] = counts.get(message.sender, 0) + 1
    return counts
