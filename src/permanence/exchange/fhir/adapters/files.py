"""Resources lying in files: bundles, single resources, bulk exports, packed or not."""

import gzip
import mmap
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from permanence.exchange.fhir.rules.splitting import Buffer, Piece, lines_in, pieces_in, rank_of

_PACKED = b"\x1f\x8b"
_LINES = frozenset({".ndjson", ".jsonl"})
_ENDINGS = frozenset({".json", ".ndjson", ".jsonl", ".fhir"})


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file below a folder: what others refer to first, then by name; hidden ones are left."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file() and _ending(file) in _ENDINGS)
    shown = [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    return sorted(shown, key=lambda file: (_rank(file), file))


def messages_in(file: Path) -> Iterator[tuple[bytes, str]]:
    """The bytes and the type of every message of a file. Raises `OSError` when the file cannot be read."""
    with _mapped(file) as buffer:
        for piece in _pieces(file, buffer):
            yield buffer[piece.start : piece.end], piece.type


def _pieces(file: Path, buffer: Buffer) -> Iterator[Piece]:
    return lines_in(buffer) if _ending(file) in _LINES else pieces_in(buffer)


@contextmanager
def _mapped(file: Path) -> Iterator[Buffer]:
    """The file's bytes, on disk: unpacked beside, into a file without a name, when it is packed."""
    with file.open("rb") as opened:
        if opened.read(2) == _PACKED:
            with TemporaryFile() as unpacked:
                _unpack(file, unpacked)
                with _map(unpacked) as buffer:
                    yield buffer
        else:
            with _map(opened) as buffer:
                yield buffer


def _unpack(file: Path, into: IO[bytes]) -> None:
    try:
        with gzip.open(file) as packed:
            shutil.copyfileobj(packed, into, 1 << 20)
    except (EOFError, zlib.error) as broken:
        raise OSError(str(broken)) from broken


@contextmanager
def _map(opened: IO[bytes]) -> Iterator[Buffer]:
    opened.flush()
    if opened.seek(0, 2) == 0:
        yield b""
        return
    mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        yield mapped
    finally:
        mapped.close()


def _ending(file: Path) -> str:
    """`.ndjson` of `Patient.ndjson` and of `Patient.ndjson.gz`."""
    endings = [ending.lower() for ending in file.suffixes]
    return next((ending for ending in reversed(endings) if ending != ".gz"), "")


def _rank(file: Path) -> int:
    """Bulk exports name their files by type (`Patient.ndjson`, `Observation.000.ndjson`); a bundle holds all types."""
    if _ending(file) not in _LINES:
        return -1
    return rank_of(file.name.split(".")[0].split("-")[0].split("_")[0])
