"""Patients as every screen, sheet and export shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from permanence.care.patients.models import Identifier, Patient
from permanence.care.patients.queries.homonyms import homonyms
from permanence.care.patients.queries.links import files_of_patients, statements_about, survivors_of
from permanence.care.patients.queries.words import warnings_of
from permanence.care.patients.rules import (
    HeldNumber,
    Homonymy,
    IdentityStatus,
    Ins,
    Sex,
    codes_of,
    current_ins,
    identity_status,
    ipp_of,
    superseded,
)


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient, after merges; a text never said is empty. `traits_at` is the instant of the newest identity taken.

    `ipp` is the hospital's patient number, `ins` the national one with what it is worth; `status` says how far the
    identity may be trusted; `homonym` says that another patient may be taken for this one, and why.
    """

    id: UUID
    birth_family: str
    birth_given: str
    birth_given_names: str
    used_family: str
    used_given: str
    birth_date: date | None
    birth_date_as_sent: str
    birth_place_insee: str
    sex: Sex | None
    reliability: tuple[str, ...]
    phone: str
    address: str
    mother_birth_family: str
    deceased_at: datetime | None
    multiple_birth_rank: int | None
    traits_at: datetime
    ipp: str
    ins: Ins | None
    status: IdentityStatus
    homonym: Homonymy | None

    @property
    def family(self) -> str:
        """The family name the patient goes by."""
        return self.used_family or self.birth_family

    @property
    def given(self) -> str:
        """The given name the patient goes by."""
        return self.used_given or self.birth_given or self.birth_given_names.partition(" ")[0]

    @property
    def warnings(self) -> tuple[Promise, ...]:
        """What the sender's codes warn of, for people to read."""
        return warnings_of(self.reliability)

    @property
    def renamed(self) -> bool:
        """Whether the patient goes by another family name than the one of birth."""
        return bool(self.used_family) and self.used_family != self.birth_family


def patient(file: UUID) -> PatientRow | None:
    """The patient a file lives on in, or None when no file has this id."""
    return patients((file,)).get(file)


def patients(files: Collection[UUID]) -> dict[UUID, PatientRow]:
    """File -> the patient it lives on in; unknown ids are left out. Seven queries, whatever the number."""
    survivors = survivors_of(files)
    wanted = set(survivors.values())
    if not wanted:
        return {}
    numbers = _numbers(wanted)
    alike = homonyms(wanted)
    rows = {row.id: _row(row, numbers[row.id], alike.get(row.id)) for row in Patient.objects.filter(id__in=wanted)}
    return {file: rows[survivor] for file, survivor in survivors.items() if survivor in rows}


def _numbers(patients: Collection[UUID]) -> dict[UUID, list[HeldNumber]]:
    files = files_of_patients(patients)
    gone = superseded(statements_about(files))
    numbers: dict[UUID, list[HeldNumber]] = defaultdict(list)
    rows = Identifier.objects.filter(patient__in=files, within="")
    for id_, file, *key, attached_at in rows.values_list(
        "id", "patient_id", "authority", "kind", "value", "occurred_at"
    ):
        survivor = files[file]
        held = HeldNumber((key[0], key[1], key[2]), attached_at, own=survivor is None, superseded=id_ in gone)
        numbers[survivor or file].append(held)
    return numbers


def _row(row: Patient, numbers: Iterable[HeldNumber], homonym: Homonymy | None) -> PatientRow:
    numbers = list(numbers)
    reliability = codes_of(row.reliability)
    ins = current_ins(numbers)
    return PatientRow(
        id=row.id,
        birth_family=row.birth_family or "",
        birth_given=row.birth_given or "",
        birth_given_names=row.birth_given_names or "",
        used_family=row.used_family or "",
        used_given=row.used_given or "",
        birth_date=row.birth_date,
        birth_date_as_sent=row.birth_date_as_sent or "",
        birth_place_insee=row.birth_place_insee or "",
        sex=Sex(row.sex) if row.sex else None,
        reliability=reliability,
        phone=row.phone or "",
        address=row.address or "",
        mother_birth_family=row.mother_birth_family or "",
        deceased_at=row.deceased_at,
        multiple_birth_rank=row.multiple_birth_rank,
        traits_at=row.traits_at,
        ipp=ipp_of(numbers, settings.IPP_AUTHORITY),
        ins=ins,
        status=identity_status(reliability, ins),
        homonym=homonym,
    )
