"""`permanence beds`: close a bed, open it again, take a census."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.care.beds import operations, queries
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say

_HOUR = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])


@click.group("beds", help=_("Beds: close, open again, count."))
def beds() -> None:
    """Group of this room's commands."""


@beds.command("close", help=_("Close a bed: nobody is put in it until it is opened again."))
@click.argument("ward")
@click.argument("bed")
@click.option("--reason", required=True, help=_("Why the bed may take nobody."))
@click.option("--at", "at", type=_HOUR, help=_("The hour it was closed, when that was earlier: 2026-11-23 04:05."))
@json_option
def close(*, ward: str, bed: str, reason: str, at: datetime | None, as_json: bool) -> None:
    """WARD is its code or name, BED what people call it: 12, or room and bed, `101 12`."""
    try:
        closure = operations.close(bed=_bed(ward, bed), reason=reason, by=console_actor(), occurred_at=_instant(at))
    except operations.BedAlreadyClosed as refused:
        raise click.ClickException(_("This bed is closed already.")) from refused
    except operations.BedOccupied as refused:
        raise click.ClickException(_("Somebody lies in this bed, or it is kept: move them first.")) from refused
    say({"bed": closure.bed_id, "closure": closure.id}, as_json=as_json, lines=[_("The bed is closed.")])


@beds.command("reopen", help=_("Open a closed bed again."))
@click.argument("ward")
@click.argument("bed")
@click.option("--at", "at", type=_HOUR, help=_("The hour it was opened, when that was earlier: 2026-11-23 04:05."))
@json_option
def reopen(*, ward: str, bed: str, at: datetime | None, as_json: bool) -> None:
    """WARD and BED as for `close`."""
    try:
        reopening = operations.reopen(bed=_bed(ward, bed), by=console_actor(), occurred_at=_instant(at))
    except operations.BedNotClosed as refused:
        raise click.ClickException(_("This bed is open, or was at that hour.")) from refused
    say({"reopening": reopening.id}, as_json=as_json, lines=[_("The bed is open again.")])


@beds.command("census", help=_("Who lies where, in one ward or in all."))
@click.option("--ward", "code", default="", help=_("Code or name of one ward."))
@json_option
def census(*, code: str, as_json: bool) -> None:
    """Print the census; reading it is accounted for like any screen."""
    wards = [row.ward for row in queries.ward_summaries() if code in {"", row.code, row.name}]
    if code and not wards:
        raise click.ClickException(_("No ward is called {ward}.").format(ward=code))
    censuses = queries.ward_censuses(wards)
    seen = [line.patient for one in censuses for line in one.lines if line.patient]
    patients.account_for_reads(
        patients=seen, screen="permanence beds census", by=console_actor(), occurred_at=clock.now()
    )
    lines = [text for one in censuses for text in _lines(one)]
    say({"wards": [asdict(one) for one in censuses]}, as_json=as_json, lines=lines)


def _lines(one: queries.WardCensus) -> list[str]:
    title = _("{ward}: {present} present, {free} free, {closed} closed")
    counts = {"present": one.present, "free": one.free, "closed": one.closed}
    return [title.format(ward=one.ward_name, **counts), *(f"  {_line(line)}" for line in one.lines)]


def _line(line: queries.CensusLine) -> str:
    bed = f"{line.room} {line.bed_label}".strip() or _("no bed")
    closed = _("closed: {reason}").format(reason=line.closed_reason) if line.closed_reason is not None else ""
    who = f"{line.family} {line.given} {line.birth_date or ''} {line.ipp}".strip() if line.patient else ""
    return "  ".join(part for part in (bed, who or ("" if closed else _("free")), closed) if part)


def _bed(ward: str, label: str) -> UUID:
    found = queries.bed_named(ward, label)
    if found is None:
        raise click.ClickException(_("No bed, or several, are called {bed} in {ward}.").format(bed=label, ward=ward))
    return found.id


def _instant(at: datetime | None) -> datetime:
    return timezone.make_aware(at) if at else clock.now()


commands: tuple[click.Command, ...] = (beds,)
