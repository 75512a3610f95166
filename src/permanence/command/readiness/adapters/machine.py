"""The computer the box runs on: its disk, memory, files, programs and certificates."""

import contextlib
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import time
from datetime import datetime
from pathlib import Path

import orjson
from cryptography import x509

_PROBE_BYTES = 8 * 1024 * 1024
_SECRET = ("secret_key", "permanence.sqlite3", "prints")
_CERTIFICATES = ("*.pem", "*.crt", "*.cer")


def free_bytes(folder: Path) -> int:
    """Room left on the disk that holds a folder."""
    return shutil.disk_usage(folder).free


def write_speed(folder: Path) -> float:
    """Bytes a second that reach the disk, flushed: eight megabytes written and removed. Raises OSError."""
    probe = folder / f".write-probe-{os.getpid()}"
    content, start = os.urandom(_PROBE_BYTES), time.perf_counter()
    try:
        with probe.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)
    return _PROBE_BYTES / max(time.perf_counter() - start, 1e-6)


def free_memory() -> int | None:
    """Bytes of memory that programs may still take; None where the system does not tell."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def open_to_others(home: Path) -> list[Path]:
    """What of the home folder other accounts of this computer may read; nothing where accounts have no modes."""
    others = stat.S_IROTH | stat.S_IXOTH
    if os.name == "nt" or not home.stat().st_mode & others:
        return []
    kept = [home / name for name in _SECRET]
    return [path for path in kept if path.exists() and path.stat().st_mode & stat.S_IROTH]


def uncompiled_catalogues(house: Path) -> list[Path]:
    """Catalogues whose compiled form is missing or older than they are."""
    return [
        source
        for source in sorted(house.rglob("django.po"))
        if not source.with_suffix(".mo").exists() or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]


def database_fault(database: Path, seconds: float) -> str | None:
    """What SQLite finds wrong in its file; empty when it is whole, None when it was too large to check in that time."""
    end = time.monotonic() + seconds
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
        try:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            return None if "interrupted" in str(error) else str(error)
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if answer == "ok" else str(answer)


def printers() -> list[str] | None:
    """The printers this computer knows; None where no printing system is installed."""
    program = shutil.which("lpstat")
    if program is None:
        return None
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run([program, "-e"], capture_output=True, text=True, check=False, timeout=10)
        return done.stdout.split()
    return []


def serving(home: Path) -> dict[str, bool] | None:
    """The addresses a running box said it serves, each with whether somebody answers there; None when none runs."""
    try:
        said = orjson.loads((home / "serving.json").read_bytes())
    except (OSError, ValueError):
        return None
    addresses = [said[name] for name in ("site", "feeds", "feeds_tls") if name in said]
    return {f"{host}:{port}": _answers(host, port) for host, port in addresses}


def _answers(host: str, port: int) -> bool:
    # Listening on every address is listening on loopback too.
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (read, not bound)
    try:
        with socket.create_connection((near, port), timeout=5):
            return True
    except OSError:
        return False


def certificates(home: Path) -> dict[Path, datetime]:
    """Every certificate in the home folder, and the hospital's own, with the instant it stops being valid."""
    found = {}
    own = os.environ.get("PERMANENCE_CERTIFICATE")
    for pattern in _CERTIFICATES:
        for path in sorted([*home.glob(pattern), *home.glob(f"*/{pattern}"), *([Path(own)] if own else [])]):
            with contextlib.suppress(ValueError, OSError):
                found[path] = min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(path.read_bytes()))
    return found
