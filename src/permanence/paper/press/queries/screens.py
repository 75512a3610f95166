"""A run's documents as a browser shows them, composed from the rooms as things stand now."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils import translation

from permanence.paper.press.adapters.workers import Workers
from permanence.paper.press.models import PrintPart, PrintRun
from permanence.paper.press.queries.composition import Composed, NothingComposed, compose
from permanence.paper.press.queries.frames import around, framed_for_screens
from permanence.paper.press.rules import in_chunks

_DOCUMENTS_A_JOB = 10
_PARTS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class ScreenDocument:
    """One document: what the frame of its page would say, and its body as HTML; `plain`: without its layout."""

    kind: str
    place: str
    title: str
    subject: str
    subject_line: str
    printed: str
    age: str
    banner: str
    patient: UUID | None
    html: str
    plain: bool


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """The documents of one part of a run; `failed`: no room could give a single one."""

    part: UUID
    place: int
    label: str
    ward: UUID | None
    documents: tuple[ScreenDocument, ...]
    failed: bool = False


def screens(run: UUID, at: datetime) -> Iterator[ScreenPart]:
    """Each part of a run, in order, with what it says now; kinds that only paper can be are left out.

    The language is the run's.
    """
    row = PrintRun.objects.get(pk=run)
    parts = iter(PrintPart.objects.filter(run=row).order_by("place"))
    with Workers() as workers, translation.override(row.language):
        ahead: deque[_Drawing] = deque(_draw(row, part, at, workers) for part in islice(parts, _PARTS_AHEAD))
        while ahead:
            yield ahead.popleft().finished()
            ahead.extend(_draw(row, part, at, workers) for part in islice(parts, 1))


@dataclass(slots=True)
class _Drawing:
    """A part while its documents are drawn."""

    part: PrintPart
    documents: list[Composed]
    frames: list[dict[str, str]]
    chunks: list[Future[list[tuple[str, bool]]]]
    failed: bool

    def finished(self) -> ScreenPart:
        drawn = [one for chunk in self.chunks for one in chunk.result()]
        documents = tuple(
            ScreenDocument(
                **frame, kind=one.printable.kind, patient=one.content.patient, html=html, plain=plain or one.missing
            )
            for one, frame, (html, plain) in zip(self.documents, self.frames, drawn, strict=True)
        )
        return ScreenPart(self.part.pk, self.part.place, self.part.label, self.part.ward, documents, self.failed)


def _draw(run: PrintRun, part: PrintPart, at: datetime, workers: Workers) -> _Drawing:
    try:
        documents = [one for one in compose(part.plan, part.label) if one.printable.on_screens]
    except NothingComposed:
        return _Drawing(part, [], [], [], failed=True)
    jobs = [
        {"template": one.printable.template, "kind": one.printable.kind, "data": one.content.data} for one in documents
    ]
    labels = {one.printable.kind: one.printable.words() for one in documents}
    chunks = [workers.screens({"labels": labels, "documents": job}) for job in in_chunks(jobs, _DOCUMENTS_A_JOB)]
    shared = around(run, at)
    frames = [framed_for_screens(run, one.content, shared) for one in documents]
    return _Drawing(part, documents, frames, chunks, failed=False)
