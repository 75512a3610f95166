"""Receiving identities: whose each fact is, what it changes, written in a constant number of queries."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from permanence.care.patients.models import Identifier, NameClue, Patient, PatientName
from permanence.care.patients.operations.contradictions import Claim, Claims
from permanence.care.patients.queries import Known, known_of, unknown_names
from permanence.care.patients.rules import (
    NAME_KEYS,
    NAME_TRAITS,
    NEVER_TOLD,
    NOTHING_SAID,
    TRAITS,
    Half,
    IdentityFact,
    KnownName,
    Match,
    NoUsableIdentifier,
    Values,
    clues_to,
    fold_traits,
    is_another_person,
    keys_of,
    known_names,
    said,
    tells_apart,
    writable,
)
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, insert_missing, overwrite, read, take_turns

# A ledger entry names the messages it comes from while they are few.
_FEW = 8
_BIRTH_DATE = TRAITS.index("birth_date")


class Identified(list[UUID]):
    """The patients of some facts, in their order.

    `replaced`: sources that made a known patient another person; `changed`: known patients of whom something new is
    said.
    """

    replaced: frozenset[UUID] = frozenset()
    changed: frozenset[UUID] = frozenset()


def receive_identities(*, facts: Sequence[IdentityFact], by: Actor) -> Identified:
    """Take what senders say of patients: create unknown ones, bring known ones up to date; their ids in order.

    A fact belongs to the patient who has its identifiers, the sender's patient number first, and merges already
    said are followed. Facts apply in order; an older one never overwrites what a newer one said, it fills gaps. An
    identifier that another patient's file holds stays there and becomes a contradiction for a person: two patients
    are never made one here. Refuses the whole call when a fact names nobody (`NoUsableIdentifier`): ask
    `usable(fact)` first. Logs one `patients.identities_received` when anything changed, nothing otherwise.
    """
    told = [keys_of(fact.identifiers) for fact in facts]
    if not all(any(map(tells_apart, keys)) for keys in told):
        raise NoUsableIdentifier
    if not facts:
        return Identified()
    # No savepoint of its own: nothing is refused any more, and a batch of messages has one around the whole of it.
    with transaction.atomic(savepoint=False):
        take_turns("patients")
        known = known_of(told)
        register = known.register
        matches = [register.match(keys, new_id) for keys in told]
        files = _files(known, matches, facts)
        for match, fact in zip(matches, facts, strict=True):
            files[match.patient].take(fact)
        claims = [
            Claim(key, register.holders[key], match.patient, fact.occurred_at, fact.source)
            for match, fact in zip(matches, facts, strict=True)
            for key in match.claimed
        ]
        written = _write(files.values(), matches, facts)
        written["contradictions"] = Claims(claims).raise_contradictions(by)
        if any(written.values()):
            _log(facts, {match.patient for match in matches}, written, by)
    identified = Identified(match.patient for match in matches)
    identified.replaced = frozenset(source for file in files.values() for source in file.replaced_by)
    identified.changed = frozenset(
        file.id for file in files.values() if not file.created and file.values != file.stored
    )
    return identified


@dataclass(slots=True)
class _File:
    """One patient's traits while the facts of a call apply to them."""

    id: UUID
    told_at: datetime
    traits_at: datetime
    values: Values
    # As stored; a new patient has nothing stored.
    stored_at: datetime | None = None
    stored: Values = NOTHING_SAID
    names: dict[tuple[str, str, str], KnownName] = field(default_factory=dict)
    # Of these names, those the traits say now.
    borne: Collection[tuple[str, str, str]] = ()
    replaced_by: list[UUID] = field(default_factory=list)

    def take(self, fact: IdentityFact) -> None:
        """Apply one fact."""
        newer = not fact.fills_gaps_only and fact.occurred_at >= self.traits_at
        values = fold_traits(self.values, said(fact.traits), newer=newer)
        if values != self.values:
            values = writable(values)
            if is_another_person(self.values, values):
                self.replaced_by.append(fact.source)
            if NAME_TRAITS(values) != NAME_TRAITS(self.values):
                borne = known_names(values)
                self.names |= borne
                self.borne = borne.keys()
                self.told_at = fact.occurred_at
            self.values = values
        if newer:
            self.traits_at = fact.occurred_at

    @property
    def created(self) -> bool:
        """Whether the patient was not known before this call."""
        return self.stored_at is None


def _files(known: Known, matches: Sequence[Match], facts: Sequence[IdentityFact]) -> dict[UUID, _File]:
    """The patients of a call: as stored, or new."""
    files: dict[UUID, _File] = {}
    for match, fact in zip(matches, facts, strict=True):
        if match.created:
            files[match.patient] = _File(match.patient, fact.occurred_at, NEVER_TOLD, NOTHING_SAID)
        elif match.patient not in files:
            traits_at, values = known.traits[match.patient]
            files[match.patient] = _File(match.patient, traits_at, traits_at, values, traits_at, values)
    return files


def _write(files: Collection[_File], matches: Sequence[Match], facts: Sequence[IdentityFact]) -> dict[str, int]:
    """Write everything that changed; how many rows of each kind."""
    created = [file for file in files if file.created]
    changed = [file for file in files if not file.created and file.values != file.stored]
    confirmed = [file for file in files if file.values == file.stored and file.stored_at not in {None, file.traits_at}]
    attached = [
        (match.file, *key, "" if tells_apart(key) else match.file.hex, fact.occurred_at)
        for match, fact in zip(matches, facts, strict=True)
        for key in match.attached
    ]
    insert(
        Patient,
        ("id", "occurred_at", "traits_at", *TRAITS),
        ((file.id, file.told_at, file.traits_at, *file.values) for file in created),
    )
    overwrite(Patient, (*TRAITS, "traits_at"), ((*file.values, file.traits_at, file.id) for file in changed))
    overwrite(Patient, ("traits_at",), ((file.traits_at, file.id) for file in confirmed))
    insert(Identifier, ("patient", "authority", "kind", "value", "within", "occurred_at"), attached)
    _write_names([file for file in files if file.names])
    _write_birth_dates([file for file in changed if file.values[_BIRTH_DATE] != file.stored[_BIRTH_DATE]])
    return {"created": len(created), "changed": len(changed), "identifiers": len(attached)}


def _write_names(files: Sequence[_File]) -> None:
    """Add the names not known yet, and tell those borne now from those borne before."""
    if not files:
        return
    columns = ("id", "borne", "patient", "use", "family_key", "given_key")
    known = {file.id for file in files if not file.created}
    stored = {tuple(keys): (id_, borne) for id_, borne, *keys in read(PatientName, columns, "patient", known)}
    now = {(file.id, *keys) for file in files for keys in file.borne}
    overwrite(
        PatientName,
        ("borne",),
        ((keys in now, id_) for keys, (id_, borne) in stored.items() if borne != (keys in now)),
    )
    added = [
        (file, keys, name) for file in files for keys, name in file.names.items() if (file.id, *keys) not in stored
    ]
    insert(
        PatientName,
        ("patient", "borne", "use", *NAME_KEYS, "family", "given", "birth_date", "occurred_at"),
        (
            (
                file.id,
                keys in file.borne,
                *keys,
                keys[1] + keys[2],
                name.family,
                name.given,
                file.values[_BIRTH_DATE],
                file.told_at,
            )
            for file, keys, name in added
        ),
    )
    _write_clues([name for _, _, name in added])


def _write_clues(names: Sequence[KnownName]) -> None:
    """Make names never seen before findable from how they are mistyped."""
    spelled = {(Half.FAMILY, name.family) for name in names} | {(Half.GIVEN, name.given) for name in names}
    rows = {row for half, name in unknown_names(spelled) for row in clues_to(half, name)}
    insert_missing(NameClue, ("clue", "name"), sorted(rows))


def _write_birth_dates(files: Sequence[_File]) -> None:
    """Let the names of files whose birth date changed be found by the new one."""
    dates = {file.id: file.values[_BIRTH_DATE] for file in files}
    names = read(PatientName, ("id", "patient"), "patient", dates)
    overwrite(PatientName, ("birth_date",), ((dates[patient], id_) for id_, patient in names))


def _log(facts: Sequence[IdentityFact], patients: set[UUID], written: dict[str, int], by: Actor) -> None:
    ledger.record(
        kind="patients.identities_received",
        subject=next(iter(patients)) if len(patients) == 1 else "patients",
        by=by,
        occurred_at=max(fact.occurred_at for fact in facts),
        facts={
            "count": len(facts),
            **written,
            "sha256": hashlib.sha256(orjson.dumps(facts)).hexdigest(),
            **({"sources": [fact.source for fact in facts]} if len(facts) <= _FEW else {}),
        },
    )
