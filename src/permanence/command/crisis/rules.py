"""How the days of a crisis are counted, what is refused, and what a kit is made of."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from permanence.foundation.places.rules import Urgency

# What a document of the whole hospital is about: a box knows one hospital.
WHOLE_HOSPITAL = UUID(int=0)

# Where people come in whom no number waits for.
_DOORS = re.compile(r"\b(urgence\w*|emergenc\w*|sau|sauv|samu|matern\w+|obstetri\w+|naissance\w*)\b")
# Blocks for whoever opens a desk nobody thought of.
SPARE_BLOCKS = 2
NUMBERS_A_BLOCK = 40


class CrisisAlreadyOpen(Exception):
    """A crisis was declared and not lifted; the argument is its H0."""


class NoCrisisOpen(Exception):
    """There is no crisis to print for or to end."""


def crisis_day(declared_at: datetime, now: datetime) -> int:
    """The day of the crisis at an instant: H0 opens day 1, and each 24 hours since H0 the next."""
    return max(0, (now - declared_at).days) + 1


def takes_people_in(ward_name: str) -> bool:
    """Whether people come into this ward from the street, and need a number there: emergency, births."""
    plain = unicodedata.normalize("NFKD", ward_name).encode("ascii", "ignore").decode().lower()
    return bool(_DOORS.search(plain))


@dataclass(frozen=True, slots=True)
class KitDocument:
    """A document of the kit: the name people choose it by, the kinds the rooms print it as."""

    name: str
    kinds: tuple[str, ...]


# In each ward's pile, in this order: who is there, what the ward does now, then patient by patient.
OF_A_WARD = (
    KitDocument("census", ("beds.ward_census",)),
    KitDocument("notices", ("crisis.door_notice",)),
    KitDocument("days", ("stays.ward_days",)),
    KitDocument("runners", ("crisis.runners",)),
)
OF_AN_INPATIENT = (
    KitDocument("summaries", ("charts.emergency_summary",)),
    KitDocument("wristbands", ("stays.wristband",)),
    KitDocument("labels", ("stays.labels",)),
    KitDocument("forms", ("charts.observations", "charts.prescription", "charts.notes")),
)
# Piles of the whole hospital: the first before any ward, the second after the most urgent wards, the last at the end.
AT_ONCE = (
    KitDocument("first-hour", ("crisis.first_hour",)),
    KitDocument("numbers", ("crisis.outside_numbers",)),
)
SOON = (KitDocument("where-is", ("stays.whereabouts",)),)
FOR_THE_MORNING = (
    KitDocument("call-lists", ("agenda.call_list",)),
    KitDocument("archive", ("archive.to_fetch",)),
)
# Handed out anew for each kit of a crisis, and by themselves.
BLOCKS = KitDocument("blocks", ("stays.number_block",))
KIT_NAMES = tuple(one.name for one in (*AT_ONCE, BLOCKS, *OF_A_WARD, *OF_AN_INPATIENT, *SOON, *FOR_THE_MORNING))


@dataclass(frozen=True, slots=True)
class WardOfKit:
    """A ward as a kit sees it; `id` is None for the stays in no known ward."""

    id: UUID | None
    name: str
    stays: tuple[UUID, ...]
    urgency: Urgency = Urgency.USUAL


class Pile(StrEnum):
    """A pile of the whole hospital."""

    AT_ONCE = "at_once"
    SOON = "soon"
    FOR_THE_MORNING = "for_the_morning"


@dataclass(frozen=True, slots=True)
class KitPile:
    """One file of a kit: a ward's, or one of the whole hospital; its documents in order, with their subjects."""

    whose: WardOfKit | Pile
    documents: tuple[tuple[str, tuple[UUID, ...]], ...]


def kit_piles(wards: Sequence[WardOfKit], only: Collection[str] = (), blocks: Collection[UUID] = ()) -> list[KitPile]:
    """The piles of a kit, in the order of printing, for wards in the order of their urgency.

    `only` names the documents wanted; empty: all. `blocks` are the blocks of numbers handed out for it. A pile
    without a document is left out.
    """
    urgent = [ward for ward in wards if ward.urgency is Urgency.FIRST]
    others = [ward for ward in wards if ward.urgency is not Urgency.FIRST]
    piles = [
        _at_once(only, blocks),
        *(_of_ward(ward, only) for ward in urgent),
        _of_hospital(Pile.SOON, SOON, only),
        *(_of_ward(ward, only) for ward in others),
        _of_hospital(Pile.FOR_THE_MORNING, FOR_THE_MORNING, only),
    ]
    return [pile for pile in piles if pile.documents]


def _of_hospital(pile: Pile, documents: Sequence[KitDocument], only: Collection[str]) -> KitPile:
    return KitPile(pile, tuple((kind, (WHOLE_HOSPITAL,)) for kind in _kinds(documents, only)))


def _at_once(only: Collection[str], blocks: Collection[UUID]) -> KitPile:
    pile = _of_hospital(Pile.AT_ONCE, AT_ONCE, only)
    handed_out = [(kind, tuple(blocks)) for kind in _kinds([BLOCKS], only) if blocks]
    return KitPile(pile.whose, (*pile.documents, *handed_out))


def _of_ward(ward: WardOfKit, only: Collection[str]) -> KitPile:
    of_ward = [(kind, (ward.id,)) for kind in _kinds(OF_A_WARD, only) if ward.id]
    of_inpatients = [(kind, ward.stays) for kind in _kinds(OF_AN_INPATIENT, only) if ward.stays]
    return KitPile(ward, (*of_ward, *of_inpatients))


def _kinds(documents: Sequence[KitDocument], only: Collection[str]) -> Iterator[str]:
    return (kind for document in documents if not only or document.name in only for kind in document.kinds)
