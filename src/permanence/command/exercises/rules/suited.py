"""Draws of things that suit a stay."""

from collections.abc import Sequence
from typing import Any

from permanence.command.exercises.rules.chance import Chance


def drawn(things: Any, treats: frozenset[str], chance: Chance, wanted: int) -> list[Any]:
    """Things that suit these treatments, each once; those meant for them are four times as likely."""
    alone = treats & {"newborn", "child"}
    suited = [
        (thing, weight * (4.0 if kinds else 1.0))
        for thing, weight, kinds in things
        if (kinds & treats if kinds or alone else True)
    ]
    return list({weighted(suited, chance): None for _ in range(wanted)}) if suited else []


def weighted(things: Sequence[tuple[Any, float]], chance: Chance) -> Any:
    """One of the things, by their weights."""
    draw = chance.unit() * sum(weight for _, weight in things)
    for thing, weight in things:
        draw -= weight
        if draw < 0:
            return thing
    return things[-1][0]
