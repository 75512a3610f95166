"""What rooms do with a validated sheet: they hand functions by form code, under `ACTS`, in their `paper.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from permanence.foundation.actors import Actor
from permanence.paper.desk import rules
from permanence.paper.press import queries as press

DOOR = "ACTS"


class Refused(ValueError):
    """The operation of the room refused what the sheet says; the text says why, to whoever settles it."""


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A validated sheet as a room's act gets it.

    `by` is who signed on the sheet, `occurred_at` the hour written on it; `response` is a QuestionnaireResponse.
    """

    number: str
    form: str
    edition: int
    sheet: UUID
    patient: UUID | None
    stay: UUID | None
    ward: UUID | None
    by: Actor
    occurred_at: datetime
    response: Mapping[str, Any]

    def values(self, link_id: str) -> list[Any]:
        """Every answer to one question of the sheet."""
        return rules.values(self.response, link_id)

    def groups(self, link_id: str) -> list[Mapping[str, Any]]:
        """Every line of a repeated group."""
        return rules.groups(self.response, link_id)

    def text(self, link_id: str) -> str:
        """The first answer to a question as text, empty when there is none; of a coding, its code."""
        said = next(iter(self.values(link_id)), "")
        return str(said.get("code") or said.get("display", "")) if isinstance(said, Mapping) else str(said)

    def shown(self, link_id: str) -> str:
        """The first answer to a question as the sheet words it."""
        said = next(iter(self.values(link_id)), "")
        return str(said.get("display") or said.get("code", "")) if isinstance(said, Mapping) else str(said)


Act = Callable[[Transcribed], object]


def act_of(form: str) -> Act | None:
    """What is done with a sheet of this form; None when its answers are only kept."""
    acts: dict[str, Act] = {}
    for handed in press.handed(DOOR):
        for code, act in handed.items():
            if code in acts:
                raise ValueError(f"two rooms act on {code}")
            acts[code] = act
    return acts.get(form)
