"""A folder outside the box, mostly a stick: files put there whole, on the medium, and read back."""

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Self

from permanence.paper.outlets.rules.manifests import MANIFEST, StopReason

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_BLOCK = 1 << 20


class CopyStopped(RuntimeError):
    """Nothing more can be written; `needed` and `free` are bytes, where room is what lacks."""

    def __init__(self, reason: StopReason, *, needed: int = 0, free: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.needed, self.free = reason, needed, free


class OutsideFolder:
    """A copy's folder on a stick or a share; whatever it does, the caller hears `CopyStopped` with the reason.

    While it is written its name ends in a word that says it is not complete.
    """

    def __init__(self, folder: Path, name: str, unfinished: str) -> None:
        self._root, self._final, self.path = folder, folder / name, folder / f"{name}-{unfinished}"
        self._device = folder.stat().st_dev

    @classmethod
    def opened(cls, folder: Path, name: str, unfinished: str) -> Self:
        """The copy `name` in a folder that is there: a stick that is not plugged in is never made up."""
        with _reasons():
            if not folder.is_dir():
                raise CopyStopped(StopReason.MISSING)
            outside = cls(folder, name, unfinished)
            if outside._final.is_dir() and not outside.path.exists():
                outside._final.rename(outside.path)
            outside.path.mkdir(mode=0o700, exist_ok=True)
        return outside

    def finish(self) -> None:
        """Give the copy its name: from now on it is complete."""
        with _reasons():
            self.path.rename(self._final)
            self.path = self._final
            self._flush(self._root)

    def take_away_older(self, box: str, pattern: str) -> None:
        """Remove this box's other copies beside this one, and what is left of unfinished ones."""
        with _reasons():
            for other in self._root.iterdir():
                if other != self.path and re.match(pattern, other.name) and _is_of(other, box):
                    shutil.rmtree(other)

    def make_room(self, needed: int) -> None:
        """Refuse at once what cannot fit."""
        with _reasons():
            free = shutil.disk_usage(self.path).free
        if needed > free:
            raise CopyStopped(StopReason.FULL, needed=needed, free=free)

    def holds(self, name: str, sha256: str) -> bool:
        """Whether the file lies there already, byte for byte."""
        with _reasons():
            return (self.path / name).is_file() and _digest(self.path / name) == sha256

    def put(self, name: str, source: bytes | Path, sha256: str) -> None:
        """Write a file beside its name, flush it to the medium, give it its name, and read it back from there."""
        part = self.path / f".{name}.part"
        with _reasons():
            with part.open("wb") as file:
                for block in _blocks(source):
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            # A stick pulled out leaves an empty folder of this machine's own disk in its place.
            if self._root.stat().st_dev != self._device:
                raise CopyStopped(StopReason.GONE)
            if _digest(part) != sha256:
                raise CopyStopped(StopReason.SPOILT)
            part.replace(self.path / name)
            self._flush(self.path)

    def take_away_others(self, names: Collection[str]) -> None:
        """Remove what the copy does not hold: the halves of files, and what an earlier one held more."""
        with _reasons():
            for path in self.path.iterdir():
                if path.is_file() and path.name not in names:
                    path.unlink()
            self._flush(self.path)

    @staticmethod
    def _flush(folder: Path) -> None:
        # Shares and old file systems know no flush of a folder.
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextlib.contextmanager
def _reasons() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise CopyStopped(StopReason.FULL) from fault
        raise CopyStopped(StopReason.REFUSED if fault.errno in _REFUSED else StopReason.GONE) from fault


def _is_of(copy: Path, box: str) -> bool:
    """Whether a folder is a copy of this box; one without a manifest is the rest of one that never ended."""
    manifest = copy / MANIFEST
    if not manifest.is_file():
        return copy.is_dir()
    with contextlib.suppress(ValueError):
        said = json.loads(manifest.read_bytes())
        return isinstance(said, dict) and said.get("box") == box
    return False


def _blocks(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _digest(path: Path) -> str:
    """The digest of what is on the medium, not of what memory still holds of it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        with contextlib.suppress(AttributeError, OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name."""
    return path.is_dir()


def digest_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file of this box."""
    return path.stat().st_size, _digest(path)
