"""Screens of tables: give a file, see how it would be read, say otherwise, take it in, fetch what was rejected."""

import csv
from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.exchange.tables import operations, queries
from permanence.exchange.tables.queries import FileRefused, ImportState, TableKind
from permanence.exchange.tables.web.forms import MappingForm, TakingForm, UploadForm
from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.doors import opens_to, person_behind, see_other

# Who may take in what: IT everything, others the lists they keep themselves.
KEEPERS: dict[TableKind, frozenset[Role]] = {
    TableKind.APPOINTMENTS: frozenset({Role.IT, Role.ADMISSIONS, Role.SECRETARY}),
    TableKind.ARCHIVE: frozenset({Role.IT, Role.ADMISSIONS}),
    TableKind.WARDS: frozenset({Role.IT, Role.ADMISSIONS}),
    TableKind.STAFF: frozenset({Role.IT, Role.HR}),
    TableKind.TREATMENTS: frozenset({Role.IT}),
}
TAKERS = (Role.IT, Role.ADMISSIONS, Role.SECRETARY, Role.HR)
LARGEST_MB = 200
_SHOWN = 8


@opens_to(*TAKERS)
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest) -> HttpResponse:
    """What was taken in, and a file to give."""
    kinds = _kinds(request)
    profiles = queries.profiles()
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds, profiles=profiles)
    if request.method == "POST" and form.is_valid():
        response = _uploaded(request, form)
        if response is not None:
            return response
    context = {
        "form": form,
        "imports": [row for row in queries.imports() if row.kind in kinds],
        "profiles": [row for row in profiles if row.kind in kinds],
        "labels": {kind: _(queries.SHEETS[kind].label) for kind in kinds},
    }
    return render(request, "tables/tables.html", context, status=422 if form.is_bound else 200)


@opens_to(*TAKERS)
@require_GET
def table_import(request: HttpRequest, table_import: UUID) -> HttpResponse:
    """One import: how it would be read, how far it is, or what became of it."""
    row = _allowed(request, table_import)
    if row.state is ImportState.LOOKED_AT:
        return _looked_at(request, row)
    label = _(queries.SHEETS[row.kind].label) if row.kind else ""
    context = {"row": row, "label": label, "waiting": queries.waiting_count(row)}
    return render(request, "tables/import.html", context)


@opens_to(*TAKERS)
@require_POST
def mapping(request: HttpRequest, table_import: UUID) -> HttpResponse:
    """Say otherwise how a file is read, and see it read so."""
    row = _allowed(request, table_import)
    draft = queries.draft_of_import(table_import)
    if draft is None:
        return see_other("tables:table_import", table_import)
    try:
        found = queries.preview(queries.upload_path(table_import), draft, today=timezone.localdate(), shown=_SHOWN)
    except FileRefused as refused:
        messages.error(request, queries.said_refusal(refused.code, refused.detail))
        return see_other("tables:tables")
    form = MappingForm(request.POST, preview=found, draft=draft)
    if not form.is_valid():
        return _looked_at(request, row, form)
    by = person_behind(request)
    operations.map_upload(table_import=table_import, draft=form.drafted(), by=by, occurred_at=clock.now())
    return see_other("tables:table_import", table_import)


@opens_to(*TAKERS)
@require_POST
def taking(request: HttpRequest, table_import: UUID) -> HttpResponse:
    """Take a file in as it was shown."""
    _allowed(request, table_import)
    form = TakingForm(request.POST)
    feed = form.cleaned_data["feed"].strip() if form.is_valid() else ""
    try:
        operations.take_upload_in(
            table_import=table_import, feed=feed, by=person_behind(request), occurred_at=clock.now()
        )
    except operations.ProfileIncomplete:
        messages.error(request, _("Not taken in: columns that every row needs are not named yet."))
    except operations.ProfileOfAnotherKind:
        messages.error(request, _("Not taken in: another profile of this name reads another kind of list. Rename it."))
    except operations.ImportUnknown:
        messages.warning(request, _("Somebody took it in, or dropped it, before."))
    return see_other("tables:table_import", table_import)


@opens_to(*TAKERS)
@require_POST
def dropping(request: HttpRequest, table_import: UUID) -> HttpResponse:
    """Forget a file of which nothing was taken in."""
    _allowed(request, table_import)
    try:
        operations.drop_import(table_import=table_import, by=person_behind(request), occurred_at=clock.now())
    except operations.ImportUnknown:
        messages.warning(request, _("It was taken in before: nothing was dropped."))
    else:
        messages.success(request, _("The file is forgotten; nothing of it was taken in."))
    return see_other("tables:tables")


@opens_to(*TAKERS)
@require_POST
def rejects(request: HttpRequest, table_import: UUID) -> HttpResponse:
    """The rows that wait, as a file for a spreadsheet."""
    row = _allowed(request, table_import)
    operations.account_for_rejects(
        table_import=table_import, screen="tables:rejects", by=person_behind(request), occurred_at=clock.now()
    )
    writer = csv.writer(_Echo(), delimiter=";")
    # Spreadsheets take a CSV without this mark for one of their own code page.
    lines = ("\ufeff" * (place == 0) + writer.writerow(line) for place, line in enumerate(queries.rejects_lines(row)))
    name = f"rejects-{row.begun_at:%Y-%m-%d}-{row.id.hex[-6:]}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]


class _Echo:
    """Gives back each line that is written to it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _uploaded(request: HttpRequest, form: UploadForm) -> HttpResponse | None:
    """Where an upload leads; None when it is refused, and the form says why."""
    file, said, by = form.cleaned_data["file"], form.cleaned_data, person_behind(request)
    if file.size > LARGEST_MB << 20:
        form.add_error("file", queries.said_refusal("too-large", str(LARGEST_MB)))
        return None
    try:
        kept = operations.keep_upload(
            pieces=file.chunks(), file_name=file.name, profile=said["profile"],
            kind=TableKind(said["kind"]) if said["kind"] else None, by=by, occurred_at=clock.now(),
        )  # fmt: skip
    except FileRefused as refused:
        form.add_error("file", queries.said_refusal(refused.code, refused.detail))
        return None
    if queries.is_rejects(queries.upload_path(kept)):
        return _mended(request, kept, file.name)
    row = queries.table_import(kept)
    if row is None or row.kind not in _kinds(request):
        operations.drop_import(table_import=kept, by=by, occurred_at=clock.now())
        form.add_error("file", _("Your roles do not take in lists of this kind."))
        return None
    return see_other("tables:table_import", kept)


def _mended(request: HttpRequest, kept: UUID, file_name: str) -> HttpResponse:
    """Settle the rows of a rejects file, and forget it."""
    by, now = person_behind(request), clock.now()
    reason = _("Put right in a spreadsheet ({file}).").format(file=file_name)
    path = queries.upload_path(kept)
    report = operations.mend_rows(path=path, reason=reason, by=by, occurred_at=now, kinds=_kinds(request))
    operations.drop_import(table_import=kept, by=by, occurred_at=now)
    line = _("Rows mended: {mended}; still refused: {still_refused}; settled before: {settled_before}.")
    say = messages.warning if report.still_refused else messages.success
    say(request, line.format(**asdict(report)))
    return see_other("tables:tables")


def _looked_at(request: HttpRequest, row: queries.ImportRow, form: MappingForm | None = None) -> HttpResponse:
    """How a file would be read, with the choices that make it so."""
    draft = queries.draft_of_import(row.id)
    if draft is None:
        raise Http404
    try:
        found = queries.preview(queries.upload_path(row.id), draft, today=timezone.localdate(), shown=_SHOWN)
    except (FileRefused, FileNotFoundError) as refused:
        code, detail = (refused.code, refused.detail) if isinstance(refused, FileRefused) else ("lost", "")
        return render(
            request, "tables/refused.html", {"row": row, "why": queries.said_refusal(code, detail)}, status=422
        )
    operations.account_for_preview(
        path=queries.upload_path(row.id), numbers=[one.ipp for one in found.rows], screen="tables:table_import",
        by=person_behind(request), occurred_at=clock.now(),
    )  # fmt: skip
    context = {
        "row": row,
        "found": found,
        "label": _(queries.SHEETS[draft.kind].label),
        "form": form or MappingForm(preview=found, draft=draft),
        "taking": TakingForm(initial={"feed": ""}),
    }
    return render(request, "tables/look.html", context, status=422 if form else 200)


def _kinds(request: HttpRequest) -> list[TableKind]:
    """What the person may take in."""
    held = person_behind(request).roles
    return [kind for kind, roles in KEEPERS.items() if roles & held]


def _allowed(request: HttpRequest, table_import: UUID) -> queries.ImportRow:
    """The import, for whoever may take in its kind of list."""
    row = queries.table_import(table_import)
    if row is None or row.state is ImportState.DROPPED:
        raise Http404
    if row.kind not in _kinds(request):
        raise PermissionDenied
    return row
