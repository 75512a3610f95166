"""What the frame of a page says around a room's document, in the language that is active."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.paper.press.models import PrintRun
from permanence.paper.press.queries.catalogue import Printable
from permanence.paper.press.rules import Content, Sealed, age
from permanence.paper.sheets.operations import SheetNumber
from permanence.paper.sheets.queries import patient_key


def frame_words() -> dict[str, str]:
    """The frame's own labels."""
    return {"page": _("Page"), "sheet": _("Sheet"), "ledger": _("Ledger")}


def as_of(run: PrintRun, content: Content) -> datetime | None:
    """When the newest thing a document says was true: no older than the run's picture; None when nobody knows."""
    return max((instant for instant in (run.picture_at, content.data_as_of) if instant), default=None)


def framed(
    run: PrintRun, printable: Printable, content: Content, number: SheetNumber, head: str, printed_at: datetime
) -> dict[str, Any]:
    """A document as the typesetter takes it."""
    key = patient_key(content.patient) if content.patient else ""
    return {
        "template": printable.template,
        "kind": printable.kind,
        "place": content.place,
        "title": content.title,
        "subject": content.subject,
        "subject_line": content.subject_line,
        "printed": _("Printed {moment}").format(moment=_moment(printed_at)),
        "age": _age(as_of(run, content), printed_at),
        "banner": _banner(run),
        "number": number.spoken,
        "ledger": head,
        "sealed": asdict(Sealed(number.origin, number.counter, printable.kind, printable.version, key)),
        "data": content.data,
    }


def _age(then: datetime | None, now: datetime) -> str:
    if then is None:
        return _("Age of the data unknown")
    count, unit = age(then, now)
    said = {
        "min": _("Data of {moment}, {count} min old"),
        "h": _("Data of {moment}, {count} h old"),
        "d": _("Data of {moment}, {count} days old"),
    }
    return said[unit].format(moment=_moment(then), count=count)


def _banner(run: PrintRun) -> str:
    if run.exercise:
        return _("EXERCISE: do not use for care")
    if run.declared_at is None:
        return ""
    return _("CRISIS declared on {moment} (H0)").format(moment=_moment(run.declared_at))


def _moment(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"
