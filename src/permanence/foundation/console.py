"""What the command-line doors of every room share: who types, and how a report is said."""

import getpass
from collections.abc import Iterable, Mapping
from typing import Any

import click
import orjson
from django.utils.translation import gettext as _

from permanence.foundation.actors import ALL_ROLES, Actor


def console_actor() -> Actor:
    """Whoever types at the box's own console; holding the console is holding every role."""
    return Actor("console", getpass.getuser(), ALL_ROLES)


def json_option(command: Any) -> Any:
    """Add `--json`, which makes the command print one JSON object for other programs."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object instead of text."))(command)


def say(report: Mapping[str, Any], *, as_json: bool, lines: Iterable[str]) -> None:
    """Print a report: the mapping as JSON for programs, or the lines for people."""
    if as_json:
        click.echo(orjson.dumps(report, default=str, option=orjson.OPT_NON_STR_KEYS).decode())
        return
    for line in lines:
        click.echo(line)
