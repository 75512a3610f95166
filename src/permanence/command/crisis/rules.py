"""How the days of a crisis are counted, and what is refused."""

import re
import unicodedata
from datetime import datetime

# Whose patients die first of a missing page: intensive care and emergency, then theatres, births and newborns.
_FIRST = re.compile(
    r"\b(reanim\w*|rea|icu|intensi\w+|usi\w*|usc|surveillance continue"
    r"|urgence\w*|emergenc\w*|sau|sauv|smur|uhcd|uhtcd)\b"
)
_NEXT = re.compile(r"\b(bloc|operatoire\w*|theatre\w*|sspi|naissance\w*|obstetri\w+|maternit\w+|neonat\w*|dialys\w+)\b")


class CrisisAlreadyOpen(Exception):
    """A crisis was declared and not lifted; the argument is its H0."""


class NoCrisisOpen(Exception):
    """There is no crisis to print for or to end."""


def crisis_day(declared_at: datetime, now: datetime) -> int:
    """The day of the crisis at an instant: H0 opens day 1, and each 24 hours since H0 the next."""
    return max(0, (now - declared_at).days) + 1


def urgency(ward_name: str) -> int:
    """When a ward's paper is due: 0 intensive care and emergency, 1 theatres, births and dialysis, 2 the others.

    Read from the ward's name as French and English hospitals write it; a ward nobody recognises only waits its turn.
    """
    plain = unicodedata.normalize("NFKD", ward_name).encode("ascii", "ignore").decode().lower()
    return 0 if _FIRST.search(plain) else 1 if _NEXT.search(plain) else 2
