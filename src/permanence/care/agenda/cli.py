"""`permanence agenda`: the diary of a day from the box's own console, accounted for."""

from dataclasses import asdict
from datetime import datetime

import click
from django.utils.translation import gettext as _

from permanence.care.agenda import queries
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("agenda", help=_("Who is expected, when, where and why."))
def agenda() -> None:
    """Group of the agenda's commands."""


@agenda.command("day", help=_("Show the appointments of a day (YYYY-MM-DD), of one place or practitioner if given."))
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--place", help=_("Only this place."))
@click.option("--practitioner", help=_("Only this practitioner."))
@json_option
def show_day(*, day: datetime, place: str | None, practitioner: str | None, as_json: bool) -> None:
    """Show a day; whoever is in it is accounted for as read."""
    rows = queries.appointments(day=day.date(), place=place, practitioner=practitioner)
    patients.account_for_reads(
        patients=[row.patient.id for row in rows if row.patient],
        screen="cli agenda day",
        by=console_actor(),
        occurred_at=clock.now(),
    )
    say(
        {"day": day.date(), "count": len(rows), "appointments": [asdict(row) for row in rows]},
        as_json=as_json,
        lines=[_line(row) for row in rows] or [_("No appointment is known that day.")],
    )


def _line(row: queries.AppointmentRow) -> str:
    who = f"{row.patient.birth_family} {row.patient.given} ({row.patient.ipp})" if row.patient else _("blocked slot")
    state = "" if row.state is queries.AppointmentState.BOOKED else row.state.value.upper()
    return "  ".join(
        part for part in (row.hour, row.place, row.practitioner, who, row.phone, row.reason, state) if part
    )


commands: tuple[click.Command, ...] = (agenda,)
