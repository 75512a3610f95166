"""Printers, sticks and kept folders on the screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other
from permanence.foundation.places import queries as places
from permanence.paper.outlets import operations
from permanence.paper.outlets.queries import printers as trays
from permanence.paper.outlets.queries.exports import exports, stop_label
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.outlets.queries.stale import stale_folders, stale_prints
from permanence.paper.outlets.web.forms import SEALED, CopyForm, FolderForm, PrinterForm, SendingForm
from permanence.paper.press import queries as prints

# Whoever carries all patients out of the box, or says where they go.
_KEEPERS = (Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.IT)


@opens_to(*prints.PRINT_ROLES)
@require_GET
def printers(request: HttpRequest) -> HttpResponse:
    """The printers, what ails them, and the parts on their way."""
    return _printers(request, SendingForm(), PrinterForm())


@opens_to(*prints.PRINT_ROLES)
@require_POST
def sendings(request: HttpRequest) -> HttpResponse:
    """Let a run come out."""
    form = SendingForm(request.POST)
    if not form.is_valid():
        return _printers(request, form, PrinterForm(), status=422)
    printer = form.cleaned_data["printer"]
    try:
        report = operations.send_run(
            run=UUID(form.cleaned_data["run"]),
            printer=UUID(printer) if printer else None,
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    except operations.NoPrinter as refused:
        messages.error(request, trays.refusal_label(refused))
    else:
        said = _("{asked} files wait for a printer, {already} were asked for before.")
        messages.success(request, said.format(asked=report.asked, already=report.already))
    return see_other("outlets:printers")


@opens_to(*_KEEPERS)
@require_POST
def add_printer(request: HttpRequest) -> HttpResponse:
    """Take a printer into use."""
    form = PrinterForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        wards = [UUID(ward) for ward in said["wards"]]
        try:
            operations.add_printer(
                name=said["name"], uri=said["uri"], wards=wards, by=person_behind(request), occurred_at=clock.now()
            )
        except (ValueError, operations.PrinterSilent) as refused:
            form.add_error(None, trays.refusal_label(refused))
        else:
            messages.success(request, _("{name} is in use.").format(name=said["name"]))
            return see_other("outlets:printers")
    return _printers(request, SendingForm(), form, status=422)


@opens_to(*_KEEPERS)
@require_POST
def removal(request: HttpRequest, printer: UUID) -> HttpResponse:
    """Use a printer no more."""
    try:
        operations.remove_printer(printer=printer, by=person_behind(request), occurred_at=clock.now())
    except operations.PrinterUnknown as refused:
        messages.warning(request, trays.refusal_label(refused))
    return see_other("outlets:printers")


@opens_to(*prints.PRINT_ROLES)
@require_POST
def move(request: HttpRequest, printer: UUID) -> HttpResponse:
    """Let another printer take what this one has not begun."""
    try:
        to = UUID(request.POST.get("to", ""))
        report = operations.move(printer=printer, to=to, by=person_behind(request), occurred_at=clock.now())
    except (ValueError, operations.NoPrinter):
        messages.warning(request, _("There is no such printer."))
    else:
        said = _("{moved} files moved. {unknown} may have begun: look in the tray.")
        messages.success(request, said.format(moved=report.asked, unknown=report.already))
    return see_other("outlets:printers")


@opens_to(*prints.PRINT_ROLES)
@require_POST
def fate(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Say what lay in the tray."""
    try:
        operations.settle(
            delivery=delivery,
            came_out=request.POST.get("came_out") == "yes",
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    except operations.FateKnown:
        messages.warning(request, _("Nothing needs to be said of this part."))
    return see_other("outlets:printers")


@opens_to(*_KEEPERS)
@require_http_methods(["GET", "POST"])
def copies(request: HttpRequest) -> HttpResponse:
    """Carry a run away, as files or sealed; the passphrase of sealed ones is shown on the answer and never again."""
    form, sealed = CopyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            sealed = _copied(request, form)
        except operations.CopyStopped as stopped:
            form.add_error("folder", stop_label(stopped.reason))
        except operations.NothingReady:
            form.add_error("run", _("Nothing of this run is printed yet."))
        else:
            if sealed is None:
                return see_other("outlets:copies")
    facts = {"form": form, "sealed": sealed, "exports": exports(), "stop_label": stop_label}
    response = render(request, "outlets/copies.html", facts, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


@opens_to(*prints.PRINT_ROLES)
@require_GET
def stale(request: HttpRequest) -> HttpResponse:
    """Paper and folders that should no longer be trusted."""
    return _stale(request, FolderForm())


@opens_to(*_KEEPERS)
@require_POST
def add_folder(request: HttpRequest) -> HttpResponse:
    """Keep a folder up."""
    form = FolderForm(request.POST)
    if form.is_valid():
        path, wards = form.cleaned_data["path"], [UUID(ward) for ward in form.cleaned_data["wards"]]
        try:
            operations.keep_folder(path=path, wards=wards, by=person_behind(request), occurred_at=clock.now())
        except operations.CopyStopped as stopped:
            form.add_error("path", stop_label(stopped.reason))
        except operations.FolderKnown:
            form.add_error("path", _("This folder is kept up already."))
        else:
            return see_other("outlets:stale")
    return _stale(request, form, status=422)


@opens_to(*_KEEPERS)
@require_POST
def leave_folder(request: HttpRequest, folder: UUID) -> HttpResponse:
    """Keep a folder up no more."""
    try:
        operations.leave_folder(folder=folder, by=person_behind(request), occurred_at=clock.now())
    except operations.FolderUnknown:
        messages.warning(request, _("This folder is not kept up."))
    return see_other("outlets:stale")


def _copied(request: HttpRequest, form: CopyForm) -> operations.SealReport | None:
    said, by, at = form.cleaned_data, person_behind(request), clock.now()
    if said["form"] == SEALED:
        return operations.seal_run(run=UUID(said["run"]), folder=said["folder"], by=by, occurred_at=at)
    report = operations.export_run(run=UUID(said["run"]), folder=said["folder"], by=by, occurred_at=at)
    written = _("{files} files, {size:.1f} MB, read back and found right: {folder}")
    messages.success(request, written.format(files=report.files, size=report.bytes / 1e6, folder=report.folder))
    for part in report.lacking:
        messages.warning(request, _("LACKING: {part}").format(part=part))
    return None


def _printers(request: HttpRequest, sending: SendingForm, printer: PrinterForm, *, status: int = 200) -> HttpResponse:
    rows = trays.open_deliveries()
    facts = {
        "printers": trays.printers(),
        "deliveries": rows,
        "unsure": {row.id for row in trays.for_a_person(rows)},
        "parts": {part.id: part for part in prints.parts([row.part for row in rows])},
        "wards": places.labels([ward for row in trays.printers() for ward in row.wards]),
        "sending": sending,
        "form": printer,
        "keeper": bool(person_behind(request).roles & set(_KEEPERS)),
        "trouble_label": trays.trouble_label,
        "fate_label": trays.fate_label,
    }
    return render(request, "outlets/printers.html", facts, status=status)


def _stale(request: HttpRequest, form: FolderForm, *, status: int = 200) -> HttpResponse:
    rows = folders()
    facts = {
        "prints": stale_prints(),
        "folders": rows,
        "late": {row.id for row in stale_folders()},
        "wards": places.labels([ward for row in rows for ward in row.wards]),
        "form": form,
        "keeper": bool(person_behind(request).roles & set(_KEEPERS)),
        "stop_label": stop_label,
    }
    return render(request, "outlets/stale.html", facts, status=status)
