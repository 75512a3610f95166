"""What this box keeps of a table while it reads it: uploads that wait for a person, and rows poured out of a file.

Rows are poured into lines of their own before any is applied: a file that is torn is refused whole, and an import that
was cut off goes on where it stopped, whatever the file was.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import orjson

from permanence.foundation import node

_PIECE = 1 << 20


def folder() -> Path:
    """Where tables lie while they are read; patients' data, for the account that runs the box."""
    path = node.home() / "tables"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def uploaded(name: str) -> Path:
    """The file of an upload, by the id of its import."""
    return folder() / f"{name}.upload"


def keep_upload(name: str, pieces: Iterable[bytes]) -> None:
    """Write an upload to disk, whole or not at all."""
    _write_whole(uploaded(name), pieces)


def forget(name: str) -> None:
    """Remove what was kept for an import."""
    for path in (uploaded(name), _poured(name)):
        with suppress(FileNotFoundError):
            path.unlink()


def is_poured(name: str) -> bool:
    """Whether the rows of an import lie ready."""
    return _poured(name).exists()


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 of a file in hexadecimal, and its size."""
    sum_, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sum_.update(piece)
            size += len(piece)
    return sum_.hexdigest(), size


def pour(name: str, rows: Iterable[tuple[int, Sequence[tuple[str, str]]]]) -> int:
    """Keep the rows of an import, each with its place; how many. Nothing is kept when reading them fails."""
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for place, cells in rows:
            count += 1
            yield orjson.dumps((place, cells)) + b"\n"

    _write_whole(_poured(name), lines())
    return count


def poured(name: str, start: int, most: int) -> tuple[list[tuple[int, list[tuple[str, str]]]], int]:
    """At most `most` rows from byte `start` on, and where the next begins. Raises `FileNotFoundError`."""
    found: list[tuple[int, list[tuple[str, str]]]] = []
    with _poured(name).open("rb") as file:
        file.seek(start)
        while len(found) < most and (line := file.readline()):
            place, cells = orjson.loads(line)
            found.append((place, [(heading, text) for heading, text in cells]))
        return found, file.tell()


def _poured(name: str) -> Path:
    return folder() / f"{name}.rows"


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    unfinished = path.with_suffix(f"{path.suffix}.part")
    try:
        with _private(unfinished) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
