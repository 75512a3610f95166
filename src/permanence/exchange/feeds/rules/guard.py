"""The poison guard: when what a feed says can no longer be the ordinary life of a hospital.

Nobody publishes how often hospitals merge or cancel, so the shares below are a judgement: far above what the demo
hospital and the public corpora show, far below what an emptied table or a shifted list gives. What a feed usually says
raises its own limits.
"""

from collections import Counter, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from permanence.exchange.feeds.rules.wording import _

# How many of a feed's last messages are looked at together.
WINDOW = 200
# A feed that always said so may say four times as much before it is doubted, once it has said this much at all.
LENIENCE = 4
LEARNED_FROM = 1_000
HIGHEST_SHARE = 0.95


class Suspicion(StrEnum):
    """What a single message may well say, and a flood of messages may not."""

    DELETION = "deletions"
    MERGE = "merges"
    BLANK = "blanks"
    SHIFT = "shifts"
    DEPARTURE = "departures"


class Threshold(NamedTuple):
    """A flood is at least `least` messages, and this share of the window; `words` say of what."""

    least: int
    share: float
    words: str


THRESHOLDS: dict[Suspicion, Threshold] = {
    Suspicion.DELETION: Threshold(30, 0.25, _("take back admissions, movements or persons")),
    Suspicion.MERGE: Threshold(40, 0.30, _("merge identities")),
    Suspicion.BLANK: Threshold(40, 0.30, _("name patients without a family name")),
    Suspicion.SHIFT: Threshold(15, 0.10, _("give a known patient another name and another birth date")),
    Suspicion.DEPARTURE: Threshold(80, 0.60, _("say that patients left the hospital")),
}


@dataclass(frozen=True, slots=True)
class Flood:
    """Too much of one thing: `count` of the last `of` messages, where at most `share` of them is believed.

    `earlier` are those that were applied before the flood was one.
    """

    suspicion: Suspicion
    count: int
    of: int
    share: float
    earlier: tuple[UUID, ...]


class Said(NamedTuple):
    """A message and what is suspicious in it."""

    message: UUID
    suspicions: Collection[Suspicion]


def believed_share(suspicion: Suspicion, usual: Mapping[Suspicion, int], messages: int) -> float:
    """The share of a window that is believed; `usual` and `messages` are what the feed said in the last weeks."""
    share = THRESHOLDS[suspicion].share
    if messages >= LEARNED_FROM:
        share = max(share, LENIENCE * usual.get(suspicion, 0) / messages)
    return min(share, HIGHEST_SHARE)


@dataclass(slots=True)
class Window:
    """A feed's last messages; those that say nothing suspicious are only counted."""

    size: int = 0
    batches: deque[tuple[int, list[Said]]] = field(default_factory=deque)
    counts: Counter[Suspicion] = field(default_factory=Counter)

    def add(self, messages: int, suspicious: list[Said]) -> None:
        """Messages that came next, and the suspicious ones among them."""
        self.batches.append((messages, suspicious))
        self.size += messages
        self.counts.update(one for said in suspicious for one in said.suspicions)
        while self.size - self.batches[0][0] >= WINDOW:
            gone, said_then = self.batches.popleft()
            self.size -= gone
            self.counts.subtract(one for said in said_then for one in said.suspicions)

    def flood(self, usual: Mapping[Suspicion, int], messages: int, vouched: Collection[Suspicion] = ()) -> Flood | None:
        """The first flood there is; `vouched` are those a person said to be in order."""
        for suspicion, count in self.counts.items():
            threshold = THRESHOLDS[suspicion]
            if count < threshold.least or suspicion in vouched:
                continue
            share = believed_share(suspicion, usual, messages)
            if count > share * self.size:
                return Flood(suspicion, count, self.size, share, self._earlier(suspicion))
        return None

    def _earlier(self, suspicion: Suspicion) -> tuple[UUID, ...]:
        """All but those of the last batch, which is not applied."""
        batches = list(self.batches)[:-1]
        return tuple(said.message for _, suspicious in batches for said in suspicious if suspicion in said.suspicions)
