"""Who people are whom a list names without saying who gave their number, or without any number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from permanence.care.patients.models import Identifier, PatientName
from permanence.care.patients.rules import (
    NUMBERS,
    Bearer,
    IdentifierFact,
    IdentityFact,
    NameUse,
    StrictTraits,
    agrees,
    contradicts,
    is_of_any_authority,
    number_of_traits,
    strict_traits,
    tells_apart,
)

_NAMED = (NameUse.BIRTH, NameUse.USED)


def with_numbers(facts: Sequence[IdentityFact]) -> list[IdentityFact | None]:
    """The same facts, each with numbers that name a patient: those of whoever they speak of, else one of their own.

    A number of any authority is the number of whoever has it, unless the traits beside it are somebody else's; facts
    without a number are the one patient with their strict traits. Where nobody, or more than one, answers, the number
    becomes the feed's own or one made of the traits. None: the number is somebody else's, or several patients', and
    nobody can say whose the fact is. Facts with numbers of a known authority are left as they are.
    """
    asked = [fact for fact in facts if _is_asked(fact)]
    if not asked:
        return list(facts)
    known = _Known(asked)
    return [known.answered(fact) if _is_asked(fact) else fact for fact in facts]


def patients_by_strict_traits(asked: Collection[StrictTraits]) -> dict[StrictTraits, list[UUID]]:
    """The patients with each of these traits; two queries, whatever the number."""
    bearers = _bearers(_named(asked))
    return {one: [id_ for id_, bearer in bearers.items() if agrees(one, bearer)] for one in asked}


def holders_by_number(numbers: Collection[str]) -> dict[str, list[UUID]]:
    """Number -> the patients who have it, whoever gave it; one query."""
    return {number: list(dict.fromkeys(held.patient for held in found)) for number, found in _holders(numbers).items()}


def _is_asked(fact: IdentityFact) -> bool:
    return not fact.identifiers or any(map(is_of_any_authority, fact.identifiers))


@dataclass(frozen=True, slots=True)
class _Held:
    patient: UUID
    identifier: IdentifierFact


class _Known:
    """What is known of the numbers and traits of some facts."""

    def __init__(self, facts: Sequence[IdentityFact]) -> None:
        numbers = {one.value.strip() for fact in facts for one in fact.identifiers if is_of_any_authority(one)}
        self._holders = _holders(numbers)
        holding = {held.patient for found in self._holders.values() for held in found}
        self._traits = {fact: strict for fact in facts if (strict := strict_traits(fact.traits))}
        self._bearers = _bearers(holding | _named(self._traits.values()))
        self._by_name: dict[str, list[UUID]] = defaultdict(list)
        for id_, bearer in self._bearers.items():
            for name in bearer.names:
                self._by_name[name].append(id_)
        self._numbers = _strongest(self._bearers)

    def answered(self, fact: IdentityFact) -> IdentityFact | None:
        """The fact with numbers that name somebody, None when nobody can say whom."""
        given = [one for one in fact.identifiers if not is_of_any_authority(one)]
        for one in fact.identifiers:
            if is_of_any_authority(one):
                meant = self._meant(fact, one)
                if meant is None:
                    return None
                given += meant
        if not fact.identifiers:
            given = self._by_traits(fact, numbered_too=True) or self._made(fact)
        return replace(fact, identifiers=tuple(given))

    def _meant(self, fact: IdentityFact, number: IdentifierFact) -> list[IdentifierFact] | None:
        holders = self._holders.get(number.value.strip(), [])
        if not holders:
            # Whoever has another number of the hospital is another file.
            own = replace(number, authority="")
            return [own, *self._by_traits(fact, numbered_too=False)]
        # A number first met in a list is nobody's in particular, until the hospital's own feed gives it to somebody.
        holders = [held for held in holders if held.identifier.authority] or holders
        if len({held.patient for held in holders}) > 1:
            strict = self._traits.get(fact)
            holders = [held for held in holders if strict and agrees(strict, self._bearers[held.patient])]
        if len({held.patient for held in holders}) != 1:
            return None
        return None if contradicts(fact.traits, self._bearers[holders[0].patient]) else [holders[0].identifier]

    def _by_traits(self, fact: IdentityFact, *, numbered_too: bool) -> list[IdentifierFact]:
        strict = self._traits.get(fact)
        if strict is None:
            return []
        near = {id_ for name in strict.names for id_ in self._by_name.get(name, ())}
        found = [id_ for id_ in near if agrees(strict, self._bearers[id_])]
        if len(found) != 1 or (self._bearers[found[0]].numbered and not numbered_too):
            return []
        return [self._numbers[found[0]]] if found[0] in self._numbers else []

    def _made(self, fact: IdentityFact) -> list[IdentifierFact]:
        strict = self._traits.get(fact)
        return [number_of_traits(strict)] if strict else []


def _holders(numbers: Collection[str]) -> dict[str, list[_Held]]:
    rows = Identifier.objects.filter(value__in=numbers, kind__in=NUMBERS, within="")
    found: dict[str, list[_Held]] = defaultdict(list)
    for authority, kind, value, file, survivor in rows.values_list(
        "authority", "kind", "value", "patient_id", "patient__survivor_id"
    ):
        found[value].append(_Held(survivor or file, IdentifierFact(authority, value, kind)))
    return found


def _named(asked: Iterable[StrictTraits]) -> set[UUID]:
    """The patients who bear a name asked for and were born on a day asked for."""
    names = {name for one in asked for name in one.names}
    days = {one.birth_date for one in asked}
    rows = PatientName.objects.filter(whole_key__in=names, use__in=_NAMED).values_list(
        "patient_id", "patient__survivor_id", "patient__birth_date"
    )
    return {survivor or file for file, survivor, born in rows if born in days}


def _bearers(patients: Collection[UUID]) -> dict[UUID, Bearer]:
    rows = PatientName.objects.filter(patient__in=patients, use__in=_NAMED).values_list(
        "patient_id", "whole_key", "patient__birth_date", "patient__sex"
    )
    names: dict[UUID, set[str]] = defaultdict(set)
    traits = {}
    for id_, name, born, sex in rows:
        names[id_].add(name)
        traits[id_] = (born, sex)
    numbered = set(
        Identifier.objects.filter(patient__in=patients, kind__in=NUMBERS).values_list("patient_id", flat=True)
    )
    return {
        id_: Bearer(names.get(id_, ()), *traits.get(id_, (None, None)), numbered=id_ in numbered) for id_ in patients
    }


def _strongest(patients: Collection[UUID]) -> dict[UUID, IdentifierFact]:
    """A number that names each patient: the hospital's when there is one."""
    rows = Identifier.objects.filter(patient__in=patients, within="").order_by("id")
    found: dict[UUID, IdentifierFact] = {}
    for id_, authority, kind, value in rows.values_list("patient_id", "authority", "kind", "value"):
        stronger = id_ not in found or (kind in NUMBERS and found[id_].kind not in NUMBERS)
        if stronger and tells_apart((authority, kind, value)):
            found[id_] = IdentifierFact(authority, value, kind)
    return found
