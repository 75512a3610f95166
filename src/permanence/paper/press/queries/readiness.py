"""Whether the press is ready for tonight: nothing that failed, and a print to show that it prints."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from permanence.foundation.board import Health
from permanence.foundation.readiness import Check
from permanence.paper.press.models import PrintedFile, PrintFailure


def readiness_checks() -> list[Check]:
    """Parts that wait for a person, and the last page printed."""
    stuck = PrintFailure.objects.filter(retry__isnull=True, part__file__isnull=True)
    count = stuck.values("part").distinct().count()
    name = gettext_lazy("Press")
    if count:
        found = ngettext("{n} file could not be printed.", "{n} files could not be printed.", count).format(n=count)
        remedy = _("Open the page of prints and have the failed files tried again. If they fail again, call IT.")
        return [Check(name, Health.BAD, found, remedy)]
    if not PrintedFile.objects.exists():
        remedy = _("Print the page of the self-test: it uses everything a kit uses.")
        return [Check(name, Health.WATCH, _("It never printed anything here."), remedy)]
    return [Check(name, Health.GOOD, _("Nothing failed."))]
