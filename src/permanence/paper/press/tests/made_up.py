"""Made-up documents for the press: a subject's last bits say how many lines its document has."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from permanence.foundation.actors import Actor
from permanence.paper.press import operations
from permanence.paper.press.queries import Content, Printable

ALICE = Actor("person", "alice")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
BROKEN = 0xBAD
REFUSED = 0xDEAD
BLANK = 0xB


def subject(serial: int, lines: int = 3) -> UUID:
    """A subject whose document has so many lines; BROKEN: its template fails; REFUSED: its room fails.

    BLANK: a form about nobody.
    """
    return UUID(int=(7 << 76) | (serial << 32) | lines)


def contents(subjects: Sequence[UUID]) -> Iterator[Content]:
    for one in subjects:
        lines = one.int & 0xFFFF
        if lines == REFUSED:
            raise LookupError("a room that fails")
        data = {"broken": True, "name": "Zoé"} if lines == BROKEN else {"lines": [f"no. {n}" for n in range(lines)]}
        if lines == BLANK:
            yield Content(data=data, place="Cardiologie", title="Made up", blank=True)
            continue
        yield Content(
            data=data, place="Cardiologie", title="Made up", subject=f"DURAND {one.int >> 32 & 0xFFFF} Zoé", patient=one
        )


MADE_UP = Printable(
    kind="made_up.lines",
    title="Made up",
    version=3,
    template="/paper/press/tests/made_up.typ",
    contents=contents,
    words=lambda: {"line": "Line"},
    subjects_of_ward=lambda ward: [ward],
)


def open_paper_door(monkeypatch) -> None:
    """Let the press find the made-up documents behind a room's paper door."""
    door = SimpleNamespace(PRINTABLES=(MADE_UP,))
    monkeypatch.setattr("permanence.paper.press.queries.catalogue.paper_doors", lambda: [door])


def plan(*parts: list[UUID], **more) -> UUID:
    """A run with a part for each list of subjects."""
    plans = [
        operations.PartPlan(label=f"Service n° {place}", documents=[("made_up.lines", subjects)])
        for place, subjects in enumerate(parts, start=1)
    ]
    planned = {"title": "Kit", "picture_at": AT, "by": ALICE, "occurred_at": AT, "language": "en"} | more
    return operations.plan_run(parts=plans, **planned)
