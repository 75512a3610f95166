"""What was told of beds and cannot be true."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from permanence.care.beds import rules
from permanence.care.beds.queries.closures import open_closures
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.foundation.actors import CARE_ROLES
from permanence.foundation.board import Queue
from permanence.foundation.places import queries as places


@dataclass(frozen=True, slots=True)
class LyingRow:
    """A patient of a contradiction, and the bed told of: its ward, room and name."""

    patient: patients.PatientRow | None
    stay: stays.StayRow | None
    bed: str


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """What cannot be true, since when, and of whom."""

    kind: rules.ContradictionKind
    since: datetime | None
    lying: tuple[LyingRow, ...]


def contradictions() -> list[ContradictionRow]:
    """What was told of beds and cannot be true, the oldest first."""
    found = _contradictions()
    ids = [one for contradiction in found for one in contradiction.lying]
    people = patients.patients({one.patient for one in ids})
    known = stays.stays({one.stay for one in ids})
    beds = places.addresses({one.bed for one in ids})
    return [
        ContradictionRow(
            one.kind,
            one.since,
            tuple(
                LyingRow(people.get(lying.patient), known.get(lying.stay), beds.get(lying.bed, ""))
                for lying in one.lying
            ),
        )
        for one in found
    ]


def contested_stays(patients: Collection[UUID], closed: Collection[UUID]) -> set[UUID]:
    """The stays of these patients that are in a contradiction among themselves or with a closed bed; two queries.

    Whoever shares a bed with one of them must be among them, as everybody of a ward is.
    """
    lying = [rules.Lying(one.stay, one.patient, one.bed, one.since) for one in stays.in_beds(patients)]
    return {one.stay for contradiction in rules.contradictions(lying, closed) for one in contradiction.lying}


def board_queues() -> list[Queue]:
    """Contradictions about beds, for a person to settle with the sender."""
    found = _contradictions()
    return [
        Queue(
            name=_("Beds told of in two ways"),
            count=len(found),
            oldest_at=found[0].since if found else None,
            url_name="beds:contradictions",
            opens_to=CARE_ROLES,
        )
    ]


def _contradictions() -> list[rules.Contradiction]:
    lying = [rules.Lying(one.stay, one.patient, one.bed, one.since) for one in stays.in_beds()]
    return rules.contradictions(lying, open_closures())
