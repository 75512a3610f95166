"""Whether this box is a demonstration, how far it was poured, and what was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from permanence.care.beds import queries as beds
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.command.exercises.adapters.packs import demo_pack
from permanence.command.exercises.models import DemoHospital
from permanence.command.exercises.rules.hospital import Hospital, Part, Telling, scale_named
from permanence.command.exercises.rules.live import Here
from permanence.exchange.feeds import queries as feeds
from permanence.foundation.ledger import queries as ledger
from permanence.foundation.places import queries as places


@dataclass(frozen=True, slots=True)
class DemoRow:
    """The hospital of this box and the parts told whole: name -> (accepted, refused, seconds)."""

    id: UUID
    seed: int
    scale: str
    made_at: datetime
    told: dict[str, tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Reached:
    """What the box holds after all was told; `refused` is by reason, in the reader's language."""

    messages: int
    seconds: float
    patients: int
    stays: int
    wards: int
    beds: int
    occupied: int
    present: int
    refused: dict[str, int]
    ledger_entries: int
    ledger_unbroken: bool


def demo() -> DemoRow | None:
    """The hospital of this box, None when the box is no demonstration."""
    found = DemoHospital.objects.prefetch_related("parts").first()
    if found is None:
        return None
    told = {part.name: (part.accepted, part.refused, part.seconds) for part in found.parts.all()}
    return DemoRow(found.id, found.seed, found.scale, found.occurred_at, told)


def holds_work() -> bool:
    """Whether anything was ever written here."""
    return ledger.head().sequence > 0


def hospital(row: DemoRow) -> Hospital:
    """The hospital itself, made again from its seed. Raises `PackUnreadable`."""
    return made_up(row.scale, row.seed, row.made_at)


def made_up(scale: str, seed: int, at: datetime) -> Hospital:
    """A hospital of no box. Raises `PackUnreadable`."""
    pack = demo_pack()
    return Hospital(pack, scale_named(scale, pack), seed=seed, now=at)


def here() -> list[Here]:
    """Everybody the box says is here, as the made-up hospital must know them to go on."""
    return [
        Here(
            ipp=line.ipp,
            visit=line.visit_number,
            family=line.family,
            given=line.given,
            birth_date=line.birth_date,
            sex=line.sex,
            ward=census.ward_code,
            room=line.room,
            bed=line.bed_label,
            admitted_at=int(line.admitted_at.timestamp()) if line.admitted_at else 0,
            on_leave=line.on_leave,
        )
        for census in beds.ward_censuses([ward.id for ward in places.wards()])
        for line in census.lines
        if line.patient
    ]


def parts_left(row: DemoRow) -> Sequence[Part]:
    """What is still to be told, in order."""
    return [part for part in Telling(hospital(row)).parts() if part.name not in row.told]


def reached(row: DemoRow) -> Reached:
    """Count what the box holds, and check its whole ledger."""
    censuses = beds.ward_censuses([ward.id for ward in places.wards()])
    chains = ledger.verify()
    lines = [line for census in censuses for line in census.lines]
    return Reached(
        messages=sum(accepted + refused for accepted, refused, _ in row.told.values()),
        seconds=sum(seconds for _, _, seconds in row.told.values()),
        patients=patients.patient_count(),
        stays=stays.stay_count(),
        wards=len(censuses),
        beds=len({line.bed for line in lines if line.bed}),
        occupied=len({line.bed for line in lines if line.bed and line.stay}),
        present=sum(census.present for census in censuses),
        refused={row.said: row.count for row in feeds.waiting_by_reason()},
        ledger_entries=sum(chain.head.sequence for chain in chains),
        ledger_unbroken=not any(chain.first_break for chain in chains),
    )
