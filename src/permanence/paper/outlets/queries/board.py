"""What the front board says of the outlets."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permanence.foundation.board import Health, Queue, Sign
from permanence.paper.outlets.queries.exports import stop_label
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.outlets.queries.printers import for_a_person, open_deliveries, printers, trouble_label
from permanence.paper.outlets.queries.stale import stale_folders, stale_prints
from permanence.paper.press.queries import PRINT_ROLES


def board_queues() -> list[Queue]:
    """Parts of which only a person who looks into the tray can say whether they came out."""
    rows = for_a_person(open_deliveries())
    oldest = min((row.at for row in rows), default=None)
    return [Queue(_("Prints to look for in a tray"), len(rows), oldest, "outlets:printers", frozenset(PRINT_ROLES))]


def board_signs() -> list[Sign]:
    """Printers and kept folders that ail, in the words of what to do, and how much paper is stale."""
    return [*_printer_signs(), *_folder_signs(), *_stale_signs()]


def _folder_signs() -> list[Sign]:
    rows = folders()
    if not rows:
        return []
    late = {row.id for row in stale_folders()}
    signs = [
        Sign(
            _("Kept folder {path}").format(path=row.path), Health.BAD, row.whole.asked_at if row.whole else None,
            stop_label(row.last.stop) if row.last and row.last.stop else _("No recent kit lies there."),
            "outlets:stale",
        )
        for row in rows
        if row.id in late
    ]  # fmt: skip
    oldest = min((row.whole.asked_at for row in rows if row.whole), default=None)
    return signs or [Sign(_("Kept folders"), Health.GOOD, oldest, _("A recent kit lies in each."), "outlets:stale")]


def _stale_signs() -> list[Sign]:
    rows = stale_prints()
    if not rows:
        return []
    said = ngettext("{count} print is stale: change it.", "{count} prints are stale: change them.", len(rows))
    return [Sign(_("Stale paper"), Health.WATCH, rows[0].printed_at, said.format(count=len(rows)), "outlets:stale")]


def _printer_signs() -> list[Sign]:
    rows = printers()
    if not rows:
        return []
    ailing = [row for row in rows if row.trouble]
    if ailing:
        return [
            Sign(
                _("Printer {name}").format(name=row.name), Health.BAD, row.seen_at,
                trouble_label(row.trouble) if row.trouble else "", "outlets:printers",
            )
            for row in ailing
        ]  # fmt: skip
    waiting = len(open_deliveries())
    seen = max((row.seen_at for row in rows if row.seen_at), default=None)
    detail = _("{parts} files wait or are being printed.").format(parts=waiting) if waiting else _("Ready.")
    return [Sign(_("Printers"), Health.WATCH if waiting else Health.GOOD, seen, detail, "outlets:printers")]
