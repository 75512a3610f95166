"""Have the made-up hospital speak to this box through its real door, part by part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.command.exercises import queries
from permanence.command.exercises.adapters.speaker import Job, Said, SpeakerFailed, speak
from permanence.command.exercises.models import DemoPart
from permanence.exchange.hl7v2 import operations as hl7v2
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger

_HERE = "127.0.0.1"


class NoDemonstration(Exception):
    """The box is no demonstration: nothing made up may be told to it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the pouring is, in messages; `expected` is an estimate, `rate` in messages a second since it began."""

    part: str
    answered: int
    expected: int
    rate: float
    seconds_left: float
    memory: int


def pour(
    *,
    port: int,
    connections: int,
    by: Actor,
    occurred_at: datetime,
    on_progress: Callable[[Progress], None] | None = None,
) -> int:
    """Open this box's MLLP door, have the hospital say all that was not told yet, close the door; how much was told.

    The hospital speaks from another process over that many connections. What was told whole before is not told again;
    of a part that was interrupted, the messages already received are recognised. Refuses a box that is no
    demonstration (`NoDemonstration`), and a port that is taken (`OSError`). Raises `SpeakerFailed` when the other
    process ended before its time. Logs `exercises.part_told` for each part, beside what receiving logs.
    """
    demo = queries.demo()
    if demo is None:
        raise NoDemonstration
    left = queries.parts_left(demo)
    if not left:
        return 0
    expected = sum(part.about for part in left)
    server = hl7v2.start_feeds(host=_HERE, port=port, by=by, occurred_at=occurred_at)
    meter = _Meter(expected, {part.name: part.about for part in left}, on_progress)
    try:
        names = tuple(part.name for part in left)
        job = Job(demo.seed, demo.scale, demo.made_at, names, _HERE, server.port, connections)
        for said in speak(job):
            meter.read(said)
            if said.is_done:
                _record(demo.id, said, by, occurred_at)
    finally:
        server.stop()
    return meter.answered


class _Meter:
    def __init__(self, expected: int, about: dict[str, int], on_progress: Callable[[Progress], None] | None) -> None:
        self._expected, self._about, self._on_progress = expected, about, on_progress
        self._before, self._seconds = 0, 0.0
        self.answered = 0

    def read(self, said: Said) -> None:
        done = said.accepted + said.refused
        self.answered, seconds = self._before + done, self._seconds + said.seconds
        if said.is_done:
            # Parts are as long as they turn out to be.
            self._expected += done - self._about[said.part]
            self._before, self._seconds = self.answered, seconds
        if self._on_progress and seconds:
            rate = self.answered / seconds
            left = max(self._expected - self.answered, 0) / rate if rate else 0.0
            self._on_progress(Progress(said.part, self.answered, self._expected, rate, left, said.memory))


@transaction.atomic
def _record(hospital: UUID, said: Said, by: Actor, occurred_at: datetime) -> None:
    DemoPart.objects.create(
        hospital_id=hospital,
        name=said.part,
        accepted=said.accepted,
        refused=said.refused,
        seconds=said.seconds,
        occurred_at=occurred_at,
    )
    facts: dict[str, object] = {"part": said.part, "accepted": said.accepted, "refused": said.refused}
    ledger.record(kind="exercises.part_told", subject=hospital, by=by, occurred_at=occurred_at, facts=facts)


__all__ = ["NoDemonstration", "Progress", "SpeakerFailed", "pour"]
