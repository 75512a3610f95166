"""Watched folders as they are on disk: what lies in them, and files claimed by renaming."""

import os
from pathlib import Path

from permanence.exchange.feeds.rules.watching import REFUSED, TAKEN, WHY, Sight, is_a_file_for_us

_HEAD = 64 * 1024


def files_seen(folder: Path, at: float) -> list[Sight]:
    """The files that may be for us, the oldest first. Raises `OSError` when the folder cannot be read."""
    seen = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_a_file_for_us(entry.name) and entry.is_file(follow_symlinks=False):
                found = entry.stat(follow_symlinks=False)
                seen.append(Sight(entry.name, found.st_size, found.st_mtime_ns, at))
    return sorted(seen, key=lambda sight: (sight.changed_ns, sight.name))


def check_usable(folder: Path) -> None:
    """Make sure that files can be claimed in a folder. Raises `OSError`."""
    for name in (TAKEN, REFUSED):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    files_seen(folder, 0.0)


def sight_of(folder: Path, name: str) -> Sight | None:
    """A file of a folder as it is now; None when it is not there. Raises `OSError` when the folder is not."""
    folder.stat()
    try:
        found = (folder / name).stat()
    except FileNotFoundError:
        return None
    return Sight(name, found.st_size, found.st_mtime_ns)


def move(folder: Path, name: str, to: str) -> None:
    """Rename a file within its folder, durably."""
    target = folder / to
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / name).rename(target)
    for parent in (folder, target.parent):
        _sync(parent)


def say_why(folder: Path, refused_as: str, text: str) -> None:
    """Write beside a refused file why it is refused."""
    target = folder / f"{refused_as}{WHY}"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def head_of(folder: Path, name: str) -> bytes:
    """The beginning of a file."""
    with (folder / name).open("rb") as file:
        return file.read(_HEAD)


def _sync(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        # Network shares and Windows open no folder; there the rename itself is all there is.
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
