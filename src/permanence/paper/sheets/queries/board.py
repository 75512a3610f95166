"""What the sheets put on the front board, and what the doctor looks at."""

from datetime import timedelta

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.board import Health, Queue, Sign
from permanence.foundation.readiness import Check
from permanence.paper.sheets.models import Sheet
from permanence.paper.sheets.queries.lists import SheetList, all_waiting, copies_waiting
from permanence.paper.sheets.queries.stock import running_out
from permanence.paper.sheets.rules import OUTSIDE

# Who hands sheets out and takes them back.
KEEPERS = frozenset({Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.ADMISSIONS, Role.NURSE, Role.SECRETARY})
# Who says that a sheet must never be used, is lost, or which of two is true.
JUDGES = frozenset({Role.NIGHT_MANAGER, Role.CRISIS_CELL, Role.ADMISSIONS, Role.SECRETARY})
# Who says how much paper a ward must hold, and how long it may keep it.
PLANNERS = frozenset({Role.NIGHT_MANAGER, Role.CRISIS_CELL})
# A page about a patient is read as of today; one that is older must be collected.
STALE_AFTER = timedelta(days=1)
LIST_NAMES: dict[SheetList, str | Promise] = {
    SheetList.MISSING: _("Sheets with a page missing"),
    SheetList.OUT: _("Sheets out for long"),
    SheetList.LOST: _("Lost sheets"),
    SheetList.CHECK: _("Sheets to be checked"),
}


def board_queues() -> list[Queue]:
    """Pages that came twice, sheets with a page missing, out for long, lost or to be checked, and forms running out."""
    now = clock.now()
    copies = copies_waiting()
    queues = [Queue(_("Pages that came twice"), copies.count, copies.oldest_at, "sheets:copies", KEEPERS)]
    for which, said in all_waiting(at=now).items():
        queues.append(Queue(LIST_NAMES[which], said.count, said.oldest_at, f"sheets:list_{which}", KEEPERS))
    return [*queues, Queue(_("Forms running out in a ward"), running_out(at=now), None, "sheets:stock", KEEPERS)]


def board_signs() -> list[Sign]:
    """How much is on paper, and since when."""
    outside = Sheet.objects.filter(state__in=OUTSIDE, printed_at__isnull=False)
    said = outside.aggregate(count=Count("*"), pages=Sum("pages"), newest=Max("printed_at"))
    if not said["count"]:
        return [Sign(_("On paper"), Health.OFF, None, _("Nothing is on paper yet."), "sheets:lookup")]
    detail = ngettext("{count} sheet, {pages} pages", "{count} sheets, {pages} pages", said["count"])
    words = detail.format(count=said["count"], pages=said["pages"] or 0)
    return [Sign(_("On paper"), Health.GOOD, said["newest"], words, "sheets:lookup")]


def readiness_checks() -> list[Check]:
    """Patients' sheets on paper that say old things and that nothing newer replaced."""
    limit = clock.now() - STALE_AFTER
    printed = Sheet.objects.filter(patient__isnull=False, state__in=OUTSIDE, blank=False)
    stale = printed.filter(data_as_of__lt=limit).aggregate(count=Count("id"), oldest=Min("data_as_of"))
    name = _("Stale pages on paper")
    if not stale["count"]:
        return [Check(name, Health.GOOD, pgettext("pages", "None."))]
    found = ngettext(
        "{count} page about a patient is of {oldest}.", "{count} pages, the oldest of {oldest}.", stale["count"]
    )
    remedy = _(
        "Collect them in the wards and destroy them, or print them again: see the pages of prints and of sheets."
    )
    oldest = f"{timezone.localtime(stale['oldest']):%d/%m/%Y %H:%M}"
    return [Check(name, Health.WATCH, found.format(count=stale["count"], oldest=oldest), remedy)]
