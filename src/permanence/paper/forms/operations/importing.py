"""Taking questionnaires in as forms: read, laid on pages, kept with their source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.forms.models import Form, FormEdition, FormPublication
from permanence.paper.forms.queries.forms import forms
from permanence.paper.forms.queries.preparing import Laid, languages_to_print, lay, prepare, press_digest
from permanence.paper.forms.rules import QuestionnaireRefused
from permanence.paper.press.queries import NotMeasured

_TITLE_MOST, _VERSION_MOST, _NAME_MOST = 300, 100, 120


class EditionsClash(ValueError):
    """Another print of this form has the same figure: a reader could not tell their sheets apart."""


class FormNotPrintable(RuntimeError):
    """The press could not draw the form."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in: what it is called, and the JSON in it."""

    name: str
    held: Any


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file in one language; `fresh`: an edition this box did not hold yet."""

    name: str
    code: str
    language: str
    edition: int = 0
    pages: int = 0
    fields: int = 0
    fresh: bool = False
    refused: QuestionnaireRefused | EditionsClash | FormNotPrintable | None = None


def import_forms(*, sources: Sequence[Source], by: Actor, occurred_at: datetime) -> list[Taken]:
    """Keep questionnaires as forms, each in the languages it holds; the newest edition of a form is what is printed.

    A file that cannot be printed is told with its reason and stops no other. The same file again changes nothing. An
    edition whose figure another print of the form already has is refused (`EditionsClash`). The ledger gets
    `forms.imported` for each new edition.
    """
    prepared, taken = [], []
    for source in sources:
        for language in languages_to_print(source.held):
            try:
                prepared.append((source, prepare(source.held, language, source.name)))
            except QuestionnaireRefused as refused:
                taken.append(Taken(source.name, "", language, refused=refused))
    for (source, one), laid in zip(prepared, lay([one for _source, one in prepared]), strict=True):
        if isinstance(laid, NotMeasured):
            fault = FormNotPrintable(str(laid))
            taken.append(Taken(source.name, one.code, one.form.language, refused=fault))
        else:
            taken.append(_kept(source, laid, by, occurred_at))
    return taken


def renew_forms(*, by: Actor, occurred_at: datetime, codes: Sequence[str] = ()) -> int:
    """Lay forms again that were laid with other templates than these; returns how many look different by it.

    Their sheets that are out are still read by the edition they carry. The ledger gets `forms.imported` for each.
    """
    rows = [row for row in forms() if not codes or row.code in codes]
    stale = [row.id for row in rows if row.press != press_digest()]
    held = list(FormEdition.objects.filter(pk__in=stale).select_related("form"))
    prepared = [prepare(row.source, row.language, row.form.code) for row in held]
    fresh = 0
    for row, laid in zip(held, lay(prepared), strict=True):
        if not isinstance(laid, NotMeasured):
            fresh += _kept(Source(row.source_name, row.source), laid, by, occurred_at).fresh
    return fresh


def _kept(source: Source, laid: Laid, by: Actor, occurred_at: datetime) -> Taken:
    one, layout = laid.prepared, laid.layout
    told = Taken(source.name, one.code, one.form.language, layout.edition, layout.pages, len(layout.fields))
    with transaction.atomic():
        form, _made = Form.objects.get_or_create(code=one.code, defaults={"occurred_at": occurred_at})
        row = FormEdition.objects.filter(form=form, edition=layout.edition).defer("source", "blank").first()
        if row is not None and row.digest != laid.digest:
            return replace(told, refused=EditionsClash(one.code))
        fresh = row is None
        if row is None:
            row = FormEdition(form=form, edition=layout.edition, digest=laid.digest, **_columns(source, laid))
            row.by, row.occurred_at = str(by), occurred_at
            row.save(force_insert=True)
        elif row.press != press_digest():
            FormEdition.objects.filter(pk=row.pk).update(press=press_digest())
        _publish(row, by, occurred_at)
    return replace(told, fresh=fresh)


def _publish(row: FormEdition, by: Actor, occurred_at: datetime) -> None:
    """Print this edition from now on, unless it is the one that is printed."""
    before = FormPublication.objects.filter(edition__form=row.form_id, edition__language=row.language)
    if before.order_by("-recorded_at", "-id").values_list("edition", flat=True).first() == row.pk:
        return
    FormPublication.objects.create(edition=row, by=str(by), occurred_at=occurred_at)
    facts = {
        "form": row.form.code,
        "edition": row.edition,
        "language": row.language,
        "version": row.version,
        "sha256": row.digest,
    }
    ledger.record(kind="forms.imported", subject=row.form_id, by=by, occurred_at=occurred_at, facts=facts)


def _columns(source: Source, laid: Laid) -> dict[str, Any]:
    form = laid.prepared.form
    return {
        "language": form.language,
        "title": form.title[:_TITLE_MOST],
        "version": form.version[:_VERSION_MOST],
        "tier": form.tier,
        "source": source.held,
        "source_name": source.name[:_NAME_MOST],
        "pages": laid.layout.pages,
        "layout": laid.layout.as_json(),
        "blank": laid.blank,
        "press": press_digest(),
    }
