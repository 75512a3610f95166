"""From a file to a measured form: read, drawn, laid on pages, and given its edition."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from permanence.foundation.language import box_language
from permanence.paper.forms.queries.words import edition_line, form_words
from permanence.paper.forms.rules import (
    MARKS,
    PAGE_MM,
    Drawing,
    Layout,
    Questionnaire,
    code_of,
    digest_of,
    draw,
    edition_of,
    languages_of,
    read_questionnaire,
)
from permanence.paper.press.queries import Content, Measured, NotMeasured, measure

TEMPLATE = "/paper/forms/templates/forms/form.typ"
_TEMPLATES = (Path(__file__).resolve().parents[1] / "templates" / "forms",)
_PRESS = Path(__file__).resolve().parents[2] / "press" / "templates" / "press" / "sheet.typ"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A questionnaire in one language, drawn but not yet laid on pages."""

    code: str
    form: Questionnaire
    drawing: Drawing
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Laid:
    """A form on its pages: where its fields lie, its edition, the digest of all that is printed, and a blank."""

    prepared: Prepared
    layout: Layout
    digest: str
    blank: bytes


def languages_to_print(source: Any) -> tuple[str, ...]:
    """The languages a file is printed in: those it says it holds and the house speaks, else that of the box."""
    return tuple(one for one in languages_of(source) if one in LANGUAGES) or (box_language(),)


def prepare(source: Any, language: str, fallback: str) -> Prepared:
    """Read and draw a questionnaire. Raises `QuestionnaireRefused`."""
    form = read_questionnaire(source, language, fallback)
    words = form_words(language)
    return Prepared(code_of(form, fallback), form, draw(form, words), words)


def lay(prepared: Iterable[Prepared]) -> Iterator[Laid | NotMeasured]:
    """Each form laid on its pages by the typesetter, in order."""
    held = list(prepared)
    contents = [(one.form.language, Content(data_of(one.drawing, one.words, ""), "", one.form.title)) for one in held]
    for one, measured in zip(held, measure(TEMPLATE, contents), strict=True):
        yield measured if isinstance(measured, NotMeasured) else _laid(one, measured)


def data_of(drawing: Drawing, words: dict[str, str], edition: str) -> dict[str, Any]:
    """What the template takes, with nothing filled in."""
    return {
        "blocks": list(drawing.blocks),
        "words": words,
        "edition": edition,
        "marks": [MARKS[number] for number in sorted(MARKS)],
        "values": {},
        "framed": [],
        "unplaced": [],
    }


def edition_text(form: Questionnaire, code: str, edition: int) -> str:
    """What the head of a form says of its edition."""
    return edition_line(version=form.version, tier=form.tier, code=code, edition=edition, language=form.language)


@cache
def press_digest() -> str:
    """What decides where fields lie besides the file: the templates and the typesetter."""
    files = sorted(path for folder in _TEMPLATES for path in folder.glob("*.typ"))
    held = b"".join(path.read_bytes() for path in [*files, _PRESS])
    return sha256(held + installed("typst").encode()).hexdigest()


def _laid(one: Prepared, measured: Measured) -> Laid:
    told = {place: (page, box) for place, page, *box in measured.fields}
    fields = tuple(
        replace(field, page=int(told[place][0]), box_mm=_rounded(told[place][1]))
        for place, field in enumerate(one.drawing.fields)
    )
    printed = [
        one.code, one.form.language, one.form.title, one.form.version, one.form.tier, one.drawing.blocks, one.words,
        measured.pages, [asdict(field) for field in fields],
    ]  # fmt: skip
    digest = digest_of(printed)
    return Laid(one, Layout(one.code, edition_of(digest), measured.pages, PAGE_MM, fields), digest, measured.pdf)


def _rounded(box: list[float]) -> tuple[float, float, float, float]:
    x, y, width, height = (round(figure, 2) for figure in box)
    return x, y, width, height
