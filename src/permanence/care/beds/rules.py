"""When a bed may be closed or opened again, and what cannot be true of beds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


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
