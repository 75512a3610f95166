"""A sender of messages over MLLP, as a hospital's integration engine is one: waits for each answer, sends again."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

END = b"\x1c\r"
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0


@dataclass(slots=True)
class Delivery:
    """What became of a run of messages; `seconds` holds the wait for each answer, in order of answers."""

    accepted: int = 0
    refused: int = 0
    sent_again: int = 0
    seconds: list[float] = field(default_factory=list)
    first_refusal: bytes = b""


# Told of every answer: the message and its answer.
Answered = Callable[[bytes, bytes], None]


def send(
    messages: Iterable[bytes],
    *,
    host: str,
    port: int,
    connections: int = 1,
    answered: Answered | None = None,
    patience_seconds: float = 60.0,
) -> Delivery:
    """Send messages over some connections, each waiting for an answer before its next message.

    A broken connection is opened again and its unanswered message sent again. Raises `TimeoutError` when nothing
    answers for `patience_seconds`.
    """
    return asyncio.run(_send(iter(messages), host, port, connections, answered, patience_seconds))


async def _send(
    messages: Iterator[bytes], host: str, port: int, connections: int, answered: Answered | None, patience: float
) -> Delivery:
    delivery = Delivery()
    line = _Line(host, port, delivery, answered, patience)
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(line.run(messages))
    return delivery


@dataclass(slots=True)
class _Line:
    """What all connections share: where to, what was counted."""

    host: str
    port: int
    delivery: Delivery
    answered: Answered | None
    patience: float

    async def run(self, messages: Iterator[bytes]) -> None:
        """One connection, from message to message, until none is left."""
        message = next(messages, None)
        since, pause = time.monotonic(), FIRST_PAUSE_SECONDS
        while message is not None:
            try:
                async with self._connected() as (reader, writer):
                    while message is not None:
                        self._count(message, await self._exchange(reader, writer, message))
                        message = next(messages, None)
                        since, pause = time.monotonic(), FIRST_PAUSE_SECONDS
            except (OSError, asyncio.IncompleteReadError) as reason:
                if time.monotonic() - since > self.patience:
                    raise TimeoutError(f"no answer from {self.host}:{self.port}") from reason
                self.delivery.sent_again += 1
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> bytes:
        sent_at = time.perf_counter()
        writer.write(b"\x0b" + message + END)
        async with asyncio.timeout(self.patience):
            answer = await reader.readuntil(END)
        self.delivery.seconds.append(time.perf_counter() - sent_at)
        return answer[1:-2]

    def _count(self, message: bytes, answer: bytes) -> None:
        if b"MSA|AA" in answer:
            self.delivery.accepted += 1
        else:
            self.delivery.refused += 1
            self.delivery.first_refusal = self.delivery.first_refusal or answer
        if self.answered is not None:
            self.answered(message, answer)
