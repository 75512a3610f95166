"""When a bed may be closed or opened again, what cannot be true of beds, and how a ward is read at a glance."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from permanence.care.patients.rules import compact, fold


class BedUnknown(Exception):
    """No bed has this id."""


class BedAlreadyClosed(Exception):
    """The bed is closed, since an earlier hour or a later one."""


class BedOccupied(Exception):
    """Somebody lay in the bed at that hour, or it was kept for somebody on leave: move the patient first."""


class BedNotClosed(Exception):
    """The bed is open at that hour: there is nothing to open again."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure that has not ended."""

    id: UUID
    bed: UUID
    reason: str
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class BedFacts:
    """What decides over a bed: its closure, and since when each patient lies in it (None when nobody told)."""

    bed: UUID
    label: str
    ward: UUID
    closure: Closure | None
    occupied_since: tuple[datetime | None, ...]


def check_may_close(facts: BedFacts, *, at: datetime) -> None:
    """Refuse to close a closed bed (`BedAlreadyClosed`), or one in which somebody lay at that hour (`BedOccupied`).

    Who came after that hour does not forbid it, because a sheet may be filed late: it shows as a contradiction.
    """
    if facts.closure:
        raise BedAlreadyClosed
    if any(since is None or since <= at for since in facts.occupied_since):
        raise BedOccupied


def check_may_reopen(facts: BedFacts, *, at: datetime) -> Closure:
    """The closure that ends; refuses (`BedNotClosed`) when the bed is open, or was still open at that hour."""
    if facts.closure is None or at < facts.closure.closed_at:
        raise BedNotClosed
    return facts.closure


class ContradictionKind(StrEnum):
    """What two things told cannot both be true."""

    SHARED_BED = "shared_bed"
    TWO_BEDS = "two_beds"
    CLOSED_BED = "closed_bed"


@dataclass(frozen=True, slots=True)
class Lying:
    """A patient of a stay in a bed, since when (None when nobody told)."""

    stay: UUID
    patient: UUID
    bed: UUID
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The patients and beds of which something cannot be true, since the last of them came there."""

    kind: ContradictionKind
    lying: tuple[Lying, ...]

    @property
    def since(self) -> datetime | None:
        """When it became contradictory, None when nobody told."""
        return max((one.since for one in self.lying if one.since), default=None)


def contradictions(lying: Iterable[Lying], closed: Iterable[UUID]) -> list[Contradiction]:
    """Two patients in one bed, one patient in two beds, a patient in a closed bed; the oldest first."""
    by_bed: dict[UUID, list[Lying]] = defaultdict(list)
    by_patient: dict[UUID, list[Lying]] = defaultdict(list)
    for one in lying:
        by_bed[one.bed].append(one)
        by_patient[one.patient].append(one)
    shared = [several for several in by_bed.values() if len({one.patient for one in several}) > 1]
    split = [several for several in by_patient.values() if len({one.bed for one in several}) > 1]
    shut = [by_bed[bed] for bed in closed if bed in by_bed]
    found = [
        Contradiction(kind, tuple(several))
        for kind, groups in (
            (ContradictionKind.SHARED_BED, shared),
            (ContradictionKind.TWO_BEDS, split),
            (ContradictionKind.CLOSED_BED, shut),
        )
        for several in groups
    ]
    return sorted(found, key=lambda one: one.since.timestamp() if one.since else 0.0)


class BedState(StrEnum):
    """How a bed stands, as a map of the ward draws it."""

    FREE = "free"
    OCCUPIED = "occupied"
    CLOSED = "closed"
    CONTESTED = "contested"


def bed_state(*, patients: int, is_closed: bool, is_contested: bool) -> BedState:
    """What somebody who walks there expects; what cannot be true comes before everything else."""
    if is_contested or patients > 1 or (patients and is_closed):
        return BedState.CONTESTED
    if patients:
        return BedState.OCCUPIED
    return BedState.CLOSED if is_closed else BedState.FREE


class Sign(StrEnum):
    """What a precaution asks of whoever comes near the bed."""

    ISOLATION = "isolation"
    CODE_STATUS = "code_status"
    RISK = "risk"


# Read in the code and in the words, in French and English, because senders write either: HL7 tables 0116, 0433, 0435.
_ISOLATION = re.compile(
    r"0116-[IK]|isol|contamin|(?:contact|droplet|airborne|goutt|a[ée]rien|\bair\b)|pr[ée]caution|\bmrsa\b|\bsarm\b"
    r"|\bbhre\b|\bbmr\b",
    re.IGNORECASE,
)
_CODE_STATUS = re.compile(r"0433-N|0435-|resuscit|r[ée]anim|\bdn[ri]\b|code status|limitation|\blata\b", re.IGNORECASE)


def sign_of(code: str, label: str) -> Sign:
    """The sign of a precaution; one that is neither an isolation nor a code status is a risk."""
    words = f"{code} {label}"
    if _CODE_STATUS.search(words):
        return Sign.CODE_STATUS
    return Sign.ISOLATION if _ISOLATION.search(words) else Sign.RISK


_SHORT = {"SAINT": "ST", "SAINTE": "STE"}


def search_keys(*, names: Iterable[str], places: Iterable[str]) -> tuple[str, ...]:
    """What a line of a ward is found by: each word of its names, the names in one word, its room and bed."""
    keys = dict[str, None]()
    for name in names:
        words = fold(name).split()
        keys |= dict.fromkeys([*words, *(_SHORT[word] for word in words if word in _SHORT), compact(name)])
    found = [place.upper() for place in places if place]
    keys |= dict.fromkeys([*found, "".join(found).replace(" ", "")])
    return tuple(key for key in keys if key)


def is_found(keys: Collection[str], typed: str) -> bool:
    """Whether every word typed begins a key, accents and case aside; `ward.js` says the same. Nothing finds all."""
    words = [(fold(word).replace(" ", ""), word.upper()) for word in re.findall(r"\w+", typed)]
    return all(any(key.startswith(way) for key in keys for way in ways if way) for ways in words)
