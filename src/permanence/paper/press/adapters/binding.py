"""Several PDFs bound to one, still PDF/A when all of them are, without holding more than one of them open."""

import os
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pypdfium2

from permanence.paper.press.rules import pdfa

_HEAD_BYTES, _TAIL_BYTES = 1024, 4096


def bind(pdfs: Sequence[bytes], *, title: str, language: str, at: datetime) -> bytes:
    """One PDF with the pages of all, in order."""
    if len(pdfs) == 1:
        return pdfs[0]
    with pypdfium2.PdfDocument.new() as bound:
        for pdf in pdfs:
            with pypdfium2.PdfDocument(pdf) as chunk:
                bound.import_pages(chunk)
        buffer = BytesIO()
        bound.save(buffer)
    made = buffer.getvalue()
    if not all(pdfa.claims_archive(pdf) for pdf in pdfs):
        return made
    return made + pdfa.archival(made[:_HEAD_BYTES], made[-_TAIL_BYTES:], len(made), title, language, at)


def bind_files(paths: Sequence[Path], target: Path, *, title: str, language: str, at: datetime) -> int:
    """Write one PDF with the pages of all files, in order, flushed to the disk; gives how many pages it has."""
    archive = True
    with pypdfium2.PdfDocument.new() as bound:
        for path in paths:
            content = path.read_bytes()
            archive = archive and pdfa.claims_archive(content)
            with pypdfium2.PdfDocument(content) as part:
                bound.import_pages(part)
        pages = len(bound)
        with target.open("w+b") as file:
            bound.save(file)
            if archive:
                file.write(_archival(file, title, language, at))
            file.flush()
            os.fsync(file.fileno())
    return pages


def _archival(file: BinaryIO, title: str, language: str, at: datetime) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    return pdfa.archival(head, tail, size, title, language, at)
