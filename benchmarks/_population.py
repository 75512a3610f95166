"""Made-up French-like identities by the million, household by household, and what clerks type to find them."""

import bisect
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from _names import COMMUNES, ENDS, FAMILIES, GIVEN_F, GIVEN_M, PARTICLES, STREETS, SYLLABLES

from permanence.care.patients.operations import IdentifierFact, IdentityFact, Sex, Traits

AUTHORITY = "1.2.250.1.999.1"
INS_TEST = "1.2.250.1.213.1.4.10"
TODAY = date(2026, 11, 20)
# Shares by rank, near the real ones: the first family name is a person in 300, the hundredth one in 2,500, the
# thousandth one in 12,000 (the real ones are 1 in 290, 2,400 and 11,000); 100,000 family names in all.
FAMILY_NAMES, FLATNESS, STEEPNESS = 100_000, 5.0, 0.72
NEIGHBOURS = {
    "A": "ZQ",
    "E": "ZR",
    "I": "UO",
    "O": "IP",
    "U": "YI",
    "N": "BM",
    "M": "N",
    "R": "ET",
    "S": "QD",
    "T": "RY",
}
HEARD = (
    ("PH", "F"),
    ("EAU", "O"),
    ("AU", "O"),
    ("LL", "L"),
    ("TT", "T"),
    ("RR", "R"),
    ("Y", "I"),
    ("CK", "K"),
    ("TH", "T"),
    ("SS", "C"),
    ("QU", "K"),
    ("AN", "EN"),
    ("NT", "N"),
    ("RD", "R"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up identity."""

    number: int
    family: str
    used_family: str | None
    given: str
    birth_date: date
    sex: Sex
    mother: str | None = None
    rank: int | None = None
    address: str = "1 rue de la Gare 91000 Evry"
    birth_place: str = "91228"

    def fact(self, occurred_at: datetime, source: UUID) -> IdentityFact:
        """What a feed says of this person."""
        return IdentityFact(
            (
                IdentifierFact(AUTHORITY, f"{self.number:08}", "PI"),
                IdentifierFact(INS_TEST, f"2{self.number:014}", "INS"),
            ),
            Traits(
                birth_family=self.family,
                birth_given=self.given,
                birth_given_names=self.given,
                used_family=self.used_family,
                birth_date=self.birth_date,
                sex=self.sex,
                reliability=("VALI",),
                phone="0600000000",
                address=self.address,
                birth_place_insee=self.birth_place,
                mother_birth_family=self.mother,
                multiple_birth_rank=self.rank,
            ),
            occurred_at,
            source,
        )


def people(count: int, seed: int = 1) -> Iterator[Person]:
    """As many people as asked for, the same for the same seed, those of a household one after the other.

    Names by rank with a long tail, compounds and particles; brothers and sisters at one address, twins, sons named
    after their fathers, and newborns who are still "BEBE" under their mother's name.
    """
    rng = random.Random(seed)  # noqa: S311 (made-up data, not secrets)
    households = _Households(rng)
    number = 0
    while number < count:
        for person in households.next(number):
            number += 1
            if number <= count:
                yield person


class _Households:
    """Makes one household after the other."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._families = _families(rng)
        self._communes = [commune.split() for commune in COMMUNES.replace("\n", "").split("|")]
        self._streets = STREETS.split()
        self._ranks = list(itertools.accumulate((rank + FLATNESS) ** -STEEPNESS for rank in range(1, FAMILY_NAMES + 1)))
        self._given = {Sex.FEMALE: [_ranked(text) for text in GIVEN_F], Sex.MALE: [_ranked(text) for text in GIVEN_M]}

    def next(self, number: int) -> Iterator[Person]:
        """The people of one household, numbered from the one after `number`."""
        rng = self._rng
        *commune, postcode, insee = rng.choice(self._communes)
        street = f"{rng.randint(1, 99)} rue {rng.choice(self._streets)}"
        address = f"{street} {postcode} {' '.join(commune)}"
        father, mother = self._family(), self._family()
        born = TODAY - timedelta(days=int(rng.triangular(0, 36_000, 15_000)))
        makes = itertools.count(number + 1)

        def one(family: str, sex: Sex, birth_date: date, given: str = "", **more: object) -> Person:
            place = insee if rng.random() < 0.5 else rng.choice(self._communes)[-1]
            given = given or self._given_name(sex, birth_date)
            used = more.pop("used", None)
            return Person(next(makes), family.upper(), used and str(used).upper(), given.upper(), birth_date, sex,
                          address=address, birth_place=place, **more)  # type: ignore[arg-type]  # fmt: skip

        if rng.random() < 0.45:
            sex = rng.choice((Sex.FEMALE, Sex.MALE))
            yield one(father, sex, born, used=mother if sex is Sex.FEMALE and rng.random() < 0.35 else None)
            return
        head = one(father, Sex.MALE, born)
        yield head
        wife_born = born + timedelta(days=rng.randint(-1500, 2500))
        if wife_born > TODAY:
            return
        uses = rng.random()
        used = father if uses < 0.6 else f"{mother}-{father}" if uses < 0.7 else None
        yield one(mother, Sex.FEMALE, wife_born, used=used)
        yield from self._children(one, head, mother, wife_born + timedelta(days=rng.randint(6500, 14000)))

    def _children(self, one: object, head: Person, mother: str, born: date) -> Iterator[Person]:
        rng = self._rng
        family = f"{head.family}-{mother}" if rng.random() < 0.12 else head.family
        for _ in range(rng.choices((0, 1, 2, 3, 4), weights=(3, 3, 4, 2, 1))[0]):
            if born > TODAY:
                return
            several = rng.choices((1, 2, 3), weights=(965, 33, 2))[0]
            for rank in range(1, several + 1):
                sex = rng.choice((Sex.FEMALE, Sex.MALE))
                more = {"mother": mother.upper(), "rank": rank if several > 1 else None}
                if born > TODAY - timedelta(days=20):
                    yield one(mother, sex, born, "BEBE", **more)  # type: ignore[operator]
                else:
                    named_after = sex is Sex.MALE and rng.random() < 0.02
                    yield one(family, sex, born, head.given if named_after else "", **more)  # type: ignore[operator]
            born += timedelta(days=rng.randint(400, 1800))

    def _family(self) -> str:
        rng = self._rng
        name = self._families[bisect.bisect(self._ranks, rng.random() * self._ranks[-1], hi=FAMILY_NAMES - 1)]
        if rng.random() < 0.02:
            return f"{name}-{self._families[bisect.bisect(self._ranks, rng.random() * self._ranks[-1] * 0.3)]}"
        return name

    def _given_name(self, sex: Sex, birth_date: date) -> str:
        rng = self._rng
        era = 0 if birth_date.year < 1956 else 1 if birth_date.year < 1991 else 2
        if rng.random() < 0.12:
            era = rng.randrange(3)
        names, ranks = self._given[sex][era]
        given = names[bisect.bisect(ranks, rng.random() * ranks[-1], hi=len(names) - 1)]
        if rng.random() < 0.03:
            given = f"{given}-{rng.choice(names)}"
        return given


def typed(person: Person, rng: random.Random) -> str:
    """What a clerk types for this person: one or two faults, perhaps swapped, perhaps the used name or the date."""
    dated = rng.random() < 0.65
    day = rng.choice((f"{person.birth_date:%d/%m/%Y}", f"{person.birth_date:%d%m%Y}"))
    if person.given == "BEBE":
        return f"{rng.choice(('bébé de', 'bébé', 'nouveau-né'))} {person.family.lower()}{' ' + day if dated else ''}"
    family = person.used_family if person.used_family and rng.random() < 0.5 else person.family
    words = [_faulty(family, rng), person.given if rng.random() < 0.6 else _faulty(person.given, rng)]
    if rng.random() < 0.15:
        words.reverse()
    if dated:
        words.append(day)
    return " ".join(words).lower()


def instants() -> Iterator[datetime]:
    """Instants one second apart."""
    return (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=n) for n in itertools.count())


def _families(rng: random.Random) -> list[str]:
    """Every family name by rank: the real ones first, then made-up ones, one in twenty with a particle."""
    names = dict.fromkeys(name.replace("_", " ") for name in FAMILIES.split())
    syllables, ends = SYLLABLES.split(), ENDS.split()
    while len(names) < FAMILY_NAMES:
        name = ("".join(rng.choices(syllables, k=rng.randint(1, 3))) + rng.choice(ends)).capitalize()
        names.setdefault(rng.choice(PARTICLES) + name if rng.random() < 0.05 else name)
    return list(names)


def _ranked(text: str) -> tuple[Sequence[str], Sequence[float]]:
    names = text.split()
    return names, list(itertools.accumulate(1 / (rank + 12) for rank in range(len(names))))


def _faulty(name: str, rng: random.Random) -> str:
    for _ in range(2 if rng.random() < 0.2 else 1):
        name = _fault(name, rng)
    return name


def _fault(name: str, rng: random.Random) -> str:
    kind = rng.choice(("drop", "double", "swap", "replace", "heard", "heard", "none"))
    at = rng.randrange(len(name) - 1) if len(name) > 2 else 0
    if kind == "drop":
        return name[:at] + name[at + 1 :]
    if kind == "double":
        return name[:at] + name[at] + name[at:]
    if kind == "swap":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == "replace":
        return name[:at] + rng.choice(NEIGHBOURS.get(name[at], "AE")) + name[at + 1 :]
    if kind == "heard":
        for written, heard in rng.sample(HEARD, len(HEARD)):
            if written in name:
                return name.replace(written, heard, 1)
    return name
