"""`permanence keys`."""

import click
from django.utils.translation import gettext as _

from permanence.command.keys import operations, queries
from permanence.command.keys.rules import KeyAlreadyLent
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("keys", help=_("The keys of the house."))
def keys() -> None:
    """Group of this room's commands."""


@keys.command("lend", help=_("Write down that a key was handed to somebody."))
@click.argument("key")
@click.argument("holder")
def lend(*, key: str, holder: str) -> None:
    """Lend a key, or say who has it."""
    try:
        operations.lend(key=key, holder=holder, by=console_actor(), occurred_at=clock.now())
    except KeyAlreadyLent as refused:
        raise click.ClickException(_("{holder} has this key: take it back first.").format(holder=refused)) from refused


@keys.command("list", help=_("List the keys that are out."))
@json_option
def list_out(*, as_json: bool) -> None:
    """Print who has which key."""
    out = queries.keys_out()
    report = {"keys": [{"key": row.key, "holder": row.holder, "since": row.since} for row in out]}
    say(report, as_json=as_json, lines=[f"{row.key}  {row.holder}" for row in out])


commands: tuple[click.Command, ...] = (keys,)
