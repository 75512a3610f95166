"""Where the fields of a sheet that comes back lie, asked of the typesetter itself, before any sheet is numbered."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import translation

from permanence.paper.press.adapters.workers import Typeset, TypesettingFailed, Workers
from permanence.paper.press.queries.frames import frame_words
from permanence.paper.press.rules import Content, breakable

_KIND = "measured"
_AHEAD = 8


class NotMeasured(RuntimeError):
    """The template could not draw the sheet."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A blank sheet without codes: its PDF, its pages, and what its template told of each field, in its own order."""

    pdf: bytes
    pages: int
    fields: tuple[Any, ...]


def measure(template: str, contents: Iterable[tuple[str, Content]]) -> Iterator[Measured | NotMeasured]:
    """Each content drawn blank in its language, in order; one that cannot be drawn is said, and stops no other."""
    waiting: list[Future[Typeset]] = []
    source = iter(contents)
    with Workers() as workers:
        while True:
            waiting += [workers.measure(_job(template, *one)) for one in islice(source, _AHEAD - len(waiting))]
            if not waiting:
                return
            yield _result(waiting.pop(0))


def _result(future: Future[Typeset]) -> Measured | NotMeasured:
    try:
        made = future.result()
    except TypesettingFailed as fault:
        return NotMeasured(str(fault))
    return Measured(made.pdfs[0], made.pages[0], made.fields)


def _job(template: str, language: str, content: Content) -> dict[str, Any]:
    around: Mapping[str, Any] = {
        "template": template,
        "kind": _KIND,
        "overlong": [],
        "printed": "",
        "age": "",
        "banner": "",
        "number": "",
        "ledger": "",
        "data": breakable(content.data),
    }
    heading = {"place": "", "title": content.title, "subject": "", "subject_line": ""}
    with translation.override(language):
        words = frame_words()
    return {"words": words, "labels": {_KIND: {}}, "documents": [{**around, **breakable(heading)}]}
