"""Sends messages over several MLLP connections at once; those of one lane keep their order."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from permanence.command.exercises.rules.segments import ALONE, Sent

_START, _END = b"\x0b", b"\x1c\r"
# Messages read ahead of the answers, for each connection: enough that none waits for the generator.
_AHEAD = 8
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 5.0
# HL7 table 0357: the receiver could not store the message just now and asks for it again.
_SEND_AGAIN = b"|207"


class NobodyAnswers(Exception):
    """No answer came for as long as a sender is ready to wait."""


@dataclass(slots=True)
class Count:
    """How many messages were answered, and how: accepted, or set aside by the receiver."""

    accepted: int = 0
    refused: int = 0

    @property
    def answered(self) -> int:
        """Both together."""
        return self.accepted + self.refused


class Lanes:
    """Connections to one MLLP door; a lane always uses the same one, so its messages are answered in order."""

    def __init__(self, host: str, port: int, *, connections: int, patience_seconds: float = 120.0) -> None:
        self.host, self.port, self.patience_seconds = host, port, patience_seconds
        self.count = Count()
        self._lines = [_Line(self) for _ in range(connections)]
        self._waiting = 0
        self._room = asyncio.Event()
        self._failure: BaseException | None = None

    async def tell(self, messages: Iterable[Sent], *, pace: Callable[[], float] = lambda: 0.0) -> None:
        """Send them all and wait for every answer. Raises `NobodyAnswers`.

        `pace` gives the seconds to wait before the next message.
        """
        for message in messages:
            pause = pace()
            if pause > 0:
                await asyncio.sleep(pause)
            if message.lane == ALONE:
                await self._until(0)
            self._waiting += 1
            self._lines[message.lane % len(self._lines)].offer(message.body)
            await self._until(0 if message.lane == ALONE else _AHEAD * len(self._lines))
        await self._until(0)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()

    async def _until(self, most: int) -> None:
        while self._waiting > most:
            if self._failure:
                raise self._failure
            self._room.clear()
            await self._room.wait()

    def answered(self, answer: bytes) -> None:
        """One more answer."""
        if b"MSA|AA" in answer:
            self.count.accepted += 1
        else:
            self.count.refused += 1
        self._waiting -= 1
        self._room.set()

    def failed(self, failure: BaseException) -> None:
        """A connection cannot be had."""
        self._failure = failure
        self._room.set()


class _Line(asyncio.Protocol):
    """One connection: sends, waits for the answer, sends the next."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._queue: deque[bytes] = deque()
        self._sent = b""
        self._came = bytearray()
        self._transport: asyncio.Transport | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._is_closed = False

    def offer(self, body: bytes) -> None:
        self._queue.append(body)
        if self._transport is None:
            self._connect()
        elif not self._sent:
            self._next()

    def close(self) -> None:
        self._is_closed = True
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for stream sockets)
        self._transport = transport
        self._came.clear()
        if self._sent:
            transport.write(self._sent)
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        self._transport = None
        if not self._is_closed and (self._sent or self._queue):
            self._connect()

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(_END)) >= 0:
            answer = bytes(self._came[:end])
            del self._came[: end + 2]
            if _SEND_AGAIN in answer and b"MSA|AE" in answer:
                asyncio.get_running_loop().call_later(_FIRST_PAUSE_SECONDS, self._again)
                return
            self._sent = b""
            self._lanes.answered(answer)
            self._next()

    def _next(self) -> None:
        if self._queue and self._transport:
            self._sent = _START + self._queue.popleft() + _END
            self._transport.write(self._sent)

    def _again(self) -> None:
        if self._transport and self._sent:
            self._transport.write(self._sent)

    def _connect(self) -> None:
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.get_running_loop().create_task(self._connected())

    async def _connected(self) -> None:
        since, pause = time.monotonic(), _FIRST_PAUSE_SECONDS
        while not self._is_closed:
            try:
                await asyncio.get_running_loop().create_connection(lambda: self, self._lanes.host, self._lanes.port)
            except OSError as reason:
                if time.monotonic() - since > self._lanes.patience_seconds:
                    failure = NobodyAnswers(f"{self._lanes.host}:{self._lanes.port}")
                    failure.__cause__ = reason
                    self._lanes.failed(failure)
                    return
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            else:
                return
