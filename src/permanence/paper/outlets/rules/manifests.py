"""What a copied folder says of itself, so that anybody can check it, with this product or with `sha256sum -c`."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
# How the press names the folder of a run; nothing of another name is ever taken away.
RUN_FOLDER = r"\d{4}-\d\d-\d\d-\d\dh\d\d-[0-9a-f]{8}(-[A-Z]+)?$"


class StopReason(StrEnum):
    """Why a copy stopped."""

    MISSING = "missing"
    REFUSED = "refused"
    FULL = "full"
    GONE = "gone"
    SPOILT = "spoilt"


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file of the copy; `pages` is 0 for what is not printed."""

    name: str
    label: str
    size: int
    sha256: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """Whose copy it is, of what, how old, and which parts of the run it lacks."""

    box: str
    run: str
    title: str
    picture_at: datetime | None
    copied_at: datetime
    lacking: Sequence[str] = ()


def manifest(facts: CopyFacts, files: Sequence[CopiedFile]) -> bytes:
    """The manifest as JSON: no patient's name is in it, nor in the names of files."""
    said = asdict(facts) | {"files": [asdict(file) for file in files]}
    return (json.dumps(said, default=str, ensure_ascii=False, indent=1) + "\n").encode()


def sums(files: Sequence[CopiedFile]) -> bytes:
    """The digests as `sha256sum -c` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode("ascii")
