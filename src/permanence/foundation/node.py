"""The folder that holds all state of this box, and the name of the box."""

import os
import secrets
from functools import cache
from pathlib import Path

# Crockford's base 32 without I, L, O, U: readable aloud, and no word by accident.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAME_LENGTH = 4


def home() -> Path:
    """The folder of all state: PERMANENCE_HOME, or ./var."""
    return Path(os.environ.get("PERMANENCE_HOME", "var")).absolute()


def kept_secret(name: str, make_length: int) -> str:
    """A text kept in the home folder, made once; two processes starting together agree on it."""
    path = home() / name
    # Patients' data: for the account that runs the box, nobody else on the machine.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    text = "".join(secrets.choice(ALPHABET) for _ in range(make_length))
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return text


@cache
def origin() -> str:
    """The name of this box, four characters that every record and every sheet number carries."""
    return kept_secret("node", NAME_LENGTH)
