"""What files would become as forms, without keeping any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from permanence.paper.forms.adapters.files import FileUnreadable, read_source
from permanence.paper.forms.queries.preparing import Laid, Prepared, languages_to_print, lay, prepare
from permanence.paper.forms.queries.words import fault_text, note_text
from permanence.paper.forms.rules import (
    Field,
    ItemType,
    Layout,
    Note,
    Questionnaire,
    QuestionnaireRefused,
    dropped,
)
from permanence.paper.press.queries import NotMeasured


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A file in one language on paper."""

    code: str
    language: str
    edition: int
    pages: int
    layout: Layout
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file: whether it is a Questionnaire that can be read, what it would become, and what is wrong with it."""

    path: Path
    valid: bool
    items: int
    forms: tuple[CheckedForm, ...] = ()
    reason: str = ""
    crashed: bool = False

    @property
    def printable(self) -> bool:
        """Whether it can be printed in every language it is for."""
        return bool(self.forms) and not self.reason


def check(paths: Sequence[Path]) -> Iterator[CheckedFile]:
    """Each file read, drawn and laid on pages, in order; what fails is told and stops no other."""
    read = [_read(path) for path in paths]
    laid = lay([one for _path, prepared in read if isinstance(prepared, list) for one in prepared])
    for path, prepared in read:
        if isinstance(prepared, list):
            yield _checked(path, [next(laid) for _one in prepared], prepared)
        else:
            yield CheckedFile(path, valid=False, items=0, reason=fault_text(prepared), crashed=_crashed(prepared))


def preview(path: Path, language: str | None = None) -> bytes:
    """The blank of a file in a language it is printed in (None: the first), without codes.

    Raises `QuestionnaireRefused`, `FileUnreadable` or `NotMeasured`.
    """
    source = read_source(path)
    languages = languages_to_print(source)
    (made,) = lay([prepare(source, language if language in languages else languages[0], path.stem)])
    if isinstance(made, NotMeasured):
        raise made
    return made.blank


def _read(path: Path) -> tuple[Path, list[Prepared] | Exception]:
    try:
        source: Any = read_source(path)
        return path, [prepare(source, language, path.stem) for language in languages_to_print(source)]
    except Exception as fault:  # noqa: BLE001 (a file nobody foresaw is counted as a crash, and stops no other)
        return path, fault


def _checked(path: Path, made: Sequence[Laid | NotMeasured], prepared: Sequence[Prepared]) -> CheckedFile:
    items = _count(prepared[0].form)
    failed = [one for one in made if isinstance(one, NotMeasured)]
    if failed:
        return CheckedFile(path, valid=True, items=items, reason=fault_text(failed[0]), crashed=True)
    forms = tuple(_form(one) for one in made if isinstance(one, Laid))
    lost = [note for one in prepared for note in dropped(one.form, one.drawing)]
    outside = [field.link_id for form in forms for field in form.layout.fields if not _on_paper(field, form.layout)]
    reason = "; ".join([*(note_text(note) for note in lost), *outside])
    return CheckedFile(path, valid=True, items=items, forms=forms, reason=reason)


def _form(laid: Laid) -> CheckedForm:
    one, layout = laid.prepared, laid.layout
    return CheckedForm(one.code, one.form.language, layout.edition, layout.pages, layout, one.drawing.notes)


def _on_paper(field: Field, layout: Layout) -> bool:
    """Whether a field lies inside its page: one beside the edge would be drawn and never read."""
    x, y, width, height = field.box_mm
    inside = x >= 0 and y >= 0 and x + width <= layout.page_mm[0] and y + height <= layout.page_mm[1]
    return inside and 1 <= field.page <= layout.pages


def _count(form: Questionnaire) -> int:
    return sum(item.type not in {ItemType.GROUP, ItemType.DISPLAY} for item in form.every())


def _crashed(fault: Exception) -> bool:
    return not isinstance(fault, QuestionnaireRefused | FileUnreadable)
