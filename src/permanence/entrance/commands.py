"""The commands of the house itself, and the gathering of every room's."""

import click
import polib
from django.core.management import call_command
from django.utils.translation import gettext as _

from permanence.entrance.badges import badge
from permanence.entrance.rooms import HOUSE, furniture
from permanence.entrance.serve import serve


def gather() -> click.Group:
    """The whole `permanence` command."""
    house = click.Group("permanence", help=_("Keeps a hospital running when its information system is gone."))
    for command in (migrate, serve):
        house.add_command(command)
    for _room, cli in furniture("cli"):
        for command in cli.commands:
            _add(house, command)
    # The card is drawn here because the press lies above accounts.
    accounts = house.commands["accounts"]
    if isinstance(accounts, click.Group):
        accounts.add_command(badge)
    return house


def _add(house: click.Group, command: click.Command) -> None:
    """A room above may add to a lower room's group: whoever prints finds all ways out under one word."""
    known = house.commands.get(command.name or "")
    if isinstance(known, click.Group) and isinstance(command, click.Group):
        for name, inner in command.commands.items():
            known.commands.setdefault(name, inner)
    else:
        house.add_command(command)


@click.command("migrate", help=_("Bring the database and the catalogues to the shape this version needs."))
def migrate() -> None:
    """Apply every migration and compile every catalogue that changed."""
    for source in HOUSE.rglob("django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
    call_command("migrate", interactive=False, verbosity=0)
