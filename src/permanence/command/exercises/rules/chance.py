"""Draws that depend on nothing but a seed and a name: the same hospital comes out every time, on any machine."""

import math
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from struct import Struct
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

WORDS = 16
_SIXTEEN = Struct("<16I")
_MOST = 2**32


def key_of(seed: int, *name: object) -> bytes:
    """What draws of this name under this seed start from: 32 bytes."""
    return blake2b(repr((seed, *name)).encode(), digest_size=32).digest()


def words(key: bytes, index: int) -> tuple[int, ...]:
    """Sixteen numbers below 2**32 for the index: any one is reached without making those before it."""
    return _SIXTEEN.unpack(blake2b(index.to_bytes(8, "little"), key=key).digest())


class Chance:
    """An endless stream of draws."""

    __slots__ = ("_at", "_block", "_key", "_words")

    def __init__(self, seed: int, *name: object) -> None:
        self._key = key_of(seed, *name)
        self._words: tuple[int, ...] = ()
        self._block = 0
        self._at = WORDS

    def word(self) -> int:
        """A number below 2**32."""
        if self._at == WORDS:
            self._words = words(self._key, self._block)
            self._block += 1
            self._at = 0
        self._at += 1
        return self._words[self._at - 1]

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self.word() / _MOST

    def below(self, limit: int) -> int:
        """A whole number in [0, limit)."""
        return self.word() * limit >> 32

    def between(self, low: int, high: int) -> int:
        """A whole number in [low, high], both included."""
        return low + self.below(high - low + 1)

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.unit() < probability

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of the things, each as likely."""
        return things[self.below(len(things))]

    def exponential(self, mean: float) -> float:
        """A wait of this mean, without memory."""
        return -mean * math.log(1.0 - self.unit())

    def around(self, mean: float, spread: float) -> float:
        """A figure near the mean, by the sum of four draws: nearly normal, and never further than 3.5 spreads."""
        return mean + spread * (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * math.sqrt(3.0)


class Table(Generic[Thing]):
    """Things with weights, drawn in constant time from 2**bits slots; the rarest keeps one slot."""

    __slots__ = ("_mask", "_slots")

    def __init__(self, things: Iterable[tuple[Thing, float]], *, bits: int = 12) -> None:
        wanted = [(thing, weight) for thing, weight in things if weight > 0]
        size, whole = 1 << bits, sum(weight for _, weight in wanted)
        slots: list[Thing] = []
        told = 0.0
        for thing, weight in wanted:
            told += weight
            slots += [thing] * max(1, round(told / whole * size) - len(slots))
        if not wanted or len(slots) > size:
            raise ValueError(f"{len(wanted)} things do not share {size} slots")
        self._slots, self._mask = tuple(slots), size - 1

    def at(self, word: int) -> Thing:
        """The thing a number falls on, by its lowest bits."""
        return self._slots[word & self._mask]


def fading(things: Sequence[Thing], *, start: float = 8.0) -> list[tuple[Thing, float]]:
    """Weights for a list that goes from the commonest to the rarest, as names do (Zipf, flattened at its start)."""
    return [(thing, 1.0 / (start + rank)) for rank, thing in enumerate(things)]
