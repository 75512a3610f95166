"""Patients as every screen, sheet and export shows them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from permanence.care.patients.models import Identifier, Patient
from permanence.care.patients.queries.homonyms import homonyms
from permanence.care.patients.queries.links import lives_of, statements_about
from permanence.care.patients.queries.words import warnings_of
from permanence.care.patients.rules import (
    TRAITS,
    HeldNumber,
    Homonymy,
    IdentityStatus,
    Ins,
    Sex,
    Values,
    codes_of,
    current_ins,
    identity_status,
    ipp_of,
    superseded,
    with_gaps_filled,
)
from permanence.foundation.rows import read

_NUMBER = ("id", "patient", "within", "authority", "kind", "value", "occurred_at")


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


def patients(files: Collection[UUID]) -> dict[UUID, PatientRow]:
    """File -> the patient it lives on in; unknown ids are left out. At most nine queries, whatever the number.

    What the surviving file never said is taken from the files it absorbed, the latest told first.
    """
    survivors, alive_in = lives_of(files)
    wanted = set(survivors.values())
    if not wanted:
        return {}
    numbers, traits, alike = _numbers(alive_in), _traits(alive_in), homonyms(wanted)
    rows = {id_: _row(id_, told, numbers[id_], alike.get(id_)) for id_, told in traits.items()}
    return {file: rows[survivor] for file, survivor in survivors.items() if survivor in rows}


def family_names(files: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """File -> the family names, at birth and in use, of the patient it lives on in; one query, for whole wards."""
    told = Patient.objects.filter(id__in=files).values_list(
        "id", "survivor_id", "birth_family", "used_family", "survivor__birth_family", "survivor__used_family"
    )
    return {
        file: tuple(name for name in ((survivor_birth, survivor_used) if survivor else (birth, used)) if name)
        for file, survivor, birth, used, survivor_birth, survivor_used in told
    }


def _numbers(files: Mapping[UUID, UUID | None]) -> dict[UUID, list[HeldNumber]]:
    gone = superseded(statements_about(files))
    numbers: dict[UUID, list[HeldNumber]] = defaultdict(list)
    for id_, file, within, *key, attached_at in read(Identifier, _NUMBER, "patient", files):
        if within:
            continue
        survivor = files[file]
        held = HeldNumber((key[0], key[1], key[2]), attached_at, own=survivor is None, superseded=id_ in gone)
        numbers[survivor or file].append(held)
    return numbers


def _traits(files: Mapping[UUID, UUID | None]) -> dict[UUID, tuple[datetime, Values]]:
    """Patient -> when the newest identity was taken, and the traits."""
    own: dict[UUID, tuple[datetime, Values]] = {}
    absorbed: dict[UUID, list[Values]] = defaultdict(list)
    rows = read(Patient, ("id", "traits_at", *TRAITS), "id", files)
    rows.sort(key=lambda row: (-row[1].timestamp(), row[0]))
    for file, traits_at, *values in rows:
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
