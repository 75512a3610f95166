"""What the settled fields of a sheet answer, and what must still be asked before anything is done with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from permanence.paper.forms.rules import Answered, Layout, Questionnaire, Reading, answer, unasked


@dataclass(frozen=True, slots=True)
class Asks:
    """A doubt about one place of the sheet, by the name of its kind."""

    link_id: str
    row: int
    kind: str


def answered_by(
    form: Questionnaire, layout: Layout, readings: Mapping[tuple[str, int], Reading]
) -> tuple[Answered, list[Asks]]:
    """The response of a sheet, and every doubt about it."""
    said = answer(form, layout, readings)
    doubts = [*said.doubts, *unasked(form, said)]
    return said, [Asks(doubt.link_id, doubt.row, doubt.kind.value) for doubt in doubts]


def values(response: Mapping[str, Any], link_id: str) -> list[Any]:
    """Every answer to one question, in the order of the sheet: a text, a number, a boolean, a coding as a mapping."""
    return list(_values(response.get("item", ()), link_id))


def groups(response: Mapping[str, Any], link_id: str) -> list[Mapping[str, Any]]:
    """Every line of a repeated group, each to be asked by `values`."""
    found = []
    for item in response.get("item", ()):
        if item["linkId"] == link_id:
            found.append(item)
        found += groups(item, link_id)
    return found


def _values(items: Any, link_id: str) -> Iterator[Any]:
    for item in items:
        for held in item.get("answer", ()):
            if item["linkId"] == link_id:
                yield next(value for name, value in held.items() if name.startswith("value"))
            yield from _values(held.get("item", ()), link_id)
        yield from _values(item.get("item", ()), link_id)


def plain(held: Any) -> Any:
    """The same with decimals as numbers: as a JSON column keeps it."""
    if isinstance(held, Mapping):
        return {name: plain(one) for name, one in held.items()}
    if isinstance(held, list):
        return [plain(one) for one in held]
    if isinstance(held, Decimal):
        return int(held) if held == held.to_integral_value() else float(held)
    return held
