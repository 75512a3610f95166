"""When a file in a watched folder is whole, and what it is called once it is taken."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

TAKEN, REFUSED, WHY = ".taken", ".refused", ".why.txt"
# What programs call a file while they write it.
_UNFINISHED = re.compile(r"\.(tmp|temp|part|partial|filepart|crdownload|writing|lock|swp|bak)$|~$", re.IGNORECASE)
_BEGINS = (".", "~")
_LONGEST_NAME = 255
_ODD = re.compile(r"[^\w.() -]+")
_KEPT_OF_NAME = 120


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as it was seen: its size, when it was changed, and when it was first seen so (seconds of any clock)."""

    name: str
    size: int
    changed_ns: int
    since: float = 0.0


def is_a_file_for_us(name: str) -> bool:
    """Whether a name is not hidden, not of an unfinished file, and can be kept."""
    return not name.startswith(_BEGINS) and not _UNFINISHED.search(name) and len(name) <= _LONGEST_NAME


def seen_again(before: Sight | None, now: Sight) -> Sight:
    """The sight of a file that goes on: unchanged, it is as old as before; changed or new, it begins now."""
    same = before is not None and (before.size, before.changed_ns) == (now.size, now.changed_ns)
    return before if before is not None and same else now


def is_whole(sight: Sight, at: float, settled_seconds: float) -> bool:
    """Whether a file stood unchanged over two looks at least, and for so long."""
    return sight.since < at and at - sight.since >= settled_seconds


def taken_name(name: str, at: datetime, mark: str) -> str:
    """Where a file is moved, from its folder: by day, under its hour, a mark of its own and its name."""
    plain = _ODD.sub("_", unicodedata.normalize("NFC", name))
    kept = plain if len(plain) <= _KEPT_OF_NAME else plain[-_KEPT_OF_NAME:]
    return f"{TAKEN}/{at:%Y-%m-%d}/{at:%H%M%S}-{mark}-{kept}"


def refused_name(taken_as: str) -> str:
    """Where a file that was taken and cannot be used is moved."""
    return f"{REFUSED}/{'-'.join(taken_as.split('/')[1:])}"
