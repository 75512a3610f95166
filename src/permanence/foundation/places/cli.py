"""`permanence places`: show the wards, and say how urgent their paper is."""

from collections.abc import Sequence
from dataclasses import asdict

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import operations, queries
from permanence.foundation.places.queries import Urgency, UrgencyRow

GUESSED = "guessed"


@click.group("places", help=_("Sites, buildings, floors, wards, rooms and beds."))
def places() -> None:
    """Group of the commands about places."""


@places.command("wards", help=_("List the wards."))
@json_option
def wards(*, as_json: bool) -> None:
    """Print every ward with its building and the number of its beds."""
    rows = queries.wards()
    line = _("{code}  {name}  ({beds} beds)")
    say(
        {"wards": [asdict(row) for row in rows]},
        as_json=as_json,
        lines=[line.format(code=row.code, name=row.name, beds=row.beds) for row in rows],
    )


@places.command(
    "urgency",
    help=_(
        "List the wards in the order their paper is printed, or say when a ward's is due. WARD is its name or code. "
        "What nobody said is guessed from the ward's name."
    ),
)
@click.argument("ward", required=False)
@click.option(
    "--set",
    "wanted",
    type=click.Choice([*(one.value for one in Urgency), GUESSED]),
    help=_("From now on this ward is printed in that turn; `guessed`: as its name tells, again."),
)
@json_option
def urgency(*, ward: str | None, wanted: str | None, as_json: bool) -> None:
    """Print the wards by urgency, once what was said of one is written."""
    if wanted and ward is None:
        raise click.UsageError(_("Which ward? Give its name or code before --set."))
    one = _ward(ward) if ward is not None else None
    if one and wanted:
        level = None if wanted == GUESSED else Urgency(wanted)
        operations.set_urgency(ward=one.ward, urgency=level, by=console_actor(), occurred_at=clock.now())
    rows = [row for row in queries.wards_by_urgency() if one is None or row.ward == one.ward]
    say({"wards": [asdict(row) for row in rows]}, as_json=as_json, lines=_lines(rows))


def _ward(text: str) -> UrgencyRow:
    rows, wanted = queries.wards_by_urgency(), text.casefold()
    # Two sites may use one code, and two wards one name: whichever of them tells one ward apart is enough.
    called = [
        [row for row in rows if name(row).casefold() == wanted]
        for name in (lambda row: row.code, lambda row: row.name, lambda row: str(row.ward))
    ]
    only = next((found[0] for found in called if len(found) == 1), None)
    if only:
        return only
    if any(called):
        several = _("Several wards are called {name}: give the other of its name and code, or its id (see --json).")
        raise click.ClickException(several.format(name=text))
    raise click.ClickException(_("No ward is called {name}: see `permanence places wards`.").format(name=text))


def _lines(rows: Sequence[UrgencyRow]) -> list[str]:
    if not rows:
        return [_("No ward is known yet.")]
    labels = {
        Urgency.FIRST: _("first"),
        Urgency.SOON: _("soon"),
        Urgency.USUAL: _("usual"),
        Urgency.LAST: _("last"),
    }
    said, guessed = _("{urgency}  {code}  {name}  (said by {by}, {at})"), _("{urgency}  {code}  {name}  (guessed)")
    return [
        (said if row.said_at else guessed).format(
            urgency=labels[row.urgency], code=row.code, name=row.name, by=row.said_by,
            at=row.said_at and f"{timezone.localtime(row.said_at):%d/%m/%Y %H:%M}",
        )
        for row in rows
    ]  # fmt: skip


commands: tuple[click.Command, ...] = (places,)
