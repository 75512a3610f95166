"""The identifiers a batch of facts speaks of, as the files know them."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from permanence.care.patients.models import Identifier
from permanence.care.patients.rules import NUMBERS, IdentifierFact, Key, Register, keys_of


def register_of(told: Sequence[list[Key]]) -> Register:
    """Who holds the identifiers told, in one query; two when a new number must be held against those known."""
    wanted = {key for keys in told for key in keys}
    register = Register()
    rows = Identifier.objects.filter(value__in={key[2] for key in wanted})
    for *key, within, file, survivor in rows.values_list(
        "authority", "kind", "value", "within", "patient_id", "patient__survivor_id"
    ):
        _enter(register, wanted, (key[0], key[1], key[2]), within, file, survivor)
    if register.needs_numbers(told):
        _enter_numbers(register)
    return register


def patients_with(identifiers: Collection[IdentifierFact]) -> set[UUID]:
    """The patients who have any of these identifiers, on whichever file."""
    register = register_of([keys_of(identifiers)])
    return {register.patient_of(file) for file in register.holders.values()}


def identifier_ids(keys: Iterable[Key]) -> dict[Key, UUID]:
    """The rows of these identifiers, of those that tell a person apart."""
    wanted = set(keys)
    rows = Identifier.objects.filter(value__in={key[2] for key in wanted}, within="")
    found = {(row[0], row[1], row[2]): row[3] for row in rows.values_list("authority", "kind", "value", "id")}
    return {key: found[key] for key in wanted if key in found}


def _enter(register: Register, wanted: set[Key], key: Key, within: str, file: UUID, survivor: UUID | None) -> None:
    if key not in wanted:
        return
    if survivor is not None:
        register.survivors[file] = survivor
    if within:
        register.shared.add((key, file))
        return
    register.holders[key] = file
    if key[1] in NUMBERS:
        register.numbered.setdefault(survivor or file, set()).add(key[:2])


def _enter_numbers(register: Register) -> None:
    patients = {register.patient_of(file) for file in register.holders.values()}
    numbers = Identifier.objects.filter(Q(patient__in=patients) | Q(patient__survivor__in=patients), kind__in=NUMBERS)
    for authority, kind, file, survivor in numbers.values_list(
        "authority", "kind", "patient_id", "patient__survivor_id"
    ):
        register.numbered.setdefault(survivor or file, set()).add((authority, kind))
