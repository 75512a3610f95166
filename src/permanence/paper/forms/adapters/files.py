"""Questionnaires in files: JSON, one a file, a folder of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

MOST_BYTES = 20_000_000


class FileUnreadable(ValueError):
    """The file is gone, too large, or no JSON."""


def sources_at(path: Path) -> Sequence[Path]:
    """The file itself, or the JSON files of a folder and the folders in it, by name."""
    return [path] if path.is_file() else sorted(path.rglob("*.json"))


def read_source(path: Path) -> Any:
    """The JSON of a file. Raises `FileUnreadable`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(path.name)
        return orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (OSError, orjson.JSONDecodeError) as fault:
        raise FileUnreadable(path.name) from fault


def write_pdf(path: Path, content: bytes) -> None:
    """Write a printed file for the account that asked for it alone: it may name a patient."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
