"""`permanence sheets status|stock|tally|want|patience`: counting the paper, and printing the lists to count it by."""

from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import queries as places
from permanence.paper.press import operations as press
from permanence.paper.sheets import operations as sheet_operations
from permanence.paper.sheets import queries as sheets
from permanence.paper.tallies import operations
from permanence.paper.tallies.queries import days_words, figure

_WARD = _("The code of a ward.")


@click.group("sheets", help=_("Joins the sheets' own group."))
def counting() -> None:
    """Group of the commands that count."""


@counting.command("status", help=_("Count the sheets by state, and by form and ward."))
@click.option("--ward", "code", help=_WARD)
@json_option
def status(*, code: str | None, as_json: bool) -> None:
    """Print the counts, and how long each list is."""
    ward, now = _ward(code), clock.now()
    counted = sheets.status(ward=ward)
    waiting = {which.value: sheets.waiting(which, at=now, ward=ward).count for which in sheets.SheetList}
    names = places.labels({line.ward for line in counted.lines if line.ward})
    report = {
        "total": counted.total,
        "states": _states(counted.states),
        "waiting": waiting | {"copies": sheets.copies_waiting().count},
        "lines": [
            {
                "ward": line.ward,
                "ward_name": names.get(line.ward, "") if line.ward else "",
                "kind": line.kind,
                "title": line.title,
                "total": line.total,
                "states": _states(line.states),
            }
            for line in counted.lines
        ],
    }
    lines = [f"{count:7d}  {sheets.state_label(state)}" for state, count in counted.states.items()]
    for line in counted.lines:
        said = ", ".join(f"{sheets.state_label(state)} {count}" for state, count in line.states.items())
        lines.append(f"{line.total:7d}  {names.get(line.ward, '') if line.ward else ''}  {line.title}  ({said})")
    say(report, as_json=as_json, lines=lines or [_("Nothing is on paper yet.")])


@counting.command("stock", help=_("Say how many days each ward can hold on each form, and how many to print."))
@click.option("--ward", "code", help=_WARD)
@click.option("--short", is_flag=True, help=_("Only what runs out."))
@json_option
def stock(*, code: str | None, short: bool, as_json: bool) -> None:
    """Print the stock, what runs out first at the top."""
    found = [line for line in sheets.stock(ward=_ward(code)) if line.level.short or not short]
    names = places.labels({line.ward for line in found if line.ward})
    report = [
        {
            "ward": line.ward,
            "ward_name": names.get(line.ward, "") if line.ward else "",
            "kind": line.kind,
            "title": line.title,
            "on_hand": line.level.on_hand,
            "per_day": round(line.level.per_day, 2),
            "days": None if line.level.days is None else round(line.level.days, 2),
            "to_print": line.level.to_print,
            "short": line.level.short,
            "warn_days": line.target.warn_days,
            "hold_days": line.target.hold_days,
            "least": line.target.least,
        }
        for line in found
    ]
    said = _("{ward}  {form}: {count} there, {per_day} a day, lasts {days} days, print {to_print}")
    lines = [
        said.format(
            ward=names.get(line.ward, "") if line.ward else "-",
            form=line.title,
            count=line.level.on_hand,
            per_day=figure(line.level.per_day),
            days=days_words(line.level.days),
            to_print=line.level.to_print,
        )
        for line in found
    ]
    say({"stock": report}, as_json=as_json, lines=lines or [_("No blank form was ever printed.")])


@counting.command("want", help=_("Say how long a form must last: in every ward and for every form unless named."))
@click.option("--ward", "code", help=_WARD)
@click.option("--kind", default="", help=_("The form, as codes name it: `charts.notes`."))
@click.option("--warn-days", required=True, type=click.FloatRange(0), help=_("Below so many days it runs out."))
@click.option("--hold-days", required=True, type=click.FloatRange(0), help=_("It is filled up to so many days."))
@click.option("--least", default=10, type=click.IntRange(0), help=_("So many sheets lie there in any case."))
@json_option
def want(*, code: str | None, kind: str, warn_days: float, hold_days: float, least: int, as_json: bool) -> None:
    """Keep a threshold."""
    target = sheets.StockTarget(warn_days, hold_days, least)
    try:
        sheet_operations.set_stock(
            ward=_ward(code), kind=kind, target=target, by=console_actor(), occurred_at=clock.now()
        )
    except ValueError as refused:
        raise click.ClickException(_("A warning comes before the stock is full: give fewer days to it.")) from refused
    report = {"ward": code, "kind": kind, "warn_days": warn_days, "hold_days": hold_days, "least": least}
    say(report, as_json=as_json, lines=[_("Kept.")])


@counting.command("patience", help=_("Say after how many hours a sheet handed out is out for long."))
@click.argument("hours", type=click.IntRange(1))
@click.option("--ward", "code", help=_WARD)
@json_option
def patience(*, hours: int, code: str | None, as_json: bool) -> None:
    """Keep a limit."""
    sheet_operations.set_out_limit(ward=_ward(code), hours=hours, by=console_actor(), occurred_at=clock.now())
    say({"ward": code, "hours": hours}, as_json=as_json, lines=[_("Kept.")])


@counting.command("tally", help=_("Print what each ward must tick at shift change, or which blank forms it lacks."))
@click.argument("which", type=click.Choice([tally.value for tally in operations.Tally]))
@click.option("--ward", "code", help=_WARD)
@json_option
def tally(*, which: str, code: str | None, as_json: bool) -> None:
    """Plan the lists and print them."""
    by, now = console_actor(), clock.now()
    try:
        run = operations.print_tallies(tally=operations.Tally(which), ward=_ward(code), by=by, occurred_at=now)
    except operations.NothingToTally as nothing:
        raise click.ClickException(_("No ward has anything to put on this list.")) from nothing
    report = press.print_run(run=run, by=by, occurred_at=now)
    facts = {"run": run, "folder": str(report.folder), "sheets": report.sheets, "pages": report.pages}
    said = _("{pages} pages in {folder}").format(pages=report.pages, folder=report.folder)
    say(facts, as_json=as_json, lines=[said])


def _states(states: dict[sheets.SheetEventKind | None, int]) -> dict[str, int]:
    return {state.value if state else "numbered": count for state, count in states.items()}


def _ward(code: str | None) -> UUID | None:
    if code is None:
        return None
    found = next((row.id for row in places.wards() if row.code.casefold() == code.casefold()), None)
    if found is None:
        raise click.ClickException(_("No ward has the code {code}: see `permanence places`.").format(code=code))
    return found


commands: tuple[click.Command, ...] = (counting,)
