"""Reading pages in processes beside this one: all cores read, and a page that kills its reader costs one page."""

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import cv2

from permanence.paper.scans.adapters import documents, shelf
from permanence.paper.scans.rules import Blank, PageReading, Reader, Sighting, read_page

_MOST_WORKERS = 4
# What decoders keep is given back when a worker ends.
_PAGES_A_WORKER = 400
_AHEAD = 2
_DIED = "the reading process died"


@dataclass(frozen=True, slots=True)
class Ask:
    """A page to read: of which file, where its straight picture goes, where blanks lie.

    `kind_of` names the form of sheets (number: kind and version) for pages only the witness identifies.
    """

    file: Path
    place: int
    straight: Path
    blanks: Path
    kind_of: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as read, or why it could not be decoded, or the blank it needs first; milliseconds of one core."""

    ask: Ask
    reading: PageReading | None
    unreadable: str = ""
    needs: Sighting | None = None
    ms: int = 0


class Readers:
    """Reading processes, as many as there are cores (four at most)."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or max(1, min(_MOST_WORKERS, os.cpu_count() or 1))
        self._pool = self._started(self.count)

    def read(self, asks: Iterable[Ask]) -> Iterator[Answer]:
        """The answers, as they come; few pages are under way at a time, so memory does not grow with the file."""
        coming = iter(asks)
        under_way: dict[Future[Answer], Ask] = {}
        while True:
            while len(under_way) < self.count * _AHEAD and (ask := next(coming, None)):
                under_way[self._pool.submit(read_one, ask)] = ask
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            try:
                for future in done:
                    answer = future.result()
                    del under_way[future]
                    yield answer
            except BrokenProcessPool:
                yield from self._one_by_one(list(under_way.values()))
                under_way = {}

    def read_now(self, ask: Ask) -> Answer:
        """The answer to one ask, waited for; a page that kills its reader is unreadable."""
        try:
            return self._pool.submit(read_one, ask).result()
        except BrokenProcessPool:
            return next(self._one_by_one([ask]))

    def stop(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _one_by_one(self, asks: list[Ask]) -> Iterator[Answer]:
        """Of the pages under way when a process died, each alone: the one that kills again is unreadable."""
        for ask in asks:
            self._pool.shutdown(wait=True)
            self._pool = self._started(1)
            try:
                answer = self._pool.submit(read_one, ask).result()
            except BrokenProcessPool:
                answer = Answer(ask, None, unreadable=_DIED)
            yield answer
        self._pool.shutdown(wait=True)
        self._pool = self._started(self.count)

    @staticmethod
    def _started(count: int) -> ProcessPoolExecutor:
        # Spawned, so that no worker shares a database connection or half a lock with this process.
        return ProcessPoolExecutor(count, get_context("spawn"), _prepare, max_tasks_per_child=_PAGES_A_WORKER)


def read_one(ask: Ask) -> Answer:
    """Read one page in this process."""
    begun = time.process_time()
    try:
        picture = documents.page_picture(ask.file, ask.place)
    except (documents.PageUnreadable, OSError) as fault:
        return Answer(ask, None, unreadable=str(fault)[:200])
    missing: list[Sighting] = []
    kinds = dict(ask.kind_of)

    def find(sighting: Sighting) -> Blank | None:
        name = blank_name(sighting, kinds)
        blank = _blank(ask.blanks, name, sighting.page or 1) if name else None
        if blank is None:
            missing.append(sighting)
        return blank

    reading = read_page(picture, find, _reader())
    if missing:
        return Answer(ask, reading, needs=missing[0])
    if reading.straight is not None:
        shelf.keep_straight(ask.straight, reading.straight)
    # The picture lies on the disk: it need not travel.
    return Answer(ask, reading.without_picture(), ms=round(1000 * (time.process_time() - begun)))


def blank_name(sighting: Sighting, kinds: dict[str, str]) -> str | None:
    """The name a sighting's blank page is laid out under; None when the number is known and its kind is not."""
    if sighting.code:
        return f"{sighting.code.kind}-{sighting.code.version}-{sighting.code.page}"
    kind = kinds.get(sighting.number.compact) if sighting.number else None
    return f"{kind}-{sighting.page}" if kind else None


def _prepare() -> None:
    # Workers share the cores between them; threads of their own gain nothing.
    cv2.setNumThreads(1)


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return shelf.reader()


# A page's blank takes about 20 MB: enough forms for a mixed pile, and memory stays bounded.
@lru_cache(maxsize=24)
def _kept_blank(folder: Path, name: str, page: int) -> Blank:
    blank = shelf.blank_laid_out(folder, name, page)
    if blank is None:
        raise FileNotFoundError(name)
    return blank


def _blank(folder: Path, name: str, page: int) -> Blank | None:
    try:
        return _kept_blank(folder, name, page)
    except FileNotFoundError:
        return None
