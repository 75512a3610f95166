"""What a form is called on its codes, and the figure that says which edition of it a sheet is."""

import hashlib
import re
import unicodedata
from typing import Any

import orjson

from permanence.paper.forms.rules.items import Questionnaire

CODE_MOST = 30
# The kind of a sheet on its QR code.
KIND_PREFIX = "forms."
_EDITIONS = (1 << 15) - 1


def code_of(form: Questionnaire, fallback: str) -> str:
    """Small letters, figures, dots and underscores, at most 30: from the name, else the address, the title, the file.

    The title of a translated file differs by language, so it comes after what does not.
    """
    for said in (form.name, form.url.rsplit("/", 1)[-1].split("|")[0], fallback, form.title):
        if code := _slug(said):
            return code
    return "form"


def kind_of(code: str) -> str:
    """What the QR code of a sheet calls the form."""
    return f"{KIND_PREFIX}{code}"


def code_of_kind(kind: str) -> str | None:
    """The form a kind of sheet names; None for a document that does not come back."""
    return kind.removeprefix(KIND_PREFIX) if kind.startswith(KIND_PREFIX) else None


def digest_of(printed: Any) -> str:
    """The SHA-256 of all that is printed, in one way of writing it."""
    return hashlib.sha256(orjson.dumps(printed, option=orjson.OPT_SORT_KEYS)).hexdigest()


def edition_of(digest: str) -> int:
    """Fifteen bits of the digest, never 0: what a sheet number's row and a QR code can hold."""
    return int(digest[:8], 16) % _EDITIONS + 1


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain).lower()
    slug = re.sub(r"[^a-z0-9.]+", "_", parted).strip("_.")
    slug = slug if not slug or slug[0].isalpha() else f"f_{slug}"
    if len(slug) <= CODE_MOST:
        return slug
    return f"{slug[: CODE_MOST - 5].rstrip('_.')}_{hashlib.sha256(text.encode()).hexdigest()[:4]}"
