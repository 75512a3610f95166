"""Typesetting in processes beside this one, so that memory stays bounded and all cores print."""

import os
import queue
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import orjson

from permanence.paper.press.adapters.typesetter import HOUSE, Typeset, read_message, write_message

# Typst keeps what it laid out for a while: more documents at once cost memory and save no time (measured).
DOCUMENTS_A_JOB = 10
# Memory that grows in a worker is given back when it ends.
_JOBS_A_WORKER = 60
_MOST_WORKERS = 4


class TypesettingFailed(RuntimeError):
    """A worker could not typeset a job, or died over it twice."""


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
        """Typeset a job as soon as a worker is free. The future raises `TypesettingFailed`."""
        return self._threads.submit(self._typeset, job)

    def _typeset(self, job: dict[str, Any]) -> Typeset:
        worker = self._idle.get()
        try:
            for _attempt in (1, 2):
                if worker.spent:
                    worker = self._replace(worker)
                answer = worker.ask(job)
                if answer is not None:
                    return answer
            raise TypesettingFailed("the worker died")
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
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        self._jobs = 0

    @property
    def spent(self) -> bool:
        """Whether it is dead or has worked long enough."""
        return self._jobs >= _JOBS_A_WORKER or self._process.poll() is not None

    def ask(self, job: dict[str, Any]) -> Typeset | None:
        """The job typeset, or None when the process died over it. Raises `TypesettingFailed`."""
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
            raise TypesettingFailed(answer["failed"])
        pdf = answers.read(answer["bytes"])
        if len(pdf) < answer["bytes"]:
            self.stop()
            return None
        faults = tuple((place, reason) for place, reason in answer["faults"])
        return Typeset(pdf, tuple(answer["pages"]), faults)

    def stop(self) -> None:
        """End the process: it holds nothing worth keeping."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
