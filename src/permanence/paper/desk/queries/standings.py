"""How a field stands after all that was said of it."""

from typing import Any

from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskEntry, DeskField


def told_of(field: DeskField) -> list[tuple[DeskEntry, rules.Told]]:
    """Every entry of a field, oldest first, as the rules read it."""
    entries = list(field.entries.order_by("recorded_at", "id"))
    at = {entry.pk: place for place, entry in enumerate(entries)}
    return [
        (
            entry,
            rules.Told(
                rules.EntryKind(entry.kind),
                entry.by,
                rules.from_json(entry.reading),
                at[entry.undoes_id] if entry.undoes_id else None,
            ),
        )
        for entry in entries
    ]


def standing_of(field: DeskField) -> dict[str, Any]:
    """The columns of a field that follow from its entries and its questions."""
    fold = rules.fold(
        rules.from_json(field.read),
        [told for _entry, told in told_of(field)],
        sure=field.sure,
        twice=field.twice,
        on_paper=field.on_paper,
        asked=field.questions.filter(answer__isnull=True).exists(),
    )
    holds = rules.as_json(fold.reading) if fold.reading is not None else None
    return {"standing": fold.standing.value, "alone": fold.alone, "holds": holds}


def live_entries(field: DeskField) -> list[DeskEntry]:
    """The entries nobody took back, oldest first."""
    told = told_of(field)
    back = {one.undoes for _entry, one in told if one.kind is rules.EntryKind.UNDONE}
    return [entry for at, (entry, one) in enumerate(told) if at not in back and one.kind is not rules.EntryKind.UNDONE]
