"""Which keys are out, and since when."""

from dataclasses import dataclass
from datetime import datetime

from permanence.command.keys.models import KeyLoan


@dataclass(frozen=True, slots=True)
class KeyOut:
    """A key that is not on its hook."""

    key: str
    holder: str
    since: datetime


def keys_out() -> list[KeyOut]:
    """Every key that is out, longest first; one query."""
    loans = KeyLoan.objects.filter(return_row__isnull=True).order_by("occurred_at")
    return [KeyOut(loan.key, loan.holder, loan.occurred_at) for loan in loans]


def holder_of(key: str) -> str | None:
    """Who holds a key now, or None when it is on its hook."""
    return KeyLoan.objects.filter(key=key, return_row__isnull=True).values_list("holder", flat=True).first()
