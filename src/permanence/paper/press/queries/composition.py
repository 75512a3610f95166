"""The documents of a part as its rooms give them now; one that a room cannot give is missed aloud."""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from permanence.paper.press.queries.catalogue import Printable, printables
from permanence.paper.press.rules import Content

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """A document to print; when `missing`, it only says that it is."""

    printable: Printable
    content: Content
    missing: bool = False

    @property
    def kind(self) -> str:
        """What its sheet is called: a form that comes back has a kind of its own."""
        return self.content.returns.kind if self.content.returns else self.printable.kind


class NothingComposed(RuntimeError):
    """No room could give a single document of the part."""


def compose(plan: Sequence[tuple[str, Sequence[str]]], label: str) -> list[Composed]:
    """The documents of a plan, in order: a subject that makes its room fail costs its own document, not the ward's."""
    known = printables()
    found = [
        one for kind, subjects in plan for one in _composed(known[kind], [UUID(subject) for subject in subjects], label)
    ]
    if found and all(one.missing for one in found):
        raise NothingComposed
    return found


def _composed(printable: Printable, subjects: Sequence[UUID], label: str) -> list[Composed]:
    try:
        return [Composed(printable, content) for content in printable.contents(subjects)]
    except Exception as fault:  # noqa: BLE001 (whatever a room stumbles over, the others must have their paper)
        if len(subjects) == 1:
            _tell(fault, printable, subjects[0])
            return [Composed(printable, _missing(printable, subjects[0], label), missing=True)]
    return [one for subject in subjects for one in _composed(printable, [subject], label)]


def _missing(printable: Printable, subject: UUID, label: str) -> Content:
    words = _("This document could not be prepared. Look on the screen, ask the ward, and show this page to IT.")
    return Content(data={_("Missing"): words, "id": str(subject)}, place=label, title=str(printable.title))


def _tell(fault: Exception, printable: Printable, subject: UUID) -> None:
    # Not the fault's own text: it may quote a patient.
    where = traceback.extract_tb(fault.__traceback__)[-1]
    kind, place = type(fault).__name__, f"{where.filename}:{where.lineno}"
    log.error("%s of %s could not be composed: %s at %s", printable.kind, subject, kind, place)
