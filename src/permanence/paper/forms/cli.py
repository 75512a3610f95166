"""`permanence forms`: take questionnaires in, look at them on paper, print sheets of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import queries as places
from permanence.paper.forms import operations, queries
from permanence.paper.forms.adapters.files import FileUnreadable, read_source, sources_at, write_pdf
from permanence.paper.forms.rules import Layout, QuestionnaireRefused
from permanence.paper.press import operations as press
from permanence.paper.press.queries import NotMeasured

_PATH = click.Path(exists=True, path_type=Path)
_FORM_HELP = _("FORM is the code of a form, as `forms list` says it.")


@click.group("forms", help=_("Forms to fill in by hand and read back: FHIR Questionnaires on paper."))
def forms() -> None:
    """Group of this room's commands."""


@forms.command("import", help=_("Take a Questionnaire in, or all of a folder; what cannot be printed is told."))
@click.argument("path", type=_PATH)
@json_option
def import_path(*, path: Path, as_json: bool) -> None:
    """Import files as forms."""
    sources, unreadable = _sources(path)
    taken = operations.import_forms(sources=sources, by=console_actor(), occurred_at=clock.now())
    refused = [(one.name, _refusal(one.refused)) for one in taken if one.refused] + unreadable
    kept = [one for one in taken if not one.refused]
    report = {
        "imported": [
            {"file": one.name, "form": one.code, "language": one.language, "edition": one.edition, "pages": one.pages,
             "fields": one.fields, "fresh": one.fresh}
            for one in kept
        ],
        "refused": [{"file": name, "reason": reason} for name, reason in refused],
    }  # fmt: skip
    lines = [f"{one.code}  {one.language}  {_pages(one.pages)}" for one in kept]
    say(report, as_json=as_json, lines=[*lines, *(f"{name}: {reason}" for name, reason in refused)])
    if refused:
        raise SystemExit(1)


@forms.command("check", help=_("Say what a file, or each of a folder, would become on paper; nothing is kept."))
@click.argument("path", type=_PATH)
@json_option
def check(*, path: Path, as_json: bool) -> None:
    """Check files."""
    rows = list(queries.check(sources_at(path)))
    report = {
        "valid": sum(row.valid for row in rows),
        "printable": sum(row.printable for row in rows),
        "refused": sum(not row.printable and not row.crashed for row in rows),
        "crashed": sum(row.crashed for row in rows),
        "items": sum(row.items for row in rows),
        "forms": [_checked_facts(row) for row in rows],
    }
    said = _("{printable} of {files} files can be printed.").format(printable=report["printable"], files=len(rows))
    say(report, as_json=as_json, lines=[*(line for row in rows for line in _checked_lines(row)), said])
    if any(not row.printable for row in rows):
        raise SystemExit(1)


@forms.command("preview", help=_("Write the blank of a FILE, or of a form by its code, without codes: to look at."))
@click.argument("what")
@click.option("--out", type=click.Path(path_type=Path), required=True, help=_("The PDF to write."))
@click.option("--language", help=_("fr or en; else the language of the box."))
def preview(*, what: str, out: Path, language: str | None) -> None:
    """Write a blank form."""
    path = Path(what)
    if path.is_file():
        try:
            pdf = queries.preview(path, language)
        except (QuestionnaireRefused, FileUnreadable, NotMeasured) as fault:
            raise click.ClickException(queries.fault_text(fault)) from fault
    else:
        row = _named(what, language)
        pdf = queries.blank_pdf(row.code, row.edition) or b""
    write_pdf(out, pdf)
    click.echo(str(out))


@forms.command("list", help=_("List the forms that are printed here."))
@click.option("--all", "every", is_flag=True, help=_("Also editions no longer printed, and retired forms."))
@json_option
def list_forms(*, every: bool, as_json: bool) -> None:
    """Print the forms."""
    rows = queries.forms(every=every)
    say({"forms": [_facts(row) for row in rows]}, as_json=as_json, lines=_lines(rows))


@forms.command("retire", help=_("Print a form no more; its sheets that are out are still read.") + " " + _FORM_HELP)
@click.argument("form")
@click.option("--reason", default="", help=_("Why."))
@click.option("--undo", is_flag=True, help=_("Print it again."))
def retire(*, form: str, reason: str, undo: bool) -> None:
    """Retire a form, or take that back."""
    at = clock.now()
    try:
        if undo:
            operations.return_form(code=form, by=console_actor(), occurred_at=at)
        else:
            operations.retire_form(code=form, reason=reason, by=console_actor(), occurred_at=at)
    except operations.FormUnknown as unknown:
        raise _unknown(form) from unknown
    except operations.FormAlreadyRetired as retired:
        raise click.ClickException(_("This form is retired already.")) from retired
    except operations.FormNotRetired as printed:
        raise click.ClickException(_("This form is not retired.")) from printed


@forms.command("layout", help=_("Say where every field of a form lies, in millimetres.") + " " + _FORM_HELP)
@click.argument("form")
@click.option("--edition", type=int, help=_("An edition; else the one that is printed now."))
@click.option("--language", help=_("fr or en; else the language of the box."))
@json_option
def layout(*, form: str, edition: int | None, language: str | None, as_json: bool) -> None:
    """Print a layout."""
    held = queries.layout_of(form, edition if edition is not None else _named(form, language).edition)
    if held is None:
        raise _unknown(form)
    facts = layout_facts(held, sheet=None)
    lines = [f"{one['page']}  {one['kind']:4}  {one['link_id']}  {one['option'] or ''}" for one in facts["fields"]]
    say(facts, as_json=as_json, lines=lines)


@forms.command("sheet", help=_("Print numbered sheets of a form, blank or for a patient.") + " " + _FORM_HELP)
@click.argument("form")
@click.option("--patient", type=click.UUID, help=_("The patient's id here."))
@click.option("--answers", type=_PATH, help=_("A QuestionnaireResponse whose answers are printed in the fields."))
@click.option("--ward", help=_("The code of the ward the sheets are for."))
@click.option("--count", type=click.IntRange(1, 500), default=1, help=_("How many sheets, each with its own number."))
@click.option("--language", help=_("fr or en; else the language of the box."))
@click.option("--out", type=click.Path(path_type=Path), required=True, help=_("The folder the PDF is written to."))
@json_option
def sheet(
    *, form: str, patient: UUID | None, answers: Path | None, ward: str | None, count: int, language: str | None,
    out: Path, as_json: bool,
) -> None:  # fmt: skip
    """Print sheets."""
    unit = next((one for one in places.wards() if one.code == ward), None)
    if ward and unit is None:
        raise click.ClickException(_("No ward has the code {code}.").format(code=ward))
    asked = {"code": form, "language": language, "patient": patient, "answers": _response(answers), "count": count}
    named = {"ward": unit.id, "place": unit.name or unit.code} if unit else {}
    printed = _printed(form, asked | named)
    path = out / f"{printed.sheets[0]}.pdf"
    _held, content = press.open_file(part=printed.part, by=console_actor(), occurred_at=clock.now())
    write_pdf(path, content)
    facts = {"sheet": printed.sheets[0], "sheets": printed.sheets, "pdf": str(path), "pages": printed.pages}
    facts |= {"form": printed.form.code, "edition": printed.form.edition}
    say(facts, as_json=as_json, lines=[f"{', '.join(printed.sheets)}  {_pages(printed.pages)}  {path}"])


def layout_facts(held: Layout, *, sheet: str | None) -> dict[str, Any]:
    """A layout as other programs take it."""
    fields = [
        {"link_id": one.link_id, "option": one.option, "kind": one.kind, "page": one.page, "box_mm": one.box_mm,
         "cell": one.cell, "row": one.row, "hand": one.hand}
        for one in held.fields
    ]  # fmt: skip
    facts = {"sheet": sheet, "form": held.form, "edition": held.edition, "pages": held.pages, "page_mm": held.page_mm}
    return facts | {"fields": fields}


def _printed(form: str, asked: dict[str, Any]) -> operations.PrintedForms:
    try:
        return operations.print_forms(**asked, by=console_actor(), occurred_at=clock.now())
    except operations.FormUnknown as unknown:
        raise _unknown(form) from unknown
    except operations.FormRetired as retired:
        raise click.ClickException(_("This form is retired: it is printed no more.")) from retired
    except operations.PatientUnknown as unknown:
        raise click.ClickException(_("No patient has this id here.")) from unknown
    except operations.SheetsNotPrinted as failed:
        raise click.ClickException(_("The press could not print it: look at the print runs.")) from failed


def _response(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        held = read_source(path)
    except FileUnreadable as fault:
        raise click.ClickException(queries.fault_text(fault)) from fault
    if not isinstance(held, dict) or held.get("resourceType") != "QuestionnaireResponse":
        raise click.ClickException(_("This is no FHIR QuestionnaireResponse in JSON."))
    return held


def _sources(path: Path) -> tuple[list[operations.Source], list[tuple[str, str]]]:
    sources, unreadable = [], []
    for file in sources_at(path):
        try:
            sources.append(operations.Source(file.stem, read_source(file)))
        except FileUnreadable as fault:
            unreadable.append((file.name, queries.fault_text(fault)))
    return sources, unreadable


def _refusal(refused: Exception) -> str:
    if isinstance(refused, operations.EditionsClash):
        return _(
            "By chance its figure is that of another edition of {form}: change its version, if only by a letter."
        ).format(form=refused)
    return queries.fault_text(refused)


def _named(form: str, language: str | None) -> queries.FormRow:
    row = queries.form_named(form, language)
    if row is None:
        raise _unknown(form)
    return row


def _unknown(form: str) -> click.ClickException:
    return click.ClickException(_("No form is called {form} here: see `forms list`.").format(form=form))


def _pages(count: int) -> str:
    return _("{count} p.").format(count=count)


def _facts(row: queries.FormRow) -> dict[str, Any]:
    return {
        "form": row.code, "edition": row.edition, "language": row.language, "title": row.title, "version": row.version,
        "tier": row.tier, "pages": row.pages, "fields": row.fields, "current": row.current, "retired": row.retired,
        "imported_at": row.imported_at,
    }  # fmt: skip


def _lines(rows: list[queries.FormRow]) -> Iterator[str]:
    for row in rows:
        state = _("retired") if row.retired else "" if row.current else _("earlier")
        shown = f"{row.code:30}  {row.edition:5}  {row.language}  {_pages(row.pages)}"
        yield f"{shown}  {row.title} {row.version}  {state}".rstrip()
    if not rows:
        yield _("No form is held here: `forms import` takes them in.")


def _checked_facts(row: queries.CheckedFile) -> dict[str, Any]:
    notes = {queries.note_text(note) for one in row.forms for note in one.notes}
    return {
        "file": str(row.path), "ok": row.printable, "reason": row.reason, "items": row.items,
        "pages": max((one.pages for one in row.forms), default=0),
        "languages": [one.language for one in row.forms],
        "fields": max((len(one.layout.fields) for one in row.forms), default=0),
        "form": row.forms[0].code if row.forms else None, "notes": sorted(notes),
    }  # fmt: skip


def _checked_lines(row: queries.CheckedFile) -> Iterator[str]:
    facts = _checked_facts(row)
    yield f"{row.path.name}: {row.reason or _pages(facts['pages'])}"
    yield from (f"    {note}" for note in facts["notes"])


commands: tuple[click.Command, ...] = (forms,)
