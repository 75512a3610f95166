"""The rest of the house, started as the programs they are: the command, the site; and the file of passwords."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

_HOUSE = (sys.executable, "-m", "permanence")


def run(*words: str) -> None:
    """Run one of the product's commands beside this process. Raises `CalledProcessError`."""
    subprocess.run([*_HOUSE, *words], check=True)


def become(*words: str) -> NoReturn:
    """Go on as another of the product's commands, in this process's place."""
    sys.stdout.flush()
    if os.name == "nt":
        raise SystemExit(subprocess.call([*_HOUSE, *words]))
    os.execv(sys.executable, [*_HOUSE, *words])  # noqa: S606 (our own command, no shell wanted)


def keep_secret(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a file that only its owner may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def most_memory() -> int:
    """The most memory this process and any one it waited for ever held, in bytes."""
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # Kilobytes on Linux, bytes on macOS.
    return max(used) * (1 if sys.platform == "darwin" else 1024)
