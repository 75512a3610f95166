"""`permanence places`: bring in the hospital's own list of wards, and show the wards."""

from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import operations, queries
from permanence.foundation.places.adapters import ward_lists


@click.group("places", help=_("Sites, buildings, floors, wards, rooms and beds."))
def places() -> None:
    """Group of the commands about places."""


@places.command("import", help=_("Name wards, rooms and beds from a CSV or JSON file (ward, name, site, building...)."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_(*, file: Path, as_json: bool) -> None:
    """Exit with 1 when the file is no list of wards."""
    try:
        facts = ward_lists.read(file)
    except ward_lists.WardListUnreadable as error:
        raise click.ClickException(_("This file is no list of wards: {reason}.").format(reason=error)) from error
    report = operations.describe(facts=facts, by=console_actor(), occurred_at=clock.now())
    line = _("{wards} wards described: {changed} changed, {created} places added.")
    say(asdict(report), as_json=as_json, lines=[line.format(**asdict(report))])


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


commands: tuple[click.Command, ...] = (places,)
