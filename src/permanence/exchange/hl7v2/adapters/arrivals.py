"""What comes in through a door, before anybody has read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that came in: from where, and for which feed when the door itself says it.

    `charset` overrides the feed's (a file whose charset somebody knows). `is_cut` means that the message was larger
    than is taken in, and that `raw` is only its beginning.
    """

    raw: bytes
    peer: str = ""
    feed: str = ""
    charset: str = ""
    is_cut: bool = False


# Stores a batch durably and gives one answer per arrival, in order. Runs in the writer thread.
Storing = Callable[[Sequence[Arrival]], Sequence[bytes]]
