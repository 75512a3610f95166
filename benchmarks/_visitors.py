"""People in front of ward boards, over TLS: each with a connection of their own, at the rhythm of a ward."""

import asyncio
import random
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

POLL_SECONDS = 15.0
WATCHES_SECONDS, READS_SECONDS = 60.0, 20.0
_ETAG = re.compile(rb'"If-None-Match": "(?:\\"|&#34;|\\u0022)?([0-9a-f]{32})')
_PATIENT = re.compile(rb'href="(/charts/patient/[0-9a-f-]{36}/)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was asked for, when (seconds since the start), how long it took, its status and size."""

    kind: str
    at: float
    seconds: float
    status: int
    size: int


@dataclass(slots=True)
class Visitors:
    """Everybody's cookies, the wards they are in, and what they were answered."""

    port: int
    trust: ssl.SSLContext
    sessions: list[tuple[str, str]]
    wards: list[str]
    seconds: float
    answers: list[Answer] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    begun: float = 0.0

    async def come(self) -> None:
        """Everybody arrives within one poll, and stays."""
        self.begun = time.perf_counter()
        everybody = [self._stay(number, *session) for number, session in enumerate(self.sessions)]
        await asyncio.gather(*everybody)

    async def _stay(self, number: int, cookie: str, language: str) -> None:
        dice = random.Random(number)  # noqa: S311 (a rhythm, no secret)
        place = "map/" if number % 3 == 2 else ""
        visitor = _Visitor(self, f"/beds/wards/{self.wards[number % len(self.wards)]}/{place}", cookie, language, dice)
        await asyncio.sleep(dice.uniform(0, POLL_SECONDS))
        try:
            await visitor.connect()
            while self.left > 0:
                await visitor.watch()
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError) as fault:
            self.faults.append(repr(fault))
        finally:
            visitor.leave()

    @property
    def left(self) -> float:
        """Seconds until everybody goes."""
        return self.begun + self.seconds - time.perf_counter()


class _Visitor:
    def __init__(self, among: Visitors, board: str, cookie: str, language: str, dice: random.Random) -> None:
        self._among, self._board, self._dice = among, board, dice
        self._part = f"{board}beds/" if board.endswith("map/") else f"{board}lines/"
        self._headers = (
            f"Host: localhost:{among.port}\r\nCookie: sessionid={cookie}\r\nAccept-Language: {language}\r\n"
            "Accept: text/html\r\nConnection: keep-alive\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self._among.port, ssl=self._among.trust, server_hostname="localhost"
        )

    def leave(self) -> None:
        if self._writer:
            self._writer.close()

    async def watch(self) -> None:
        """Open the board, let it ask for news, open a patient's page, read it."""
        kind = "bed map" if self._part.endswith("beds/") else "ward list"
        page = await self._get(kind, self._board)
        etag, patients = _etag_of(page), _PATIENT.findall(page)
        ends = time.perf_counter() + self._dice.expovariate(1 / WATCHES_SECONDS)
        while (wait := min(POLL_SECONDS, ends - time.perf_counter(), self._among.left)) > 0:
            await asyncio.sleep(wait)
            if wait == POLL_SECONDS:
                etag = _etag_of(await self._get("poll", self._part, etag), etag)
        if patients and self._among.left > 0:
            await self._get("patient page", self._dice.choice(patients).decode())
            reads = self._dice.uniform(READS_SECONDS / 2, READS_SECONDS * 3 / 2)
            await asyncio.sleep(max(0.0, min(reads, self._among.left)))

    async def _get(self, kind: str, path: str, etag: bytes = b"") -> bytes:
        assert self._reader  # noqa: S101 (connected)
        assert self._writer  # noqa: S101
        held = f'If-None-Match: "{etag.decode()}"\r\nHX-Request: true\r\nHX-Trigger: ward\r\n' if etag else ""
        asked = time.perf_counter()
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._headers}{held}\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        size = next(_lengths(head), 0) if status != 304 else 0
        body = await self._reader.readexactly(size)
        among = self._among
        among.answers.append(Answer(kind, asked - among.begun, time.perf_counter() - asked, status, size))
        if status not in {200, 304}:
            among.faults.append(f"{kind}: {status}")
        return body


def _lengths(head: bytes) -> Iterator[int]:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            yield int(line.partition(b":")[2])


def _etag_of(page: bytes, otherwise: bytes = b"") -> bytes:
    found = _ETAG.search(page)
    return found[1] if found else otherwise
