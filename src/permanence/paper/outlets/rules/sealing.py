"""An encrypted copy as a file that any browser opens: its passphrase, its blocks, its page, its policy."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

# OWASP's figure for PBKDF2-HMAC-SHA256 (2023); the passphrase itself has 80 bits, so this only adds to it.
ITERATIONS = 600_000
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
# Crockford's letters: no I, L, O, U, so that what is read from a card at night is typed right.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 4
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed piece of a copy: `name` is bound into the seal, so that blocks cannot be exchanged."""

    name: str
    nonce: bytes
    sealed: bytes

    @property
    def text(self) -> str:
        """As it stands in the page."""
        return base64.b64encode(self.nonce + self.sealed).decode("ascii")


def spoken(letters: str) -> str:
    """A passphrase as it is read aloud: `K7Q2-9FDM-3XTA-P8ZW`."""
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def typed(text: str) -> str:
    """What somebody typed, as the passphrase: capitals, no dashes, and letters that are read for digits put right."""
    return "".join(one for one in text.upper().translate(_MISREAD) if one in LETTERS)


def searched(text: str) -> str:
    """A text as it is searched: small letters without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(one)).strip()


def plain(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """What is sealed: JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def page(
    *, words: Mapping[str, str], language: str, salt: bytes, blocks: Sequence[Block], program: str, style: str
) -> str:
    """The whole file: a program, a style, and sealed blocks; its policy lets nothing else run, load or leave.

    Until the program puts its own words there, the page says that this browser may not do: one that cannot even read
    the program would show nothing.
    """
    policy = (
        f"default-src 'none'; script-src 'sha256-{_hash(program)}'; style-src 'sha256-{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    said = {"words": dict(words), "salt": base64.b64encode(salt).decode("ascii"), "iterations": ITERATIONS}
    # A data block is never executed, so the policy need not allow it.
    data = "".join(
        f'<script type="application/octet-stream" id="{escape(block.name)}">{block.text}</script>\n' for block in blocks
    )
    facts = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(words['title'])}</title>\n<style>{style}</style></head>\n"
        f"<body><noscript><p>{escape(words['no_script'])}</p></noscript>\n"
        f'<main id="main"><p>{escape(words["nothing_opens"])}</p></main>\n'
        f'<script type="application/json" id="facts">{facts}</script>\n{data}<script>{program}</script></body></html>\n'
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
