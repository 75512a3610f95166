"""The MLLP door: one asyncio thread reads and answers, one writer thread stores, a bounded queue lies between."""

import asyncio
import logging
import queue
import socket
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from permanence.exchange.hl7v2.adapters.arrivals import Arrival, Storing
from permanence.exchange.hl7v2.adapters.tls import Entrance, Secured, TlsDoor
from permanence.exchange.hl7v2.rules.framing import END, LIMIT, START, MessageTooLarge, MllpDeframer, frame

logger = logging.getLogger(__name__)

# IANA gave this port to HL7 over MLLP.
PORT = 2575
STOP_SECONDS = 30
# Of a message too large to take in, what is kept to name it: its header, and who it was about.
KEPT_OF_TOO_LARGE = 8192


@dataclass(frozen=True, slots=True)
class Limits:
    """What the door takes in, so that no sender can fill the memory of the box."""

    # Above what one read from a socket gives, so that a chunk never holds the whole of a message that is too large.
    message_bytes: int = LIMIT
    # Frames still arriving, over all connections: beyond this the connection with the largest one is closed.
    partial_bytes: int = 256 * 2**20
    # Whole messages not yet stored: beyond this nothing more is read until half of them are.
    waiting: int = 4_000
    waiting_bytes: int = 128 * 2**20
    # One transaction holds at most this much, so that nobody waits long behind a flood.
    batch: int = 400
    batch_bytes: int = 16 * 2**20
    # What senders that were just answered are given to send their next message, so that it shares a transaction.
    gathering_seconds: float = 0.008
    connections: int = 2_000


class FeedServer:
    """Listens on a port, and on another with TLS; answers a message only after `store` returned, after its commit."""

    def __init__(
        self, store: Storing, *, host: str, port: int, limits: Limits | None = None, tls: TlsDoor | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._host, self._port, self._tls = host, port, tls
        self._entrance = Entrance(tls.context()) if tls else None
        self._servers: list[asyncio.Server] = []
        self._connections: set[_Connection] = set()
        self._paused: set[_Connection] = set()
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._expected = 0
        self._gathered = threading.Event()
        self._waiting = self._waiting_bytes = self._partial_bytes = 0
        self._listening: Future[tuple[int, ...]] = Future()
        self._loop = asyncio.new_event_loop()
        self._reader = threading.Thread(target=self._read, name="hl7v2-reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name="hl7v2-writer", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on, which the system chose when 0 was asked for."""
        return self._listening.result()[0]

    @property
    def tls_port(self) -> int | None:
        """The port it listens on over TLS; None when it was not asked to."""
        return self._listening.result()[1] if self._tls else None

    def start(self) -> "FeedServer":
        """Listen. Raises `OSError` when the port is taken."""
        self._writer.start()
        self._reader.start()
        try:
            self._listening.result()
        except OSError:
            self._queue.put(None)
            raise
        return self

    def stop(self) -> None:
        """Take nothing more in, store and answer what waits, close. Stopping twice does nothing more."""
        if not self._reader.is_alive():
            return
        self._loop.call_soon_threadsafe(self._stop_listening)
        self._writer.join(STOP_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._reader.join(STOP_SECONDS)

    # In the reader thread.

    def _read(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._listen())
        except OSError as reason:
            for server in self._servers:
                server.close()
            self._loop.close()
            self._listening.set_exception(reason)
            return
        self._listening.set_result(tuple(server.sockets[0].getsockname()[1] for server in self._servers))
        self._loop.run_forever()
        for connection in (*self._connections, *(self._entrance.shaking if self._entrance else ())):
            connection.close()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self) -> None:
        listen, tls, entrance = self._loop.create_server, self._tls, self._entrance
        self._servers.append(await listen(lambda: _Connection(self), self._host, self._port, backlog=512))
        if tls and entrance:
            server = await listen(lambda: Secured(_Connection(self), entrance), tls.host, tls.port, backlog=512)
            self._servers.append(server)

    def _stop_listening(self) -> None:
        for server in self._servers:
            server.close()
        for connection in self._connections:
            connection.pause()
        self._queue.put(None)

    def welcome(self, connection: "_Connection") -> None:
        """A sender connects."""
        self._connections.add(connection)
        if len(self._connections) > self.limits.connections:
            logger.warning("too many connections: %s was refused", connection.peer)
            connection.close()

    def farewell(self, connection: "_Connection") -> None:
        """A sender is gone; what it sent whole is still stored."""
        self._connections.discard(connection)
        self._paused.discard(connection)
        self._partial_bytes -= connection.partial
        connection.partial = 0

    def take(self, connection: "_Connection", arrivals: Sequence[Arrival], partial: int) -> None:
        """Messages came in whole, and `partial` bytes of the next one."""
        for arrival in arrivals:
            self._waiting += 1
            self._waiting_bytes += len(arrival.raw)
            self._queue.put(_Waiting(connection, arrival))
        if self._expected and self._queue.qsize() >= self._expected:
            self._gathered.set()
        self._partial_bytes += partial - connection.partial
        connection.partial = partial
        if self._partial_bytes > self.limits.partial_bytes:
            largest = max(self._connections, key=lambda candidate: candidate.partial)
            logger.warning("too many large messages at once: %s was cut off and has to send again", largest.peer)
            largest.close()
        if self._waiting > self.limits.waiting or self._waiting_bytes > self.limits.waiting_bytes:
            self._paused.add(connection)
            connection.pause()

    def _deliver(self, batch: Sequence["_Waiting"], answers: Sequence[bytes]) -> None:
        for waiting, answer in zip(batch, answers, strict=True):
            self._waiting -= 1
            self._waiting_bytes -= len(waiting.arrival.raw)
            waiting.connection.answer(answer)
        if self._paused and self._waiting * 2 < self.limits.waiting:
            resumed, self._paused = self._paused, set()
            for connection in resumed:
                connection.resume()

    # In the writer thread.

    def _write(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            if batch:
                answers = self._answers([waiting.arrival for waiting in batch])
                # Before anybody is answered: what comes after that is not to be waited for twice.
                self._gathered.clear()
                senders = len({waiting.connection for waiting in batch})
                self._expected = min(self._queue.qsize() + senders, self.limits.batch)
                self._loop.call_soon_threadsafe(self._deliver, batch, answers)
                self._gather()

    def _gather(self) -> None:
        """Wait a moment for the senders just answered to go on, and not at all once they all have.

        A transaction costs as much for one message as for six, and a lone sender's is never kept waiting.
        """
        if self._queue.qsize() < self._expected:
            self._gathered.wait(self.limits.gathering_seconds)
        self._expected = 0

    def _next_batch(self) -> tuple[list["_Waiting"], bool]:
        batch: list[_Waiting] = []
        size = 0
        while len(batch) < self.limits.batch and size < self.limits.batch_bytes:
            try:
                waiting = self._queue.get(block=not batch)
            except queue.Empty:
                break
            if waiting is None:
                return batch, False
            batch.append(waiting)
            size += len(waiting.arrival.raw)
        return batch, True

    def _answers(self, arrivals: Sequence[Arrival]) -> Sequence[bytes]:
        try:
            return self._store(arrivals)
        except Exception:
            # No answer at all: every sender keeps its message and sends it again.
            logger.exception("%d messages were not stored and not answered", len(arrivals))
            return [b""] * len(arrivals)


@dataclass(frozen=True, slots=True)
class _Waiting:
    connection: "_Connection"
    arrival: Arrival


class _Connection(asyncio.Protocol):
    """One sender; its messages are answered in the order they came."""

    def __init__(self, server: FeedServer) -> None:
        self._server = server
        self._deframer = MllpDeframer(server.limits.message_bytes)
        self._beginning = b""
        self._skipping = False
        self._transport: asyncio.Transport | None = None
        self._reads_no_answers = False
        self.partial = 0
        self.peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for stream sockets)
        self._transport = transport
        name = transport.get_extra_info("peername")
        self.peer = f"{name[0]}:{name[1]}" if name else ""
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._server.welcome(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        self._transport = None
        self._server.farewell(self)

    def data_received(self, data: bytes) -> None:
        if self._skipping:
            data = self._skipped(data)
        try:
            whole = self._deframer.feed(data)
        except MessageTooLarge:
            self._refuse(data)
            return
        self._remember(data, ended=bool(whole))
        self._server.take(self, [Arrival(raw, self.peer) for raw in whole], self._deframer.pending)

    def _remember(self, data: bytes, *, ended: bool) -> None:
        """Keep the beginning of a message that is not whole yet, in case it turns out too large to take in."""
        pending = self._deframer.pending
        if not pending:
            self._beginning = b""
        elif ended or pending <= len(data):
            self._beginning = data[-pending:][:KEPT_OF_TOO_LARGE]
        elif len(self._beginning) < KEPT_OF_TOO_LARGE:
            self._beginning += data[: KEPT_OF_TOO_LARGE - len(self._beginning)]

    def _refuse(self, data: bytes) -> None:
        """Drop the rest of a message that is too large; what follows it is read again."""
        beginning = self._beginning or data[data.find(START) + 1 :][:KEPT_OF_TOO_LARGE]
        self._deframer = MllpDeframer(self._server.limits.message_bytes)
        self._beginning, self._skipping = b"", True
        self._server.take(self, [Arrival(beginning, self.peer, is_cut=True)], 0)
        self.data_received(data)

    def _skipped(self, data: bytes) -> bytes:
        end = data.find(END + b"\r")
        if end < 0 and data[-1:] == END:
            end = len(data) - 1
        if end < 0:
            return b""
        self._skipping = False
        return data[end + 1 :]

    def answer(self, answer: bytes) -> None:
        """Send an answer; an empty one closes, which tells the sender to come back and try again."""
        if self._transport is None:
            return
        if answer:
            self._transport.write(frame(answer))
        else:
            self.close()

    def pause_writing(self) -> None:
        self._reads_no_answers = True
        self.pause()

    def resume_writing(self) -> None:
        self._reads_no_answers = False
        self.resume()

    def pause(self) -> None:
        """Read nothing more from this sender."""
        if self._transport is not None and self._transport.is_reading():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        if self._transport is not None and not self._reads_no_answers and not self._transport.is_closing():
            self._transport.resume_reading()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()
