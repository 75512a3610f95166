"""Printed files: written whole or not at all, and known by their digest."""

import contextlib
import errno
import hashlib
import os
import shutil
from pathlib import Path

from permanence.foundation import node


def folder_of(run_folder: str) -> Path:
    """Where a print run's files lie."""
    return node.home() / "prints" / run_folder


def write_aside(folder: Path, name: str, content: bytes) -> None:
    """Write beside the final name and flush to the disk; `settle` makes it the file."""
    _make(folder)
    with _aside(folder, name, digest(content)).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sweep(folder: Path, name: str) -> None:
    """Remove what an interrupted print left beside this file."""
    for rest in folder.glob(f".{name}.*.part"):
        rest.unlink(missing_ok=True)


def settle(folder: Path, name: str, sha256: str) -> Path:
    """Give what was written aside its final name, unless it has it already; nobody ever sees half a file."""
    final = folder / name
    with contextlib.suppress(FileNotFoundError):
        _aside(folder, name, sha256).replace(final)
        _flush(folder)
    return final


def remove(folder: Path) -> None:
    """Take a run's folder away with all that is in it; one that is gone already is no fault."""
    shutil.rmtree(folder, ignore_errors=True)


def is_disk_full(fault: BaseException) -> bool:
    """Whether nothing is left to write on: the disk itself, or this account's share of it."""
    return isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def is_the_one(path: Path, sha256: str) -> bool:
    """Whether the file is there and is the very one of this digest."""
    content = content_of(path)
    return content is not None and digest(content) == sha256


def content_of(path: Path) -> bytes | None:
    """The file's bytes, or None when it is gone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _make(folder: Path) -> None:
    # Patients' data: for the account that runs the box, nobody else on the machine.
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _aside(folder: Path, name: str, sha256: str) -> Path:
    return folder / f".{name}.{sha256[:16]}.part"


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
