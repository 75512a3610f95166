"""What the frame of a page says around a room's document, in the language that is active."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from permanence.foundation.ledger.queries import clock_doubt, head
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


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages made at one moment share: the hour they say, the head of the ledger, and what they warn of."""

    at: datetime
    head: str
    banner: str


def around(run: PrintRun, at: datetime) -> Around:
    """What pages of this run share when they say this hour; a clock in doubt is said on every one of them."""
    warnings = [_crisis(run), _("CLOCK IN DOUBT: the hours printed may be wrong") if clock_doubt() else ""]
    return Around(at, head().spoken, " · ".join(filter(None, warnings)))


def framed(
    run: PrintRun, printable: Printable, content: Content, number: SheetNumber, around: "Around"
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
        "printed": _("Printed {moment}").format(moment=written(around.at)),
        # A blank sheet says nothing of anybody that could be old.
        "age": "" if content.returns and not content.patient else _age(as_of(run, content), around.at),
        "banner": around.banner,
        "number": number.spoken,
        "ledger": around.head,
        "sealed": asdict(Sealed(number.origin, number.counter, returns.kind, returns.version, key)),
        "data": breakable(content.data),
    }


def framed_for_screens(run: PrintRun, content: Content, around: "Around") -> dict[str, str]:
    """What stands around a document on a screen, as it would around its page."""
    return {
        "place": content.place,
        "title": content.title,
        "subject": content.subject,
        "subject_line": content.subject_line,
        "printed": _("Written {moment}").format(moment=written(around.at)),
        "age": _age(as_of(run, content), around.at),
        "banner": around.banner,
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


def _crisis(run: PrintRun) -> str:
    if run.exercise:
        return _("EXERCISE: do not use for care")
    if run.declared_at is None:
        return ""
    return _("CRISIS declared on {moment} (H0)").format(moment=written(run.declared_at))
