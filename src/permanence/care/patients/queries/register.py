"""The identifiers a batch of facts speaks of, as the files know them, and what these files say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from permanence.care.patients.models import Identifier, Patient
from permanence.care.patients.rules import (
    NUMBERS,
    TRAITS,
    IdentifierFact,
    Key,
    Register,
    Values,
    key_of,
    keys_of,
    tells_apart,
)
from permanence.foundation.rows import read


@dataclass(slots=True)
class Known:
    """Who holds the identifiers of a batch, and file -> when its newest identity was told, and its traits."""

    register: Register = field(default_factory=Register)
    traits: dict[UUID, tuple[datetime, Values]] = field(default_factory=dict)


def known_of(told: Sequence[list[Key]]) -> Known:
    """What is known of the identifiers told: two queries; one more for each of absorbed files and new numbers."""
    known = Known()
    _enter_identifiers(known.register, {key for keys in told for key in keys})
    _enter_files(known, {*known.register.holders.values(), *(file for _, file in known.register.shared)})
    _enter_files(known, set(known.register.survivors.values()) - known.traits.keys())
    for key, file in known.register.holders.items():
        _enter_number(known.register, key[0], key[1], file)
    if known.register.needs_numbers(told):
        _enter_all_numbers(known.register)
    return known


def patients_with(identifiers: Collection[IdentifierFact]) -> set[UUID]:
    """The patients who have any of these identifiers, on whichever file."""
    register = known_of([keys_of(identifiers)]).register
    return {register.patient_of(file) for file in register.holders.values()}


def patients_by_number(identifiers: Collection[IdentifierFact]) -> dict[IdentifierFact, UUID]:
    """Of these identifiers those that tell a known person apart, and whose they are after merges."""
    keys = {identifier: key for identifier in identifiers if (key := key_of(identifier)) and tells_apart(key)}
    register = known_of([list(keys.values())]).register
    return {
        identifier: register.patient_of(register.holders[key])
        for identifier, key in keys.items()
        if key in register.holders
    }


def identifier_ids(keys: Iterable[Key]) -> dict[Key, UUID]:
    """The rows of these identifiers, of those that tell a person apart."""
    wanted = set(keys)
    rows = Identifier.objects.filter(value__in={key[2] for key in wanted}, within="")
    found = {(row[0], row[1], row[2]): row[3] for row in rows.values_list("authority", "kind", "value", "id")}
    return {key: found[key] for key in wanted if key in found}


def _enter_identifiers(register: Register, wanted: set[Key]) -> None:
    columns = ("authority", "kind", "value", "within", "patient")
    for authority, kind, value, within, file in read(Identifier, columns, "value", {key[2] for key in wanted}):
        key = (authority, kind, value)
        if key in wanted and within:
            register.shared.add((key, file))
        elif key in wanted:
            register.holders[key] = file


def _enter_files(known: Known, files: set[UUID]) -> None:
    for file, survivor, traits_at, *values in read(Patient, ("id", "survivor", "traits_at", *TRAITS), "id", files):
        known.traits[file] = (traits_at, tuple(values))
        if survivor is not None:
            known.register.survivors[file] = survivor


def _enter_all_numbers(register: Register) -> None:
    patients = {register.patient_of(file) for file in register.holders.values()}
    # Two reads by index: one condition over both columns would read every identifier of the hospital.
    survivors = dict(read(Patient, ("id", "survivor"), "survivor", patients))
    for authority, kind, file in read(Identifier, ("authority", "kind", "patient"), "patient", {*patients, *survivors}):
        _enter_number(register, authority, kind, survivors.get(file, file))


def _enter_number(register: Register, authority: str, kind: str, file: UUID) -> None:
    if kind in NUMBERS:
        register.numbered.setdefault(register.patient_of(file), set()).add((authority, kind))
