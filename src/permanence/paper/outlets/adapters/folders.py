"""A folder outside the box, mostly a stick: files put there whole, on the medium, and read back."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from permanence.paper.outlets.rules.manifests import StopReason

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_BLOCK = 1 << 20


class CopyStopped(RuntimeError):
    """Nothing more can be written; `needed` and `free` are bytes, where room is what lacks."""

    def __init__(self, reason: StopReason, *, needed: int = 0, free: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.needed, self.free = reason, needed, free


class OutsideFolder:
    """A folder of a stick or a share; whatever it does, the caller hears `CopyStopped` with the reason."""

    def __init__(self, folder: Path, inside: str) -> None:
        self._root, self.path = folder, folder / inside

    @classmethod
    def opened(cls, folder: Path, inside: str) -> Self:
        """The folder `inside` of a folder that is there: a stick that is not plugged in is never made up."""
        outside = cls(folder, inside)
        with _reasons():
            if not folder.is_dir():
                raise CopyStopped(StopReason.MISSING)
            outside._device = folder.stat().st_dev
            outside.path.mkdir(mode=0o700, exist_ok=True)
        return outside

    _device = 0

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
            self._flush()

    def take_away(self, names: Iterator[str] | list[str]) -> None:
        """Remove files, the manifest first to go and last to come."""
        with _reasons():
            for name in names:
                (self.path / name).unlink(missing_ok=True)
                (self.path / f".{name}.part").unlink(missing_ok=True)
            self._flush()

    def _flush(self) -> None:
        # Shares and old file systems know no flush of a folder.
        with contextlib.suppress(OSError):
            descriptor = os.open(self.path, os.O_RDONLY)
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


def digest_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file of this box."""
    return path.stat().st_size, _digest(path)
