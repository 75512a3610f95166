"""`permanence desk`: the queue, laying a sheet on the desk, the day it is empty."""

from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.desk import operations, queries
from permanence.paper.forms import queries as forms
from permanence.paper.sheets import queries as sheets


@click.group("desk", help=_("The transcription desk."))
def desk() -> None:
    """Group of the desk's commands."""


@desk.command("queue", help=_("Say what waits at the desk, the gravest and oldest first."))
@click.option("--most", default=100, show_default=True, help=_("No more sheets than this."))
@json_option
def queue(*, most: int, as_json: bool) -> None:
    """Print the queue; it names no patient."""
    now = clock.now()
    totals, rows = queries.totals(now), queries.queue(now, most=most)
    report = {
        "waiting": totals.sheets,
        "fields": {"waiting": totals.waiting, "second": totals.second, "differs": totals.differs},
        "questions": totals.questions,
        "done_today": totals.done_today,
        "by_risk": {risk.name.lower(): count for risk, count in totals.by_risk},
        "sheets": [
            {
                "id": row.id,
                "sheet": row.number.spoken,
                "form": row.title,
                "risk": row.risk.name.lower(),
                "ward": row.ward,
                "since": row.since,
                "waiting": row.waiting,
                "second": row.second,
                "differs": row.differs,
                "asked": row.asked,
                "to_finish": row.to_finish,
            }
            for row in rows
        ],
    }
    head = _("{sheets} sheets wait, {questions} questions, {done} done today").format(
        sheets=totals.sheets, questions=totals.questions, done=totals.done_today
    )
    said = _("{number}  {risk}  {form}  {left} fields left")
    lines = [
        said.format(number=row.number.spoken, risk=queries.RISKS[row.risk], form=row.title, left=row.left)
        for row in rows
    ]
    say(report, as_json=as_json, lines=[head, *lines])


@desk.command("open", help=_("Lay a sheet on the desk to be typed from the paper itself, when it cannot be scanned."))
@click.argument("number")
@click.option("--form", "code", help=_("Its form, when this box did not print it."))
@click.option("--edition", type=int, help=_("The edition of the form, when it is not the one printed now."))
@json_option
def open_(*, number: str, code: str | None, edition: int | None, as_json: bool) -> None:
    """Open one sheet without a picture."""
    try:
        parsed = sheets.number_in(number)
    except (sheets.NotASheetNumber, sheets.CheckCharacterWrong, sheets.CodeDamaged) as wrong:
        raise click.ClickException(_("This is no sheet number: {number}.").format(number=number)) from wrong
    sheet = _incoming(parsed, code, edition)
    try:
        opened = operations.open_sheet(sheet=sheet, by=console_actor(), occurred_at=clock.now())
    except operations.SheetOnDesk as refused:
        raise click.ClickException(_("This sheet lies on the desk already, or did.")) from refused
    except queries.FormNotHeld as refused:
        raise click.ClickException(_("This box does not hold that form.")) from refused
    say({"id": opened, "sheet": parsed.spoken}, as_json=as_json, lines=[_("It waits at the desk.")])


@desk.command("open-scanned", help=_("Lay every sheet on the desk that was scanned whole and does not lie there yet."))
@json_option
def open_scanned(*, as_json: bool) -> None:
    """Open what the reader read."""
    opened = operations.open_scanned(since=None, by=console_actor(), occurred_at=clock.now())
    said = _("{count} sheets were laid on the desk.").format(count=opened)
    say({"opened": opened}, as_json=as_json, lines=[said])


@desk.command("forecast", help=_("Say on which day the desk is empty with these people."))
@click.option("--people", "people", multiple=True, type=float, required=True, help=_("One for each day from today."))
@click.option("--hours", default=7.0, show_default=True, help=_("Hours at the desk in a day."))
@click.option("--pace", type=float, help=_("Sheets one person does in an hour; else what was measured last week."))
@json_option
def forecast(*, people: tuple[float, ...], hours: float, pace: float | None, as_json: bool) -> None:
    """Print the forecast."""
    now = clock.now()
    measured = pace or queries.pace("", now).all
    if not measured:
        raise click.ClickException(_("Nothing was typed last week: say the pace with --pace."))
    said = queries.forecast(now, people=list(people), hours=hours, an_hour=measured)
    report = {"days": said.days, "with_one_more": said.with_one_more, "days_won": said.days_won, "pace": measured}
    if said.days is None:
        line = _("Never with these people: more comes in than is typed.")
    else:
        line = _("Empty on day {days}, today being day 1.").format(days=said.days)
    more = _("With one more person: day {days}.").format(days=said.with_one_more) if said.with_one_more else ""
    say(report, as_json=as_json, lines=filter(None, [line, more]))


def _incoming(number: sheets.SheetNumber, code: str | None, edition: int | None) -> operations.Incoming:
    row = sheets.sheet(number)
    if row is not None and row.kind.startswith("forms.") and code is None:
        ward, patient, stay = row.ward, row.patient, row.stay
        return _sheet(number, row.kind.removeprefix("forms."), row.version, ward, patient, stay)
    held = forms.form_named(code) if code else None
    if code is None or (held is None and edition is None):
        raise click.ClickException(_("Say which form it is: --form."))
    return _sheet(number, code, edition or (held.edition if held else 0), None, None, None)


def _sheet(
    number: sheets.SheetNumber, code: str, edition: int, ward: UUID | None, patient: UUID | None, stay: UUID | None
) -> operations.Incoming:
    return operations.Incoming(number=number, form=code, edition=edition, ward=ward, patient=patient, stay=stay)


commands: tuple[click.Command, ...] = (desk,)
