"""Printed files: bound from chunks, written whole or not at all, and known by their digest."""

import hashlib
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2

from permanence.foundation import node


def folder_of(run_folder: str) -> Path:
    """Where a print run's files lie."""
    return node.home() / "prints" / run_folder


def bind(pdfs: Sequence[bytes]) -> bytes:
    """One PDF with the pages of all, in order."""
    if len(pdfs) == 1:
        return pdfs[0]
    bound = pypdfium2.PdfDocument.new()
    for pdf in pdfs:
        with pypdfium2.PdfDocument(pdf) as chunk:
            bound.import_pages(chunk)
    buffer = BytesIO()
    bound.save(buffer)
    bound.close()
    return buffer.getvalue()


def write_aside(folder: Path, name: str, content: bytes) -> Path:
    """Write beside the final name and flush to the disk; `put_in_place` makes it the file."""
    _make(folder)
    path = folder / f".{name}.{os.getpid()}.part"
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def sweep(folder: Path, name: str) -> None:
    """Remove what an interrupted print left beside this file."""
    for rest in folder.glob(f".{name}.*.part"):
        rest.unlink(missing_ok=True)


def put_in_place(aside: Path, folder: Path, name: str) -> Path:
    """Rename to the final name, so that nobody ever sees half a file; the folder is flushed too."""
    final = folder / name
    aside.replace(final)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return final


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


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
