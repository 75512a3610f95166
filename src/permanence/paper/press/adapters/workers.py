"""Typesetting in processes beside this one, so that memory stays bounded and all cores print."""

import os
import queue
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import orjson

from permanence.paper.press.adapters.typesetter import HOUSE, PLAIN, read_message, write_message

# Typst keeps what it laid out for a while: more documents at once cost memory and save no time (measured).
DOCUMENTS_A_JOB = 6
# Memory that grows in a worker is given back when it ends.
_JOBS_A_WORKER = 60
_MOST_WORKERS = 4


class TypesettingFailed(RuntimeError):
    """Not even the plain template could draw a document."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """Pages ready to print: how many each document takes, and which had to be drawn plainly, with the reason."""

    pdfs: tuple[bytes, ...]
    pages: tuple[int, ...]
    fields: tuple[Any, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()


class Workers:
    """As many typesetting processes as there are cores (four at most); starting them takes no waiting."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or max(1, min(_MOST_WORKERS, os.cpu_count() or 1))
        self._closed = False
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._alive: set[_Worker] = set()
        for _ in range(self.count):
            self._idle.put(self._start())
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="press")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in tuple(self._alive):
            worker.stop()
        self._threads.shutdown(wait=True)

    def typeset(self, job: dict[str, Any]) -> Future[Typeset]:
        """Typeset a job as soon as a worker is free; no document is left out. The future raises `TypesettingFailed`."""
        return self._threads.submit(self._typeset, job)

    def screens(self, job: dict[str, Any]) -> Future[list[tuple[str, bool]]]:
        """Draw a job's documents for a browser: HTML, and whether it is told plainly; raises `TypesettingFailed`."""
        return self._threads.submit(self._screens, job)

    def measure(self, job: dict[str, Any]) -> Future[Typeset]:
        """A job's only document without codes, and its fields; the future raises `TypesettingFailed`."""
        return self._threads.submit(self._measure, job)

    def _measure(self, job: dict[str, Any]) -> Typeset:
        answer = self._ask(job | {"form": "measure"})
        if not isinstance(answer, Typeset):
            raise TypesettingFailed(answer)
        return answer

    def _screens(self, job: dict[str, Any]) -> list[tuple[str, bool]]:
        answer = self._ask(job | {"form": "screen"})
        if not isinstance(answer, Typeset):
            raise TypesettingFailed(answer)
        return [(html, plain) for html, plain in orjson.loads(answer.pdfs[0])]

    def _typeset(self, job: dict[str, Any]) -> Typeset:
        """The job as it is; else each document alone, allowed letters without a glyph, at last drawn plainly."""
        documents = job["documents"]
        done = self._ask(job)
        if isinstance(done, Typeset):
            return done
        if len(documents) > 1:
            return _joined([self._typeset(job | {"documents": [document]}) for document in documents])
        lenient = self._ask(job | {"documents": [documents[0] | {"lenient": True}]})
        if isinstance(lenient, Typeset):
            return lenient
        plain = self._ask(job | {"documents": [_plainly(documents[0])]})
        if isinstance(plain, Typeset):
            return Typeset(plain.pdfs, plain.pages, faults=((0, lenient),))
        raise TypesettingFailed(plain)

    def _ask(self, job: dict[str, Any]) -> Typeset | str:
        """What a worker makes of the job, or why it made nothing; a worker that dies over it is asked twice."""
        worker = self._idle.get()
        try:
            for _attempt in (1, 2):
                if worker.spent:
                    worker = self._replace(worker)
                answer = worker.ask(job)
                if answer is not None:
                    return answer
            return "the worker died"
        finally:
            self._idle.put(worker)

    def _start(self) -> "_Worker":
        worker = _Worker()
        self._alive.add(worker)
        return worker

    def _replace(self, worker: "_Worker") -> "_Worker":
        worker.stop()
        self._alive.discard(worker)
        if self._closed:
            raise TypesettingFailed("the press is closed")
        return self._start()


class _Worker:
    """One process of `typesetter.py`."""

    def __init__(self) -> None:
        paths = [str(HOUSE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "permanence.paper.press.adapters.typesetter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Workers share the cores between them; a typesetter that starts threads of its own gains nothing.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "RAYON_NUM_THREADS": "1"},
        )
        self._jobs = 0

    @property
    def spent(self) -> bool:
        """Whether it is dead or has worked long enough."""
        return self._jobs >= _JOBS_A_WORKER or self._process.poll() is not None

    def ask(self, job: dict[str, Any]) -> Typeset | str | None:
        """The job typeset, or why it cannot be, or None when the process died over it."""
        self._jobs += 1
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            return None
        try:
            write_message(requests, job)
            answer = read_message(answers)
        except (BrokenPipeError, orjson.JSONDecodeError):
            answer = None
        if answer is None:
            self.stop()
            return None
        if "failed" in answer:
            return str(answer["failed"])
        pdf = answers.read(answer["bytes"])
        if len(pdf) < answer["bytes"]:
            self.stop()
            return None
        return Typeset((pdf,), tuple(answer["pages"]), tuple(answer["fields"]))

    def stop(self) -> None:
        """End the process: it holds nothing worth keeping."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _joined(chunks: Sequence[Typeset]) -> Typeset:
    pdfs: list[bytes] = []
    pages: list[int] = []
    faults: list[tuple[int, str]] = []
    for chunk in chunks:
        faults += [(len(pages) + place, reason) for place, reason in chunk.faults]
        pdfs += chunk.pdfs
        pages += chunk.pages
    return Typeset(tuple(pdfs), tuple(pages), faults=tuple(faults))


def _plainly(document: dict[str, Any]) -> dict[str, Any]:
    """The document in words alone; a form so drawn has no fields where a reader would look: no edition is called 0."""
    sealed = document["sealed"] | ({"version": 0} if document.get("returns") else {})
    return document | {"lenient": True, "template": PLAIN, "sealed": sealed}
