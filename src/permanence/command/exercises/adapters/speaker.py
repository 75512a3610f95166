"""The hospital's programs as a process of their own, which reads one job, sends it, and says how far it is."""

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from permanence.command.exercises.adapters.lanes import Lanes
from permanence.command.exercises.adapters.packs import demo_pack
from permanence.command.exercises.rules.hospital import Hospital, Telling, scale_named

_SAID_EVERY_SECONDS = 0.25


class SpeakerFailed(RuntimeError):
    """The process that sends ended before it was done; its last words are in its standard error."""


@dataclass(frozen=True, slots=True)
class Job:
    """Which hospital, which parts of what it says, and to whom."""

    seed: int
    scale: str
    now: datetime
    parts: tuple[str, ...]
    host: str
    port: int
    connections: int


@dataclass(frozen=True, slots=True)
class Said:
    """How far a part is; `memory` is the most the process ever held, in bytes."""

    part: str
    accepted: int
    refused: int
    is_done: bool
    seconds: float
    memory: int


def speak(job: Job) -> Iterator[Said]:
    """Have a process tell a job, and report as it goes. Raises `SpeakerFailed`."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin  # noqa: S101 (a pipe was asked for)
        assert process.stdout  # noqa: S101
        process.stdin.write(orjson.dumps(asdict(job)))
        process.stdin.close()
        try:
            for line in process.stdout:
                yield Said(**orjson.loads(line))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise SpeakerFailed(f"exit code {process.returncode}")


async def _tell(job: Job, telling: Telling) -> None:
    lanes = Lanes(job.host, job.port, connections=job.connections)
    try:
        for part in job.parts:
            begun, before = time.monotonic(), (lanes.count.accepted, lanes.count.refused)
            task = asyncio.create_task(lanes.tell(telling.messages(part)))
            while not task.done():
                await asyncio.wait([task], timeout=_SAID_EVERY_SECONDS)
                _say(part, lanes, before, begun, is_done=task.done() and not task.exception())
            task.result()
    finally:
        lanes.close()


def _say(part: str, lanes: Lanes, before: Sequence[int], begun: float, *, is_done: bool) -> None:
    said = Said(
        part,
        lanes.count.accepted - before[0],
        lanes.count.refused - before[1],
        is_done,
        time.monotonic() - begun,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )
    sys.stdout.buffer.write(orjson.dumps(asdict(said)) + b"\n")
    sys.stdout.buffer.flush()


def _job(read: dict[str, Any]) -> Job:
    read["now"] = datetime.fromisoformat(read["now"])
    read["parts"] = tuple(read["parts"])
    return Job(**read)


def main() -> None:
    """Tell the job that comes by the standard input."""
    job = _job(orjson.loads(sys.stdin.buffer.read()))
    pack = demo_pack()
    telling = Telling(Hospital(pack, scale_named(job.scale, pack), seed=job.seed, now=job.now))
    asyncio.run(_tell(job, telling))


if __name__ == "__main__":
    main()
