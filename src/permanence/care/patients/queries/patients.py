"""Patients as every screen, sheet and export shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from permanence.care.patients.models import Identifier, Patient, PatientLink, PatientName
from permanence.care.patients.queries.contacts import CONTACTS_TOLD, Contacts, contacts_in
from permanence.care.patients.queries.homonyms import NAME, names_alike
from permanence.care.patients.queries.links import STATEMENT, files_of_persons, statements_of
from permanence.care.patients.queries.words import warnings_of
from permanence.care.patients.rules import (
    TRAITS,
    HeldNumber,
    Homonymy,
    IdentityStatus,
    Ins,
    Sex,
    Statement,
    Values,
    codes_of,
    current_ins,
    identity_status,
    ipp_of,
    superseded,
    with_gaps_filled,
)
from permanence.foundation.together import Part, read_together

_OF_FILES = (("patient", "files"),)
_TOLD = (
    Part(Identifier, ("id", "patient", "within", "authority", "kind", "value", "occurred_at"), _OF_FILES),
    Part(PatientLink, STATEMENT, (("kept", "files"), ("other", "files"))),
    Part(Patient, ("id", "traits_at", *TRAITS), (("id", "files"),)),
    Part(PatientName, NAME, _OF_FILES),
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


def patient_count() -> int:
    """How many patients are known; files merged into one count once."""
    return Patient.objects.filter(survivor__isnull=True).count()


def patient(file: UUID) -> PatientRow | None:
    """The patient a file lives on in, or None when no file has this id."""
    return patients((file,)).get(file)


@dataclass(frozen=True, slots=True)
class WholePatient:
    """A patient with whom to call, and every file of the patient's."""

    person: PatientRow
    files: dict[UUID, UUID | None]
    contacts: Contacts


def patients(files: Collection[UUID]) -> dict[UUID, PatientRow]:
    """File -> the patient it lives on in; unknown ids are left out. Three queries, whatever the number.

    What the surviving file never said is taken from the files it absorbed, the latest told first.
    """
    alive_in = files_of_persons(files)
    if not alive_in:
        return {}
    rows = _rows(alive_in, read_together(_TOLD, {"files": alive_in}))
    survivors = {file: alive_in[file] or file for file in files if file in alive_in}
    return {file: rows[survivor] for file, survivor in survivors.items() if survivor in rows}


def whole_patient(file: UUID) -> WholePatient | None:
    """All of the patient a file lives on in, None when no file has this id; three queries."""
    files = files_of_persons([file])
    if not files:
        return None
    *told, contacts = read_together((*_TOLD, CONTACTS_TOLD), {"files": files})
    person = _rows(files, told).get(files.get(file) or file)
    if person is None:
        return None
    return WholePatient(person, files, contacts_in(contacts, files, [person.id])[person.id])


def family_names(files: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """File -> the family names, at birth and in use, of the patient it lives on in; one query, for whole wards."""
    told = Patient.objects.filter(id__in=files).values_list(
        "id", "survivor_id", "birth_family", "used_family", "survivor__birth_family", "survivor__used_family"
    )
    return {
        file: tuple(name for name in ((survivor_birth, survivor_used) if survivor else (birth, used)) if name)
        for file, survivor, birth, used, survivor_birth, survivor_used in told
    }


def _rows(files: Mapping[UUID, UUID | None], told: Sequence[list[tuple[Any, ...]]]) -> dict[UUID, PatientRow]:
    """The patients these files are of, from the rows of each part of `_TOLD`."""
    held, said, traits, names = told
    numbers, alike = _numbers(files, held, statements_of(said)), names_alike(names)
    return {id_: _row(id_, own, numbers[id_], alike.get(id_)) for id_, own in _traits(files, traits).items()}


def _numbers(
    files: Mapping[UUID, UUID | None], told: Iterable[tuple[Any, ...]], said: list[Statement]
) -> dict[UUID, list[HeldNumber]]:
    gone = superseded(said)
    numbers: dict[UUID, list[HeldNumber]] = defaultdict(list)
    for id_, file, within, *key, attached_at in told:
        if within:
            continue
        survivor = files[file]
        held = HeldNumber((key[0], key[1], key[2]), attached_at, own=survivor is None, superseded=id_ in gone)
        numbers[survivor or file].append(held)
    return numbers


def _traits(files: Mapping[UUID, UUID | None], told: Iterable[tuple[Any, ...]]) -> dict[UUID, tuple[datetime, Values]]:
    """Patient -> when the newest identity was taken, and the traits."""
    own: dict[UUID, tuple[datetime, Values]] = {}
    absorbed: dict[UUID, list[Values]] = defaultdict(list)
    for file, traits_at, *values in sorted(told, key=lambda row: (-row[1].timestamp(), row[0])):
        survivor = files[file]
        if survivor is None:
            own[file] = (traits_at, tuple(values))
        else:
            absorbed[survivor].append(tuple(values))
    return {id_: (traits_at, with_gaps_filled(values, absorbed[id_])) for id_, (traits_at, values) in own.items()}


def _row(
    id_: UUID, told: tuple[datetime, Values], numbers: Sequence[HeldNumber], homonym: Homonymy | None
) -> PatientRow:
    traits_at, values = told
    said = dict(zip(TRAITS, values, strict=True))
    reliability, ins = codes_of(said.pop("reliability")), current_ins(numbers)
    sex, birth_date, deceased_at, rank = (
        said.pop(name) for name in ("sex", "birth_date", "deceased_at", "multiple_birth_rank")
    )
    return PatientRow(
        id=id_,
        sex=Sex(sex) if sex else None,
        birth_date=birth_date,
        deceased_at=deceased_at,
        multiple_birth_rank=rank,
        reliability=reliability,
        traits_at=traits_at,
        ipp=ipp_of(numbers, settings.IPP_AUTHORITY),
        ins=ins,
        status=identity_status(reliability, ins),
        homonym=homonym,
        **{name: text or "" for name, text in said.items()},
    )
