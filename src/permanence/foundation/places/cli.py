"""`permanence places`: show the wards."""

from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from permanence.foundation.console import json_option, say
from permanence.foundation.places import queries


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


commands: tuple[click.Command, ...] = (places,)
