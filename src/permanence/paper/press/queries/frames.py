"""What the frame of a page says around a room's document, in the language that is active."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from permanence.paper.press.models import PrintRun
from permanence.paper.press.queries.catalogue import Printable
from permanence.paper.press.queries.writing import moment as written
from permanence.paper.press.rules import Content, Returning, Sealed, age, breakable, shortened
from permanence.paper.sheets.operations import SheetNumber
from permanence.paper.sheets.queries import patient_key


def frame_words() -> dict[str, str]:
    """The frame's own labels."""
    return {
        "language": (get_language() or "en")[:2],
        "page": _("Page"),
        "sheet": _("Sheet"),
        "ledger": _("Ledger"),
        "lenient": _("Empty boxes stand for letters that cannot be printed here: look at the screen."),
    }


def as_of(run: PrintRun, content: Content) -> datetime | None:
    """When the newest thing a document says was true: no older than the run's picture; None when nobody knows."""
    return max((instant for instant in (run.picture_at, content.data_as_of) if instant), default=None)


def framed(
    run: PrintRun, printable: Printable, content: Content, number: SheetNumber, head: str, printed_at: datetime
) -> dict[str, Any]:
    """A document as the typesetter takes it."""
    key = patient_key(content.patient) if content.patient else ""
    returns = content.returns or Returning(printable.kind, printable.version, 1)
    heading = {
        "place": content.place,
        "title": content.title,
        "subject": content.subject,
        "subject_line": content.subject_line,
    }
    return {
        "template": printable.template,
        "kind": printable.kind,
        "mostly": max(printable.mostly, returns.pages),
        "least": returns.pages,
        "returns": content.returns is not None,
        **breakable({name: shortened(text) for name, text in heading.items()}),
        "overlong": breakable([text for text in heading.values() if shortened(text) != text]),
        "printed": _("Printed {moment}").format(moment=written(printed_at)),
        # A blank sheet says nothing of anybody that could be old.
        "age": "" if content.returns and not content.patient else _age(as_of(run, content), printed_at),
        "banner": _banner(run),
        "number": number.spoken,
        "ledger": head,
        "sealed": asdict(Sealed(number.origin, number.counter, returns.kind, returns.version, key)),
        "data": breakable(content.data),
    }


def framed_for_screens(run: PrintRun, content: Content, at: datetime) -> dict[str, str]:
    """What stands around a document on a screen, as it would around its page."""
    return {
        "place": content.place,
        "title": content.title,
        "subject": content.subject,
        "subject_line": content.subject_line,
        "printed": _("Written {moment}").format(moment=written(at)),
        "age": _age(as_of(run, content), at),
        "banner": _banner(run),
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
    return said[unit].format(moment=written(then), count=count)


def _banner(run: PrintRun) -> str:
    if run.exercise:
        return _("EXERCISE: do not use for care")
    if run.declared_at is None:
        return ""
    return _("CRISIS declared on {moment} (H0)").format(moment=written(run.declared_at))
