"""`permanence stays` and `permanence patients labels`: numbers for desks, bands and labels for one patient."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.care.patients import operations as patients
from permanence.care.stays import operations, queries
from permanence.care.stays.rules import NotAProvisionalNumber, provisional_number
from permanence.care.stays.rules.zpl import LabelTooSmall, ZplLabel, zpl
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.paper.press import operations as press
from permanence.paper.press import queries as papers

_LABELS = 20
# The most sold roll for desktop label printers: 2.25 x 1.25 inches.
_WIDTH_MM, _HEIGHT_MM = 57.0, 32.0


@click.group("stays", help=_("Stays: numbers for whoever comes while no system gives one."))
def stays() -> None:
    """Group of this room's commands."""


@click.group("patients")
def of_patients() -> None:
    """What this room adds to the patients' commands."""


@stays.command("hand-out", help=_("Hand a block of provisional numbers to each DESK, and print the sheets."))
@click.argument("desks", nargs=-1, required=True)
@click.option("--count", default=40, show_default=True, help=_("How many numbers each desk gets."))
@json_option
def hand_out(*, desks: tuple[str, ...], count: int, as_json: bool) -> None:
    """Hand out blocks."""
    by, at = console_actor(), clock.now()
    try:
        ids = operations.hand_out_blocks(desks=desks, count=count, by=by, occurred_at=at)
    except operations.BlockSizeWrong as refused:
        raise click.ClickException(_("A block holds 1 to 200 numbers.")) from refused
    report = _printed(_("Provisional numbers"), [("stays.number_block", ids)])
    rows = queries.number_blocks(ids)
    lines = [*(f"{row.desk}: {row.span}" for row in rows), str(report["folder"])]
    say({"blocks": [_facts(row) for row in rows], **report}, as_json=as_json, lines=lines)


@stays.command("blocks", help=_("List the blocks of provisional numbers, and who holds them."))
@json_option
def blocks(*, as_json: bool) -> None:
    """Print the blocks."""
    rows = queries.number_blocks()
    lines = [f"{row.span}  {row.desk or _('any desk')}" for row in rows] or [_("No number was handed out yet.")]
    say({"blocks": [_facts(row) for row in rows]}, as_json=as_json, lines=lines)


@stays.command("holder", help=_("Say which desk holds a provisional NUMBER; exit with 1 when nobody does."))
@click.argument("number")
@json_option
def holder(*, number: str, as_json: bool) -> None:
    """Print a number's block."""
    try:
        row = queries.holder_of(provisional_number(number))
    except NotAProvisionalNumber as refused:
        raise click.ClickException(_("This is no provisional number, or a character of it is wrong.")) from refused
    said = f"{row.desk or _('any desk')}  {row.span}" if row else _("No desk was ever handed this number here.")
    say({"block": _facts(row) if row else None}, as_json=as_json, lines=[said])
    if row is None:
        raise SystemExit(1)


@of_patients.command("labels", help=_("Print the wristband and 20 labels of the stay with this VISIT number."))
@click.argument("visit")
@click.option("--zpl", "as_zpl", is_flag=True, help=_("Say the labels in ZPL II, for a label printer, instead."))
@click.option("--width", default=_WIDTH_MM, show_default=True, help=_("Width of a ZPL label, in millimetres."))
@click.option("--height", default=_HEIGHT_MM, show_default=True, help=_("Height of a ZPL label, in millimetres."))
@click.option("--copies", default=_LABELS, show_default=True, help=_("How many ZPL labels."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the ZPL to this file."))
@json_option
def labels(
    *, visit: str, as_zpl: bool, width: float, height: float, copies: int, out: Path | None, as_json: bool
) -> None:
    """Print labels; whose they are is accounted for as read."""
    row = queries.inpatient_of_visit(visit)
    if row is None:
        raise click.ClickException(_("No stay, or more than one, has this number."))
    patients.account_for_read(
        patient=row.patient, screen="cli patients labels", by=console_actor(), occurred_at=clock.now()
    )
    if as_zpl:
        _say_zpl(_zpl(row, copies, width, height), out, as_json=as_json)
        return
    report = _printed(_("Labels"), [("stays.wristband", [row.stay]), ("stays.labels", [row.stay])])
    say(report, as_json=as_json, lines=[str(report["folder"])])


def _zpl(row: queries.InpatientRow, copies: int, width: float, height: float) -> str:
    number = row.ipp or row.visit_number
    code = papers.barcode(number)
    lines = [row.family or row.name, row.given, row.used_name and _("used name {name}").format(name=row.used_name)]
    numbers = [f"IPP {row.ipp}" if row.ipp else "", row.visit_number]
    label = ZplLabel(
        lines=[*lines, f"{row.born} {row.sex_letter}", " ".join(filter(None, numbers))],
        number=number,
        modules=code["linear"]["across"] if code and code["linear"] else None,
    )
    try:
        return zpl(label, copies, width, height)
    except LabelTooSmall as refused:
        raise click.ClickException(_("A label has at least 38 x 21 mm.")) from refused


def _say_zpl(program: str, out: Path | None, *, as_json: bool) -> None:
    if out:
        out.write_text(program, encoding="utf-8")
    say({"zpl": program, "path": out and str(out)}, as_json=as_json, lines=[str(out) if out else program.rstrip("\n")])


def _printed(title: str, documents: Sequence[tuple[str, Sequence[UUID]]]) -> dict[str, object]:
    by, at = console_actor(), clock.now()
    parts = [press.PartPlan(title, documents)]
    run = press.plan_run(title=title, parts=parts, picture_at=None, by=by, occurred_at=at)
    report = press.print_run(run=run, by=by, occurred_at=at)
    if report.failed:
        raise click.ClickException(_("It could not be printed: see the press page."))
    return {"run": report.run, "folder": str(report.folder), "sheets": report.sheets, "pages": report.pages}


def _facts(row: queries.NumberBlockRow) -> dict[str, object]:
    return {
        "id": row.id,
        "desk": row.desk,
        "first": row.first.spoken,
        "last": row.last.spoken,
        "handed_out_at": row.handed_out_at,
        "handed_out_by": row.handed_out_by,
    }


commands: tuple[click.Command, ...] = (stays, of_patients)
