"""The folder of the box's certificates: keys only their owner reads, and no half-written file."""

import os
from pathlib import Path

from permanence.foundation import node
from permanence.foundation.certificates.adapters.authority import Made


def folder() -> Path:
    """Where they are kept."""
    return node.home() / "tls"


def paths(name: str) -> tuple[Path, Path]:
    """The certificate and the key of this name."""
    return folder() / f"{name}.pem", folder() / f"{name}.key"


def kept(name: str) -> Made | None:
    """The certificate and its key, None when there are not both."""
    certificate, key = paths(name)
    if not (certificate.exists() and key.exists()):
        return None
    return Made(certificate.read_bytes(), key.read_bytes())


def keep(name: str, made: Made) -> None:
    """Write both, the key first: a certificate without its key is never found."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = paths(name)
    _write(key, made.key, 0o600)
    _write(certificate, made.certificate, 0o644)


def _write(path: Path, content: bytes, mode: int) -> None:
    beside = path.with_suffix(f"{path.suffix}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
