"""`permanence scans`: read scanned files from the box's own console."""

from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.forms import queries as forms
from permanence.paper.scans import operations, queries
from permanence.paper.sheets import queries as sheets


@click.group("scans", help=_("Sheets that come back: files of copiers and what was read in them."))
def scans() -> None:
    """Group of the commands about scans."""


@scans.command("read", help=_("Read a scanned file: PDF, TIFF, JPEG or PNG. Given again, it goes on where it stopped."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def read(*, file: Path, as_json: bool) -> None:
    """Take a file in and read its pages."""
    by, now = console_actor(), clock.now()
    try:
        batch = operations.receive(file=file, by=by, occurred_at=now)
    except operations.NotAScan as refused:
        raise click.ClickException(_("This is no PDF, TIFF, JPEG or PNG, or it is damaged.")) from refused
    operations.read_batch(
        batch=batch, forms=blank_of, by=by, occurred_at=now, on_progress=None if as_json else _teller()
    )
    rows = queries.pages(batch)
    report = {
        "batch": batch,
        "pages": [_page_facts(row) for row in rows],
        "unread": sum(row.number is None or row.doubt is not None for row in rows),
        "fields": [_field_facts(row) for row in queries.fields(batch)],
    }
    say(report, as_json=as_json, lines=_lines(rows))


@scans.command(
    "layout", help=_("Say where the fields of a printed sheet lie, in millimetres from the top left corner.")
)
@click.argument("sheet")
@json_option
def layout(*, sheet: str, as_json: bool) -> None:
    """Print the layout of a sheet's form."""
    found = queries.form_of_sheet(sheet)
    laid = forms.layout_of_kind(found.kind, found.version) if found else None
    if found is None or laid is None:
        raise click.ClickException(_("No sheet of this number that comes back is known here."))
    report = {
        "sheet": found.number.spoken,
        "form": laid.form,
        "edition": laid.edition,
        "page_mm": list(laid.page_mm),
        "fields": laid.as_json()["fields"],
    }
    say(report, as_json=as_json, lines=[f"{laid.form} {laid.edition}: {len(laid.fields)}"])


@scans.command("list", help=_("List the last scanned files."))
@json_option
def list_batches(*, as_json: bool) -> None:
    """Print the files, newest first."""
    rows = queries.batches()
    told = _("{read} of {pages} pages read, {doubtful} for a person")
    lines = [f"{row.name}  " + told.format(read=row.read, pages=row.pages, doubtful=row.to_a_person) for row in rows]
    say({"batches": rows}, as_json=as_json, lines=lines or [_("Nothing was scanned yet.")])


def blank_of(kind: str, version: int, page: int) -> operations.BlankPage | None:
    """The blank page of a kind of sheet and where its fields lie, as the forms know it."""
    laid = forms.layout_of_kind(kind, version)
    if laid is None:
        return None
    picture = forms.blank_page(laid.form, laid.edition, page, queries.BLANK_DPI)
    return None if picture is None else (picture, laid)


def _teller() -> Callable[[operations.ReadProgress], None]:
    def tell(progress: operations.ReadProgress) -> None:
        click.echo(f"{progress.read}/{progress.pages}")

    return tell


def _spoken(number: str | None) -> str | None:
    """A number as it is printed and as every other command says it."""
    return sheets.parse_number(number).spoken if number else None


def _page_facts(row: queries.PageRow) -> dict[str, object]:
    return {
        "n": row.place,
        "sheet": _spoken(row.number),
        "page": row.page,
        "how": row.how,
        "ms": row.ms,
        "doubt": row.doubt,
        "two_tone": row.two_tone,
    }


def _field_facts(row: queries.FieldRow) -> dict[str, object]:
    return {
        "sheet": _spoken(row.number),
        "page": row.page,
        "link_id": row.link_id,
        "kind": row.kind,
        "option": row.option,
        "row": row.row,
        "value": row.value,
        "confidence": round(row.confidence, 5),
        "decision": "sure" if row.sure else "person",
    }


def _lines(rows: list[queries.PageRow]) -> list[str]:
    lines = [_line(row) for row in rows]
    if any(row.two_tone for row in rows):
        lines.append(_("Scanned in black and white: pencil and pale ink are lost. Scan in grey, 200 dpi."))
    return lines


def _line(row: queries.PageRow) -> str:
    doubt = queries.doubt_label(row.doubt) if row.doubt else ""
    return f"{row.place:4d}  {_spoken(row.number) or '-':14}  {row.page or '-'}  {doubt}"


commands: tuple[click.Command, ...] = (scans,)
