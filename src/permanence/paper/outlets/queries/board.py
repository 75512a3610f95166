"""What the front board says of the outlets."""

from django.utils.translation import gettext as _

from permanence.foundation.board import Health, Queue, Sign
from permanence.paper.outlets.queries.printers import for_a_person, open_deliveries, printers, trouble_label
from permanence.paper.press.queries import PRINT_ROLES


def board_queues() -> list[Queue]:
    """Parts of which only a person who looks into the tray can say whether they came out."""
    rows = for_a_person(open_deliveries())
    oldest = min((row.at for row in rows), default=None)
    return [Queue(_("Prints to look for in a tray"), len(rows), oldest, "outlets:printers", frozenset(PRINT_ROLES))]


def board_signs() -> list[Sign]:
    """Each printer that ails, in the words of what to do; else one sign for all."""
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
