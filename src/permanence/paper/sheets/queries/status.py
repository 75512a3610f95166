"""How many sheets are in which state, by form and ward."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from permanence.paper.sheets.models import Sheet
from permanence.paper.sheets.rules import SheetEventKind

State = SheetEventKind | None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """The sheets of one kind that go by one ward (None: by none), by state."""

    ward: UUID | None
    kind: str
    title: str
    states: dict[State, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Status:
    """All sheets this box knows."""

    states: dict[State, int]
    lines: tuple[StatusLine, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


def status(*, ward: UUID | None = None) -> Status:
    """Counts of sheets by state, and by ward, form and state; two queries that read indexes alone."""
    rows = Sheet.objects.filter(ward=ward) if ward else Sheet.objects.all()
    titles = dict(Sheet.objects.order_by().values_list("kind", "title").distinct())
    lines: dict[tuple[UUID | None, str], dict[State, int]] = {}
    totals: dict[State, int] = {}
    for where, kind, said, count in rows.order_by().values_list("ward", "kind", "state").annotate(count=Count("*")):
        state = SheetEventKind(said) if said else None
        lines.setdefault((where, kind), {})[state] = count
        totals[state] = totals.get(state, 0) + count
    ordered = sorted(lines.items(), key=lambda item: (str(item[0][0] or ""), item[0][1]))
    found = (StatusLine(where, kind, titles.get(kind) or kind, states) for (where, kind), states in ordered)
    return Status(totals, tuple(found))


def by_ward(counted: Status) -> tuple[StatusLine, ...]:
    """The same counts with all forms of a ward in one line."""
    lines: dict[UUID | None, dict[State, int]] = {}
    for line in counted.lines:
        states = lines.setdefault(line.ward, {})
        for state, count in line.states.items():
            states[state] = states.get(state, 0) + count
    return tuple(StatusLine(ward, "", "", states) for ward, states in lines.items())
