"""`permanence sheets`: what became of a sheet, what is on paper, and voiding."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.sheets import operations, queries


@click.group("sheets", help=_("The numbered sheets of paper."))
def sheets() -> None:
    """Group of the sheets' commands."""


@sheets.command("show", help=_("Say what a sheet is and what became of it; a scanned code does as well as a number."))
@click.argument("number")
@json_option
def show(*, number: str, as_json: bool) -> None:
    """Print one sheet and its life."""
    with _refusals():
        parsed = queries.number_in(number)
    row = queries.sheet(parsed)
    if row is None:
        raise click.ClickException(_("This box never gave the number {number}.").format(number=parsed.spoken))
    say(_facts(row), as_json=as_json, lines=_lines(row))


@sheets.command("void", help=_("Say that sheets must never be used."))
@click.argument("numbers", nargs=-1, required=True)
@click.option("--reason", required=True, help=_("Why, as it will be read later."))
@json_option
def void(*, numbers: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Void sheets."""
    with _refusals():
        parsed = [queries.number_in(number) for number in numbers]
        operations.void(numbers=parsed, reason=reason, by=console_actor(), occurred_at=clock.now())
    spoken = [number.spoken for number in parsed]
    say({"voided": spoken}, as_json=as_json, lines=[_("{number} is void.").format(number=number) for number in spoken])


@sheets.command("on-paper", help=_("Say what lies on paper and is not stale, by print run."))
@json_option
def on_paper(*, as_json: bool) -> None:
    """Print the piles."""
    piles = queries.on_paper()
    said = _("{kind}: {sheets} sheets, {pages} pages, printed {printed}")
    report = {
        "piles": [
            {
                "run": pile.run,
                "kind": pile.kind,
                "title": pile.title,
                "sheets": pile.sheets,
                "pages": pile.pages,
                "printed_at": pile.printed_at,
                "oldest_data_at": pile.oldest_data_at,
            }
            for pile in piles
        ]
    }
    lines = [
        said.format(kind=pile.title, sheets=pile.sheets, pages=pile.pages, printed=_moment(pile.printed_at))
        for pile in piles
    ]
    say(report, as_json=as_json, lines=lines or [_("Nothing is on paper yet.")])


@contextmanager
def _refusals() -> Iterator[None]:
    """Say a refusal as a sentence with what to do next."""
    try:
        yield
    except queries.CheckCharacterWrong as wrong:
        raise click.ClickException(_("A character of {text} was misread: read it again.").format(text=wrong)) from wrong
    except (queries.NotASheetNumber, queries.CodeDamaged) as wrong:
        message = _("{text} is no sheet number: it looks like K7Q2-004512-X.").format(text=wrong)
        raise click.ClickException(message) from wrong
    except operations.SheetsUnknown as unknown:
        numbers = ", ".join(unknown.args)
        raise click.ClickException(_("This box never gave the number {number}.").format(number=numbers)) from unknown
    except operations.SheetsVoided as voided:
        numbers = ", ".join(voided.args)
        raise click.ClickException(_("Void already: {numbers}.").format(numbers=numbers)) from voided


def _facts(row: queries.SheetRow) -> dict[str, object]:
    return {
        "number": row.number.spoken,
        "state": row.state,
        "kind": row.kind,
        "version": row.version,
        "title": row.title,
        "pages": row.pages,
        "run": row.run,
        "ward": row.ward,
        "patient": row.patient,
        "stay": row.stay,
        "data_as_of": row.data_as_of,
        "printed_at": row.printed_at,
        "events": [
            {
                "kind": event.kind,
                "occurred_at": event.occurred_at,
                "by": event.by,
                "reason": event.reason,
                "replaced_by": event.replaced_by.spoken if event.replaced_by else None,
            }
            for event in row.events
        ],
    }


def _lines(row: queries.SheetRow) -> Iterator[str]:
    yield f"{row.number.spoken}  {queries.state_label(row.state)}"
    yield _("{title} ({kind}, version {version})").format(title=row.title, kind=row.kind, version=row.version)
    for event in row.events:
        at = _moment(event.occurred_at)
        newer = event.replaced_by.spoken if event.replaced_by else ""
        yield f"{at}  {queries.state_label(event.kind)}  {event.by}  {event.reason}{newer}".rstrip()


def _moment(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"


commands: tuple[click.Command, ...] = (sheets,)
