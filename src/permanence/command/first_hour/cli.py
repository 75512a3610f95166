"""`permanence crisis envelopes`: make sealed codes, say where they lie, make one worthless."""

from datetime import timedelta
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.command.first_hour import operations, queries
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("crisis", help=_("What is made ready for a crisis."))
def crisis() -> None:
    """Group of what is made ready beforehand."""


@crisis.group("envelopes", help=_("Sealed codes: whoever is alone at night declares with one, without an account."))
def envelopes() -> None:
    """Group of the envelopes' commands."""


@envelopes.command("make", help=_("Make codes and write their cards, to be printed and sealed one by one."))
@click.option("--count", default=3, show_default=True, type=click.IntRange(1, 20), help=_("How many."))
@click.option("--place", required=True, help=_("Where they will lie, for example: safe of the night office."))
@click.option(
    "--valid-days",
    default=365,
    show_default=True,
    type=click.IntRange(1, 1000),
    help=_("Days until they are worthless."),
)
@click.option(
    "--pdf",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write; it must not exist. Delete it once it is printed: it holds the codes."),
)
@json_option
def make(*, count: int, place: str, valid_days: int, path: Path, as_json: bool) -> None:
    """Make envelopes."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise click.ClickException(_("{path} cannot be written, or exists.").format(path=path)) from error
    try:
        made, pdf = operations.make_envelopes(
            count=count,
            place=place,
            valid_for=timedelta(days=valid_days),
            by=console_actor(),
            occurred_at=clock.now(),
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.write_bytes(pdf)
    rows = [{"number": one.number, "sheet": one.sheet, "expires_at": one.expires_at} for one in made]
    lines = [_("Envelope {number}: sheet {sheet}").format(number=one.number, sheet=one.sheet) for one in made]
    lines.append(_("Print {path}, fold, seal, bring to {place}; then delete the file.").format(path=path, place=place))
    say({"envelopes": rows, "place": place, "pdf": str(path)}, as_json=as_json, lines=lines)


@envelopes.command("list", help=_("Show every envelope: who made it, where it lies, how it stands."))
@json_option
def show(*, as_json: bool) -> None:
    """List envelopes."""
    rows = queries.envelopes()
    report = [
        {
            "number": row.number,
            "state": row.state,
            "place": row.place,
            "made_at": row.made_at,
            "made_by": row.made_by,
            "expires_at": row.expires_at,
            "sheet": row.sheet,
            "opened_at": row.opened_at,
            "opened_by": row.opened_by,
        }
        for row in rows
    ]
    lines = [_line(row) for row in rows] or [_("No envelope was made yet.")]
    say({"envelopes": report}, as_json=as_json, lines=lines)


@envelopes.command("revoke", help=_("Make an envelope worthless: found open, lost, or replaced."))
@click.argument("number", type=int)
@click.option("--reason", required=True, help=_("Why, for the ledger."))
@json_option
def revoke(*, number: int, reason: str, as_json: bool) -> None:
    """Revoke an envelope."""
    try:
        operations.revoke_envelope(number=number, reason=reason, by=console_actor(), occurred_at=clock.now())
    except operations.NoSuchEnvelope as refused:
        raise click.ClickException(
            _("No envelope {number} that still counts: permanence crisis envelopes list").format(number=number)
        ) from refused
    said = _("Envelope {number} opens nothing any more.").format(number=number)
    say({"ok": True, "number": number}, as_json=as_json, lines=[said])


def _line(row: queries.EnvelopeRow) -> str:
    day = f"{timezone.localtime(row.expires_at):%d/%m/%Y}"
    words = _("{number}  {state}  {place}  until {day}  sheet {sheet}  made by {who}").format(
        number=row.number, state=row.state_name, place=row.place, day=day, sheet=row.sheet, who=row.made_by
    )
    return "  ".join(filter(None, (words, row.opened_by, row.reason)))


commands: tuple[click.Command, ...] = (crisis,)
