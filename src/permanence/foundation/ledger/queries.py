"""Reads of the ledger: its head, its chains, and what it says of one thing."""

from collections.abc import Iterator
from dataclasses import dataclass

from permanence.foundation import node
from permanence.foundation.ledger import rules
from permanence.foundation.ledger.models import LedgerEntry


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: whoever holds its hash can tell a rewritten ledger."""

    origin: str
    sequence: int
    hash: str

    @property
    def spoken(self) -> str:
        """The hash as printed on every page."""
        return rules.spoken_head(self.hash)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying one chain found."""

    head: Head
    first_break: rules.Break | None


def head() -> Head:
    """The head of this box's chain; sequence 0 when nothing was ever written."""
    return _head_of(node.origin())


def verify() -> list[ChainReport]:
    """Check every chain held here, from its first entry; constant memory."""
    origins = LedgerEntry.objects.order_by("origin").values_list("origin", flat=True).distinct()
    return [ChainReport(_head_of(origin), rules.first_break(_chain(origin))) for origin in origins]


def holds(hash_start: str) -> bool:
    """Whether an entry with a hash that starts so (as printed on a page) is in a chain held here."""
    return LedgerEntry.objects.filter(hash__startswith=hash_start.replace(" ", "").lower()).exists()


def entries_about(subject: object) -> list[LedgerEntry]:
    """All entries about one thing, oldest first."""
    return list(LedgerEntry.objects.filter(subject=str(subject)).order_by("recorded_at", "sequence"))


def _head_of(origin: str) -> Head:
    last = LedgerEntry.objects.filter(origin=origin).order_by("-sequence").values("sequence", "hash").first()
    if last is None:
        return Head(origin, 0, rules.FIRST_PREVIOUS_HASH)
    return Head(origin, last["sequence"], last["hash"])


def _chain(origin: str) -> Iterator[tuple[rules.Entry, str]]:
    rows = LedgerEntry.objects.filter(origin=origin).order_by("sequence")
    for row in rows.values_list(*rules.Entry.__slots__, "hash").iterator(chunk_size=2000):
        yield rules.Entry(*row[:-1]), row[-1]
