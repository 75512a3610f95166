"""Laying what came back from copiers on the desk, sheet by sheet, once all its pages were read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskSheet
from permanence.paper.desk.operations.opening import FieldRead, Incoming, open_sheet
from permanence.paper.desk.operations.validating import NotSettled, validate
from permanence.paper.desk.queries.forms import FormNotHeld, desk_form
from permanence.paper.desk.queries.sheets import SCAN
from permanence.paper.scans import queries as scans
from permanence.paper.sheets import queries as sheets

_FORM = "forms."
_LATELY = timedelta(hours=1)


def open_scanned_lately(*, by: Actor, occurred_at: datetime) -> int:
    """The night porter's errand: as `open_scanned`, for pages read within the hour. Cheap when there are none."""
    return open_scanned(since=occurred_at - _LATELY, by=by, occurred_at=occurred_at)


def open_scanned(*, since: datetime | None, by: Actor, occurred_at: datetime) -> int:
    """Every sheet of which all pages were read (one of them since then) lies on the desk; gives how many are new.

    Where nothing is left for a person, the sheet is done at once. A sheet with a page missing, or in doubt, waits with
    the reader; so does one of a form this box does not hold. Logs `desk.scans_opened`, with
    what `open_sheet` and `validate` log.
    """
    by_number: dict[str, dict[int, scans.PageRead]] = {}
    for page in scans.pages_read(since):
        if page.kind.startswith(_FORM):
            by_number.setdefault(page.number, {}).setdefault(page.page, page)
    here = set(DeskSheet.objects.filter(number__in=by_number).values_list("number", flat=True))
    opened = 0
    for number, pages in by_number.items():
        if number not in here and (incoming := _incoming(number, list(pages.values()))) is not None:
            sheet = open_sheet(sheet=incoming, by=by, occurred_at=occurred_at)
            _finish(sheet, by, occurred_at)
            opened += 1
    if opened:
        with transaction.atomic():
            facts = {"sheets": opened}
            ledger.record(kind="desk.scans_opened", subject="desk", by=by, occurred_at=occurred_at, facts=facts)
    return opened


def _incoming(number: str, pages: Sequence[scans.PageRead]) -> Incoming | None:
    first = pages[0]
    try:
        form = desk_form(first.kind.removeprefix(_FORM), first.version)
    except FormNotHeld:
        return None
    ordered = sorted(pages, key=lambda page: page.page)
    if [page.page for page in ordered] != list(range(1, form.pages + 1)):
        return None
    parsed = sheets.parse_number(number)
    known = sheets.sheet(parsed)
    return Incoming(
        number=parsed,
        form=form.code,
        edition=form.edition,
        ward=known.ward if known else None,
        patient=known.patient if known else None,
        stay=known.stay if known else None,
        pictures=[f"{SCAN}{page.id}" for page in ordered],
        readings=_readings(form.places, [page.id for page in ordered]),
    )


def _readings(places: dict[tuple[str, int], rules.Place], pages: Sequence[UUID]) -> dict[tuple[str, int], FieldRead]:
    seen: dict[tuple[str, int], list[rules.Seen]] = {}
    for row in scans.fields_of_pages(pages):
        one = rules.Seen(row.kind, row.option, row.value, row.confidence, row.sure)
        seen.setdefault((row.link_id, row.row), []).append(one)
    return {where: FieldRead(*rules.put_together(place, seen.get(where, []))) for where, place in places.items()}


def _finish(sheet: UUID, by: Actor, occurred_at: datetime) -> None:
    try:
        validate(sheet=sheet, by=by, occurred_at=occurred_at)
    except NotSettled:
        return
