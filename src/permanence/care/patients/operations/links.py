"""Receiving what the hospital's own index says of files: merged, renumbered, linked, and taken back."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from uuid import UUID

import orjson
from django.db import transaction

from permanence.care.patients.models import Identifier, Patient, PatientLink
from permanence.care.patients.operations.contradictions import Claim, Claims
from permanence.care.patients.queries import files_of_patients, identifier_ids, known_of, statements_about
from permanence.care.patients.rules import (
    NEVER_TOLD,
    ContradictionKind,
    IdentifierFact,
    Key,
    LinkFact,
    LinkKind,
    Match,
    NoUsableIdentifier,
    Register,
    Statement,
    adds_something,
    keys_of,
    survivors,
    tells_apart,
)
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, take_turns


def receive_links(*, facts: Sequence[LinkFact], by: Actor) -> None:
    """Take what the hospital's index says of two files: after a merge every read of the absorbed one finds the other.

    Numbers never seen get a file of their own, so a merge may come before either patient. A renumbering puts both
    numbers on one file, or merges the two files that have them. What is taken back is one more row, and the order of
    arrival does not matter, only when each thing was said. Two numbers of one file said to be two people become a
    contradiction for a person. Refuses the whole call when a side names nobody (`NoUsableIdentifier`): ask
    `usable(fact)` first. Logs one `patients.links_received` naming the files, nothing when nothing was new.
    """
    told = [(_one_person_s(fact.kept), _one_person_s(fact.other)) for fact in facts]
    if not all(kept and other for kept, other in told):
        raise NoUsableIdentifier
    if not facts:
        return
    with transaction.atomic():
        take_turns("patients")
        register = known_of([side for sides in told for side in sides]).register
        heard = [_hear(register, fact, kept, other) for fact, (kept, other) in zip(facts, told, strict=True)]
        stored = _files(register, heard)
        _write_files(heard)
        known, new = _write_statements(heard, stored, by)
        patients = _write_survivors(stored, [*known, *new])
        raised = Claims(_claims(register, heard, patients)).raise_contradictions(by)
        if new or raised or any(match.created for one in heard for match in (one.kept, one.other)):
            _log(facts, new, raised, by)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A fact, the files of its two sides, and the number each is spoken of by."""

    fact: LinkFact
    kept: Match
    other: Match
    kept_key: Key
    other_key: Key

    @property
    def on_one_file(self) -> bool:
        """Whether both numbers are on one file."""
        return self.kept.file == self.other.file


def _one_person_s(identifiers: Collection[IdentifierFact]) -> list[Key]:
    return [key for key in keys_of(identifiers) if tells_apart(key)]


def _hear(register: Register, fact: LinkFact, kept_keys: list[Key], other_keys: list[Key]) -> _Heard:
    kept_file, other_file = register.holders.get(kept_keys[0]), register.holders.get(other_keys[0])
    if fact.kind is LinkKind.RENUMBER and other_file is not None and kept_file is None:
        other = register.match(other_keys, new_id)
        kept = register.join(kept_keys, other.file)
    else:
        kept = register.match(kept_keys, new_id)
        one_file = fact.kind is LinkKind.RENUMBER and other_file is None
        other = register.join(other_keys, kept.file) if one_file else register.match(other_keys, new_id)
    return _Heard(fact, kept, other, kept_keys[0], other_keys[0])


def _files(register: Register, heard: Sequence[_Heard]) -> dict[UUID, UUID | None]:
    """File -> survivor as stored, of every file these facts may move; nothing is stored of new ones."""
    matches = [match for one in heard for match in (one.kept, one.other)]
    created = {match.file for match in matches if match.created}
    known = {register.patient_of(match.file) for match in matches} - created
    return {**files_of_patients(known), **dict.fromkeys(created)}


def _write_files(heard: Sequence[_Heard]) -> None:
    matches = [(match, one.fact.occurred_at) for one in heard for match in (one.kept, one.other)]
    insert(
        Patient,
        ("id", "occurred_at", "traits_at"),
        ((match.file, occurred_at, NEVER_TOLD) for match, occurred_at in matches if match.created),
    )
    insert(
        Identifier,
        ("patient", "authority", "kind", "value", "within", "occurred_at"),
        ((match.file, *key, "", occurred_at) for match, occurred_at in matches for key in match.attached),
    )


def _write_statements(
    heard: Sequence[_Heard], files: Collection[UUID], by: Actor
) -> tuple[list[Statement], list[Statement]]:
    """The statements already known of these files, and the new ones, which are written."""
    ids = identifier_ids({key for one in heard for key in (one.kept_key, one.other_key)})
    known = statements_about(files)
    new: list[Statement] = []
    sources: list[UUID] = []
    for one in heard:
        if one.on_one_file and (one.fact.kind in {LinkKind.LINK, LinkKind.UNLINK} or one.kept_key == one.other_key):
            continue
        statement = Statement(
            new_id(),
            one.fact.kind,
            one.kept.file,
            one.other.file,
            ids[one.kept_key],
            ids[one.other_key],
            one.fact.occurred_at,
        )
        if adds_something(statement, [*known, *new]):
            new.append(statement)
            sources.append(one.fact.source)
    insert(
        PatientLink,
        ("id", "kind", "kept", "other", "kept_number", "other_number", "occurred_at", "source", "said_by"),
        ((*astuple(statement), source, str(by)) for statement, source in zip(new, sources, strict=True)),
    )
    return known, new


def _write_survivors(stored: dict[UUID, UUID | None], statements: Sequence[Statement]) -> dict[UUID, UUID]:
    """File -> patient it lives on in, of every stored file; written where it changed."""
    current = survivors(statements)
    patients = {file: current.get(file, file) for file in stored}
    wanted = {file: None if patient == file else patient for file, patient in patients.items()}
    overwrite(Patient, ("survivor",), ((wanted[file], file) for file in stored if wanted[file] != stored[file]))
    return patients


def _claims(register: Register, heard: Sequence[_Heard], patients: dict[UUID, UUID]) -> list[Claim]:
    """What must become work: identifiers still held by another patient, and numbers that cannot be parted."""
    claims = [
        Claim(key, register.holders[key], match.file, one.fact.occurred_at, one.fact.source)
        for one in heard
        for match in (one.kept, one.other)
        for key in match.claimed
        if patients.get(register.holders[key]) != patients[match.file]
    ]
    return claims + [
        Claim(
            one.other_key,
            one.other.file,
            one.kept.file,
            one.fact.occurred_at,
            one.fact.source,
            ContradictionKind.INSEPARABLE,
        )
        for one in heard
        if one.fact.kind is LinkKind.UNLINK and one.on_one_file
    ]


def _log(facts: Sequence[LinkFact], new: Sequence[Statement], raised: int, by: Actor) -> None:
    kept = {statement.kept for statement in new}
    ledger.record(
        kind="patients.links_received",
        subject=next(iter(kept)) if len(kept) == 1 else "patients",
        by=by,
        occurred_at=max(fact.occurred_at for fact in facts),
        facts={
            "count": len(facts),
            "links": [{"kind": one.kind, "kept": one.kept, "other": one.other} for one in new],
            "contradictions": raised,
            "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest(),
        },
    )
