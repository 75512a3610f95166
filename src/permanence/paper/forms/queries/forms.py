"""The forms of this box: which are printed, where their fields lie, how their blanks look."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
import pypdfium2
from django.db.models import QuerySet

from permanence.foundation.language import box_language
from permanence.paper.forms.models import FormEdition, FormPublication, FormRetirement
from permanence.paper.forms.rules import Layout, Questionnaire, code_of_kind, layout_from_json, read_questionnaire

_POINTS_AN_INCH = 72
_KEPT_PICTURES = 32


@dataclass(frozen=True, slots=True)
class FormRow:
    """One edition of a form; `current`: the one that is printed in its language now."""

    id: UUID
    code: str
    edition: int
    language: str
    title: str
    version: str
    tier: str
    pages: int
    fields: int
    source_name: str
    imported_at: datetime
    by: str
    retired: bool
    current: bool
    digest: str
    press: str


def form_named(code: str, language: str | None = None) -> FormRow | None:
    """The edition of a form printed now in a language (None: the box's), else in another; None when there is none."""
    wanted = language or box_language()
    rows = [row for row in forms(code=code) if row.current and not row.retired]
    return next((row for row in rows if row.language == wanted), rows[0] if rows else None)


def forms(*, code: str | None = None, every: bool = False) -> list[FormRow]:
    """The editions printed now, by title; with `every`, also those that were, and those of retired forms."""
    rows = _rows(code)
    return rows if every else [row for row in rows if row.current and (code or not row.retired)]


def layout_of(code: str, edition: int) -> Layout | None:
    """Where the fields of an edition lie; None when this box never held it. Retired forms are still read."""
    held = _edition(code, edition).values_list("layout", flat=True).first()
    return None if held is None else layout_from_json(held)


def layout_of_kind(kind: str, version: int) -> Layout | None:
    """The layout a page's code names; None for a document that does not come back, or a form not held here."""
    code = code_of_kind(kind)
    return layout_of(code, version) if code else None


def questionnaire_of(code: str, edition: int) -> Questionnaire | None:
    """What an edition asks, in its language."""
    row = _edition(code, edition).values_list("source", "language").first()
    return None if row is None else read_questionnaire(row[0], row[1])


def tags_of(code: str, edition: int) -> list[tuple[str, str]]:
    """What an edition says of itself in `meta.tag`: system and code of each."""
    held = _edition(code, edition).values_list("source", flat=True).first()
    tags = held.get("meta", {}).get("tag", []) if held else []
    return [(str(tag.get("system", "")), str(tag.get("code", ""))) for tag in tags]


def blank_pdf(code: str, edition: int) -> bytes | None:
    """The blank of an edition, without codes: to look at, and to compare with; never to be filled in."""
    held = _edition(code, edition).values_list("blank", flat=True).first()
    return None if held is None else bytes(held)


def blank_page(code: str, edition: int, page: int, dpi: int) -> Any:
    """A page of the blank as grey pixels (rows of `uint8`, not to be written to); None when there is no such page."""
    row = _edition(code, edition).values_list("pk", flat=True).first()
    return None if row is None else _picture(row, page, dpi)


@lru_cache(maxsize=_KEPT_PICTURES)
def _picture(row: UUID, page: int, dpi: int) -> Any:
    pdf = bytes(FormEdition.objects.values_list("blank", flat=True).get(pk=row))
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= page <= len(document):
            return None
        grey = document[page - 1].render(scale=dpi / _POINTS_AN_INCH, grayscale=True).to_numpy()
    picture = np.ascontiguousarray(grey.reshape(grey.shape[:2]))
    picture.flags.writeable = False
    return picture


def _edition(code: str, edition: int) -> QuerySet[FormEdition]:
    return FormEdition.objects.filter(form__code=code, edition=edition)


def _rows(code: str | None) -> list[FormRow]:
    rows = FormEdition.objects.defer("source", "blank").select_related("form").order_by("-recorded_at", "-id")
    retired = set(FormRetirement.objects.filter(returned__isnull=True).values_list("form", flat=True))
    current = _current()
    wanted = rows.filter(form__code=code) if code else rows
    found = [_told(row, retired=row.form_id in retired, current=row.pk in current) for row in wanted]
    return sorted(found, key=lambda row: (row.title.casefold(), row.code, row.language, not row.current))


def _current() -> set[UUID]:
    """The editions printed now: the last published of each form and language."""
    published = FormPublication.objects.order_by("recorded_at", "id")
    told = published.values_list("edition__form", "edition__language", "edition")
    return set({(form, language): edition for form, language, edition in told}.values())


def _told(row: FormEdition, *, retired: bool, current: bool) -> FormRow:
    return FormRow(
        id=row.pk,
        code=row.form.code,
        edition=row.edition,
        language=row.language,
        title=row.title,
        version=row.version,
        tier=row.tier,
        pages=row.pages,
        fields=len(row.layout["fields"]),
        source_name=row.source_name,
        imported_at=row.occurred_at,
        by=row.by,
        retired=retired,
        current=current,
        digest=row.digest,
        press=row.press,
    )
