"""A sender of messages over MLLP, as a hospital's integration engine is one: waits for each answer, sends again."""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
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
    tls: ssl.SSLContext | None = None,
) -> Delivery:
    """Send messages over some connections, each waiting for an answer before its next message.

    A broken connection is opened again and its unanswered message sent again; with `tls` each is secret. Raises
    `TimeoutError` when nothing answers for `patience_seconds`.
    """
    return asyncio.run(_send(iter(messages), host, port, connections, answered, patience_seconds, tls))


async def _send(
    messages: Iterator[bytes],
    host: str,
    port: int,
    connections: int,
    answered: Answered | None,
    patience: float,
    tls: ssl.SSLContext | None,
) -> Delivery:
    delivery = Delivery()
    line = _Line(host, port, delivery, answered, patience, tls)
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
    tls: ssl.SSLContext | None

    async def run(self, messages: Iterator[bytes]) -> None:
        """One connection, from message to message, until none is left."""
        message = next(messages, None)
        since, pause = time.monotonic(), FIRST_PAUSE_SECONDS
        while message is not None:
            conversation = _Conversation(self, message, messages)
            try:
                await asyncio.get_running_loop().create_connection(
                    lambda: conversation,  # noqa: B023 (called at once)
                    self.host,
                    self.port,
                    ssl=self.tls,
                )
                message = await conversation.unanswered
            except OSError:
                pass
            if message is None:
                return
            if conversation.answers:
                since, pause = time.monotonic(), FIRST_PAUSE_SECONDS
            if time.monotonic() - since > self.patience:
                raise TimeoutError(f"no answer from {self.host}:{self.port}")
            self.delivery.sent_again += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def count(self, message: bytes, answer: bytes, seconds: float) -> None:
        """A message was answered after some seconds."""
        self.delivery.seconds.append(seconds)
        if b"MSA|AA" in answer:
            self.delivery.accepted += 1
        else:
            self.delivery.refused += 1
            self.delivery.first_refusal = self.delivery.first_refusal or answer
        if self.answered is not None:
            self.answered(message, answer)


class _Conversation(asyncio.Protocol):
    """One open connection: each answer sends the next message. `unanswered` holds what it ended with, or None."""

    def __init__(self, line: _Line, message: bytes, messages: Iterator[bytes]) -> None:
        self.answers = 0
        self.unanswered: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._line, self._messages = line, messages
        self._message = message
        self._all_sent = False
        self._sent_at = 0.0
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for stream sockets)
        self._transport = transport
        self._watch()
        self._send(self._message)

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(END)
        if end < 0 or self._all_sent:
            return
        answer, self._received = self._received[1:end], self._received[end + len(END) :]
        self.answers += 1
        try:
            self._line.count(self._message, answer, time.perf_counter() - self._sent_at)
            following = next(self._messages, None)
        except Exception as reason:  # noqa: BLE001 (what the caller's own code raised is raised to the caller)
            self.unanswered.set_exception(reason)
            self._transport.abort()
            return
        if following is None:
            self._all_sent = True
            self._transport.close()
        else:
            self._send(following)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        self._watching.cancel()
        if not self.unanswered.done():
            self.unanswered.set_result(None if self._all_sent else self._message)

    def _send(self, message: bytes) -> None:
        self._message, self._sent_at = message, time.perf_counter()
        self._transport.write(b"\x0b" + message + END)

    def _watch(self) -> None:
        """One timer for all messages: a timer each would cost as much as the sending."""
        silent = time.perf_counter() - self._sent_at if self._sent_at else 0.0
        if silent >= self._line.patience:
            self._transport.abort()
            return
        self._watching = asyncio.get_running_loop().call_later(self._line.patience - silent, self._watch)
