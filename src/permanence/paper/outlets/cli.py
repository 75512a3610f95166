"""`permanence press`: carry printed files out of the box."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import queries as places
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries import printers as trays
from permanence.paper.outlets.queries.cards import sealed_card
from permanence.paper.outlets.queries.exports import stop_label
from permanence.paper.outlets.queries.folders import FolderRow, folder_at, folders
from permanence.paper.outlets.queries.stale import stale_folders, stale_prints
from permanence.paper.outlets.rules.printers import FOR_A_PERSON, OVER, Fate
from permanence.paper.press import queries as prints


@click.group("press")
def outlets() -> None:
    """Joins the press's own group."""


@outlets.command("export", help=_("Copy a print run to a folder or a stick, check it, and go on where a copy stopped."))
@click.argument("run", default="last")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--whole/--no-whole", default=True, help=_("Also the whole run as one file."))
@json_option
def export(*, run: str, folder: Path, whole: bool, as_json: bool) -> None:
    """Copy, and say what to do when the folder fails."""
    row, by, at = _found(run), console_actor(), clock.now()
    tell = None if as_json else _teller()
    try:
        report = operations.export_run(
            run=row.id, folder=folder.absolute(), by=by, occurred_at=at, whole=whole, on_progress=tell
        )
    except operations.CopyStopped as stopped:
        raise click.ClickException(_stopped(stopped)) from stopped
    except operations.NothingReady as refused:
        raise click.ClickException(_("Nothing of this run is printed yet: permanence press run")) from refused
    facts = {
        "run": row.id,
        "folder": str(report.folder),
        "files": report.files,
        "kept": report.kept,
        "bytes": report.bytes,
        "lacking": report.lacking,
    }
    said = _("{files} files, {size:.1f} MB, read back and found right: {folder}").format(
        files=report.files, size=report.bytes / 1e6, folder=report.folder
    )
    say(facts, as_json=as_json, lines=[said, *(_("LACKING: {part}").format(part=part) for part in report.lacking)])
    if report.lacking:
        raise SystemExit(1)


@outlets.command("printers", help=_("List the printers of this box, and what ails them."))
@json_option
def list_printers(*, as_json: bool) -> None:
    """Print each printer, and what to do where it stands still."""
    rows = trays.printers()
    report = {"printers": [_printer_facts(row) for row in rows]}
    say(report, as_json=as_json, lines=[_printer_line(row) for row in rows] or [_("There is no printer yet.")])


@outlets.command("add-printer", help=_("Take a printer into use; URI is its address, as ipp://10.0.0.9/ipp/print."))
@click.argument("name")
@click.argument("uri")
@click.option("--ward", "wards", multiple=True, help=_("Only for this ward (its name or code); several may be given."))
@json_option
def add_printer(*, name: str, uri: str, wards: tuple[str, ...], as_json: bool) -> None:
    """Ask the printer what it can do, and keep it."""
    with _refusals():
        printer = operations.add_printer(
            name=name, uri=uri, wards=[_ward(text) for text in wards], by=console_actor(), occurred_at=clock.now()
        )
    say({"printer": printer}, as_json=as_json, lines=[_("{name} is in use.").format(name=name)])


@outlets.command("remove-printer", help=_("Use a printer no more."))
@click.argument("name")
@json_option
def remove_printer(*, name: str, as_json: bool) -> None:
    """Take a printer out of use."""
    with _refusals():
        operations.remove_printer(printer=_printer(name).id, by=console_actor(), occurred_at=clock.now())
    say({"ok": True}, as_json=as_json, lines=[_("{name} is used no more.").format(name=name)])


@outlets.command("send", help=_("Let a run come out of the printers, the most urgent wards first; go on where it was."))
@click.argument("run", default="last")
@click.option("--printer", "name", help=_("This printer only."))
@click.option("--part", "places", type=int, multiple=True, help=_("Number of a part; may be given several times."))
@click.option("--wait/--no-wait", default=True, help=_("Wait until all came out; else the night porter sees to it."))
@json_option
def send(*, run: str, name: str | None, places: tuple[int, ...], wait: bool, as_json: bool) -> None:
    """Send, follow, and say what to do where a printer stands still."""
    row = _found(run)
    parts = [part.id for part in row.parts if not places or part.place in places]
    with _refusals():
        report = operations.send_run(
            run=row.id,
            parts=parts,
            printer=_printer(name).id if name else None,
            by=console_actor(),
            occurred_at=clock.now(),
        )
    if wait:
        _follow(row, as_json=as_json)
    rows = trays.deliveries(row.id)
    lines = [] if wait else _delivery_lines(row)
    say(
        {"asked": report.asked, "already": report.already, "parts": [_delivery_facts(one) for one in rows]},
        as_json=as_json,
        lines=lines,
    )
    if trays.for_a_person(rows):
        raise SystemExit(1)


@outlets.command("deliveries", help=_("Say what became of each part of a run at the printers."))
@click.argument("run", default="last")
@json_option
def deliveries(*, run: str, as_json: bool) -> None:
    """Print the fate of each part."""
    row = _found(run)
    report = {"parts": [_delivery_facts(one) for one in trays.deliveries(row.id)]}
    say(report, as_json=as_json, lines=_delivery_lines(row))


@outlets.command("move", help=_("Let printer TO take what printer NAME has not begun."))
@click.argument("name")
@click.argument("to")
@json_option
def move(*, name: str, to: str, as_json: bool) -> None:
    """Move what waits, and take back what the printer holds."""
    with _refusals():
        report = operations.move(
            printer=_printer(name).id, to=_printer(to).id, by=console_actor(), occurred_at=clock.now()
        )
    said = _("{moved} files moved. {unknown} may have begun: look in the tray of {name}.")
    line = said.format(moved=report.asked, unknown=report.already, name=name)
    say({"moved": report.asked, "unknown": report.already}, as_json=as_json, lines=[line])


@outlets.command("settle", help=_("Say whether PART of a run lay in the tray, when the box cannot know."))
@click.argument("run")
@click.argument("place", metavar="PART", type=int)
@click.option("--came-out/--print-again", required=True, help=_("It lay there whole, or it is to be printed again."))
@json_option
def settle(*, run: str, place: int, came_out: bool, as_json: bool) -> None:
    """Write down what somebody saw."""
    unsure = [one for one in trays.for_a_person(trays.deliveries(_found(run).id)) if one.place == place]
    if not unsure:
        raise click.ClickException(_("Nothing needs to be said of this part."))
    for one in unsure:
        operations.settle(delivery=one.id, came_out=came_out, by=console_actor(), occurred_at=clock.now())
    say({"ok": True}, as_json=as_json, lines=[_("Written down.")])


@outlets.command("folders", help=_("List the kept folders, and how old the kit in each is."))
@json_option
def list_folders(*, as_json: bool) -> None:
    """Print each kept folder, and what to do where its kit is old."""
    rows = folders()
    report = {
        "folders": [
            {
                "path": row.path,
                "wards": row.wards,
                "copied_at": row.whole.asked_at if row.whole else None,
                "stop": row.last.stop if row.last else None,
            }
            for row in rows
        ]
    }
    say(report, as_json=as_json, lines=[_folder_line(row) for row in rows] or [_("No folder is kept up.")])


@outlets.command("keep-folder", help=_("Let the newest kit always lie in PATH, a folder of a ward's computer."))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--ward", "wards", multiple=True, help=_("Only for this ward (its name or code); several may be given."))
@json_option
def keep_folder(*, path: Path, wards: tuple[str, ...], as_json: bool) -> None:
    """Keep a folder up from now on."""
    named = [_ward(text) for text in wards]
    with _refusals():
        folder = operations.keep_folder(path=path.absolute(), wards=named, by=console_actor(), occurred_at=clock.now())
    say({"folder": folder}, as_json=as_json, lines=[_("{path} is kept up.").format(path=path)])


@outlets.command("leave-folder", help=_("Keep a folder up no more."))
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def leave_folder(*, path: Path, as_json: bool) -> None:
    """Leave a folder to itself."""
    row = folder_at(str(path.absolute()))
    if row is None:
        raise click.ClickException(_("This folder is not kept up."))
    operations.leave_folder(folder=row.id, by=console_actor(), occurred_at=clock.now())
    say({"ok": True}, as_json=as_json, lines=[_("{path} is kept up no more.").format(path=path)])


@outlets.command("stale", help=_("List what lies on paper and should no longer be trusted."))
@json_option
def stale(*, as_json: bool) -> None:
    """Print stale prints, oldest first, and kept folders without a recent kit."""
    rows, late = stale_prints(), stale_folders()
    lines = [
        f"{timezone.localtime(row.printed_at):%d/%m/%Y %H:%M}  {row.title}  {row.label}  "
        + ngettext("{count} sheet", "{count} sheets", row.sheets).format(count=row.sheets)
        for row in rows
    ] + [_folder_line(row) for row in late]
    report = {"prints": [asdict(row) for row in rows], "folders": [row.path for row in late]}
    say(report, as_json=as_json, lines=lines or [_("Nothing on paper is stale.")])


def _folder_line(row: FolderRow) -> str:
    said = stop_label(row.last.stop) if row.last and row.last.stop else ""
    at = f"{timezone.localtime(row.whole.asked_at):%d/%m/%Y %H:%M}" if row.whole else _("no kit yet")
    return f"{row.path}  {at}  {said}".rstrip()


def _follow(run: prints.RunRow, *, as_json: bool) -> None:
    """Visit the printers until nothing of the run waits for them; Ctrl-C leaves the rest to the night porter."""
    labels = {part.id: f"{part.place:02d} {part.label}" for part in run.parts}

    def tell(step: operations.Step) -> None:
        if as_json:
            return
        if step.part and step.fate in {Fate.PRINTED, Fate.FAILED, Fate.UNKNOWN}:
            click.echo(f"{step.printer}: {labels.get(step.part, '')}: {trays.fate_label(step.fate)}")
        elif step.trouble:
            click.echo(f"{step.printer}: {trays.trouble_label(step.trouble)}")

    while any(row.fate not in OVER | FOR_A_PERSON for row in trays.deliveries(run.id)):
        operations.deliver_waiting(by=console_actor(), on_step=tell)
        time.sleep(0.5)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except operations.NoPrinter as refused:
        raise click.ClickException(_("There is no such printer: permanence press add-printer NAME URI")) from refused
    except operations.PartsUnknown as refused:
        raise click.ClickException(_("This run has no such part.")) from refused
    except operations.CopyStopped as stopped:
        raise click.ClickException(_stopped(stopped)) from stopped
    except operations.FolderKnown as refused:
        raise click.ClickException(_("This folder is kept up already.")) from refused
    except (ValueError, LookupError, operations.PrinterSilent) as refused:
        raise click.ClickException(trays.refusal_label(refused)) from refused


def _ward(text: str) -> UUID:
    wanted = text.casefold()
    found = [row for row in places.wards() if wanted in {row.name.casefold(), row.code.casefold()}]
    if len(found) != 1:
        raise click.ClickException(_("No ward, or several, are called {name}.").format(name=text))
    return found[0].id


def _printer(name: str) -> trays.PrinterRow:
    row = trays.printer_named(name)
    if row is None:
        raise operations.NoPrinter(name)
    return row


def _printer_facts(row: trays.PrinterRow) -> dict[str, object]:
    return {
        "name": row.name,
        "uri": row.uri,
        "wards": row.wards,
        "trouble": row.trouble,
        "seen_at": row.seen_at,
        "in_hand": row.in_hand,
    }


def _printer_line(row: trays.PrinterRow) -> str:
    return f"{row.name}  {row.uri}  {trays.trouble_label(row.trouble) if row.trouble else _('Ready.')}"


def _delivery_facts(row: trays.DeliveryRow) -> dict[str, object]:
    return {"part": row.place, "fate": row.fate, "printer": row.holder_name, "job": row.job, "reason": row.reason}


def _delivery_lines(run: prints.RunRow) -> list[str]:
    labels = {part.id: part.label for part in run.parts}
    return [
        f"{row.place:3d}  {trays.fate_label(row.fate):28}  {row.holder_name:16}  {labels.get(row.part, '')}"
        for row in trays.deliveries(run.id)
    ]


@outlets.command(
    "html", help=_("Write a run as encrypted files for any browser, to a folder or a stick, with one passphrase.")
)
@click.argument("run", default="last")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--card",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Also write the passphrase as a card to print (PDF); it must not exist. Delete it once it is printed."),
)
@json_option
def html(*, run: str, folder: Path, card: Path | None, as_json: bool) -> None:
    """Seal, write, and say the passphrase once."""
    row, by, at = _found(run), console_actor(), clock.now()
    with _new_file(card), _refusals():
        report = operations.seal_run(
            run=row.id, folder=folder.absolute(), by=by, occurred_at=at, on_progress=None if as_json else _teller()
        )
    if card:
        card.write_bytes(sealed_card(report.passphrase, row.title, at))
    facts = {
        "run": row.id,
        "folder": str(report.folder),
        "files": report.files,
        "documents": report.documents,
        "bytes": report.bytes,
        "lacking": report.lacking,
        "passphrase": report.passphrase,
    }
    lines = [
        _("{documents} documents, {size:.1f} MB, in {folder}: open index.html in any browser.").format(
            documents=report.documents, size=report.bytes / 1e6, folder=report.folder
        ),
        _("Passphrase, said only now: {passphrase}").format(passphrase=report.passphrase),
        *(_("LACKING: {part}").format(part=part) for part in report.lacking),
    ]
    say(facts, as_json=as_json, lines=lines)
    if report.lacking:
        raise SystemExit(1)


@contextmanager
def _new_file(path: Path | None) -> Iterator[None]:
    """The card's file is there before anything is sealed: a passphrase that cannot be kept opens nothing."""
    try:
        if path:
            path.touch(mode=0o600, exist_ok=False)
    except OSError as fault:
        raise click.ClickException(_("{path} cannot be written, or exists.").format(path=path)) from fault
    try:
        yield
    except BaseException:
        if path:
            path.unlink(missing_ok=True)
        raise


def _stopped(stopped: operations.CopyStopped) -> str:
    said = stop_label(stopped.reason)
    if stopped.needed:
        room = _("{needed:.1f} MB are needed, {free:.1f} MB are free.")
        said += " " + room.format(needed=stopped.needed / 1e6, free=stopped.free / 1e6)
    return said


def _teller() -> Callable[[operations.CopyProgress], None]:
    def tell(progress: operations.CopyProgress) -> None:
        click.echo(f"{progress.files}/{progress.of}  {progress.name}")

    return tell


def _found(text: str) -> prints.RunRow:
    row = prints.run_of_text(text)
    if row is None:
        raise click.ClickException(_("No print run, or several, are called {name}.").format(name=text))
    return row


commands: tuple[click.Command, ...] = (outlets,)
