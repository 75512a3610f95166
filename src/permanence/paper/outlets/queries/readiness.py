"""What the outlets say of whether the box is ready tonight."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from permanence.foundation.board import Health
from permanence.foundation.readiness import Check
from permanence.paper.outlets.queries.exports import stop_label
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.outlets.queries.printers import printers, trouble_label
from permanence.paper.outlets.queries.stale import stale_folders


def readiness_checks() -> list[Check]:
    """The printers in use, and the kept folders; stale paper is the sheets' own word."""
    return [_printers(), _folders()]


def _printers() -> Check:
    rows = printers()
    name = _("Printers in use")
    if not rows:
        remedy = _("Plug one in by a cable, and type: permanence press add-printer NAME URI")
        return Check(name, Health.OFF, pgettext("printers", "None."), remedy)
    ailing = [row for row in rows if row.trouble]
    if not ailing:
        return Check(name, Health.GOOD, ", ".join(row.name for row in rows))
    remedy = " ".join(trouble_label(row.trouble) for row in ailing if row.trouble)
    return Check(name, Health.BAD, ", ".join(row.name for row in ailing), remedy)


def _folders() -> Check:
    name, rows, late = _("Kept folders"), folders(), stale_folders()
    if not rows:
        remedy = _("A folder on each ward's computer gives it a kit: permanence press keep-folder PATH --ward WARD")
        return Check(name, Health.OFF, pgettext("folders", "None."), remedy)
    if not late:
        return Check(name, Health.GOOD, _("A recent kit lies in each."))
    stops = {stop_label(row.last.stop) for row in late if row.last and row.last.stop}
    remedy = " ".join(sorted(stops)) or _("Make a kit ready now: permanence standby now")
    return Check(name, Health.BAD, ", ".join(row.path for row in late), remedy)
