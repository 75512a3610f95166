"""What comes in through the door, before anybody has read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that came in, and from where; `is_cut`: there was more than is taken in, and `raw` is its beginning."""

    raw: bytes
    peer: str
    is_cut: bool = False


# Stores a batch durably and gives one answer per arrival, in order. Runs in the writer thread.
Storing = Callable[[Sequence[Arrival]], Sequence[bytes]]
