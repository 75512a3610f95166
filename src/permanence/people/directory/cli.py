"""`permanence directory`: who works here."""

from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from permanence.foundation.console import json_option, say
from permanence.people.directory import queries


@click.group("directory", help=_("Who works here, and under which numbers."))
def directory() -> None:
    """Group of the directory's commands."""


@directory.command("list", help=_("List the people who work here, by unit and name."))
@click.argument("text", default="")
@click.option("--unit", default="", help=_("Only this unit."))
@json_option
def list_(*, text: str, unit: str, as_json: bool) -> None:
    """Print everybody, or those of whom every word of TEXT is said."""
    rows = queries.staff(text=text, unit=unit)
    report = {"count": len(rows), "staff": [asdict(row) for row in rows]}
    say(report, as_json=as_json, lines=[_line(row) for row in rows] or [_("Nobody answers this.")])


def _line(row: queries.StaffRow) -> str:
    phones = [row.work_phone, row.private_phone]
    parts = (row.unit, row.matricule, row.family, row.given, row.function, row.grade, *phones)
    return "  ".join(part for part in parts if part)


commands: tuple[click.Command, ...] = (directory,)
