"""Sealing with AES-256-GCM under a key made from a passphrase that is kept nowhere."""

import hashlib
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from permanence.paper.outlets.rules.sealing import (
    GROUP,
    GROUPS,
    ITERATIONS,
    KEY_BYTES,
    LETTERS,
    NONCE_BYTES,
    SALT_BYTES,
    Block,
)

_PIECES = Path(__file__).resolve().parent.parent / "static" / "outlets" / "sealed"


class Sealer:
    """Seals the blocks of one copy; every copy has a passphrase and a salt of its own."""

    def __init__(self) -> None:
        self.passphrase = "".join(secrets.choice(LETTERS) for _ in range(GROUP * GROUPS))
        self.salt = secrets.token_bytes(SALT_BYTES)
        key = hashlib.pbkdf2_hmac("sha256", self.passphrase.encode("ascii"), self.salt, ITERATIONS, KEY_BYTES)
        self._cipher = AESGCM(key)

    def seal(self, name: str, text: bytes) -> Block:
        """A block under this copy's key, its name bound into it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return Block(name, nonce, self._cipher.encrypt(nonce, text, name.encode("ascii")))


def piece(name: str) -> str:
    """The program or the style that goes into each file."""
    return (_PIECES / name).read_text(encoding="utf-8")
