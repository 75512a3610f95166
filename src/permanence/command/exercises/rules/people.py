"""The patients the hospital knows: each is made from the seed and an index alone, so none has to be kept."""

from bisect import bisect_right
from datetime import date
from typing import NamedTuple

from permanence.command.exercises.rules.chance import Chance, Table, fading, key_of, words
from permanence.command.exercises.rules.pack import Origin, Pack, Town, plain

# Where an index falls in its thousand says what it is; the others are ordinary people.
THOUSAND = 1000
TWINS = frozenset(range(11, THOUSAND, 50))  # of the index before
NAMESAKES = frozenset({41, 241, 441, 641, 841})  # same names as the index before, another birth date
HOMONYMS = frozenset({45, 545})  # same names and birth date as the index two before, another birth place
DOUBLES = frozenset({53, 553})  # the index two before, registered a second time with a fault
PARTIAL_DATES = frozenset({17, 217, 417, 617, 817})
UNKNOWN_SEX = frozenset({23, 523})
DECEASED = frozenset(range(29, THOUSAND, 60))
CONFIDENTIAL = frozenset(range(27, THOUSAND, 200))

MOST_PEOPLE = 900_000
_A_CHILD, _MARRIED = 15 * 365, 25 * 365
_FIRST_DAY = date(1900, 1, 1).toordinal()
# (youngest, oldest, weight) in years: those a hospital's index knows are younger and older than the town.
_AGES = (
    (0, 2, 60),
    (3, 14, 130),
    (15, 29, 200),
    (30, 44, 220),
    (45, 59, 180),
    (60, 74, 125),
    (75, 84, 55),
    (85, 102, 30),
)
# Telephone numbers kept for works of fiction by the French regulator (ARCEP): they ring nowhere.
_FICTION = ("063998", "063998", "063998", "019900", "026191", "035301", "046571", "053649")
INS_TEST, INS_DEMO = "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"


class Person(NamedTuple):
    """Somebody the hospital knows, as its admissions office would write them; texts are ready for HL7.

    `number` is the index it was made from; `family`, `given`, `given_names` are at birth; `birth` is the birth date
    as it is sent, `born` its day number; `ins` is 15 figures or empty; `rank` is 1 or 2 for twins; `died` and
    `registered` are instants as they are sent.
    """

    number: int
    ipp: str
    ins: str
    family: str
    given: str
    given_names: str
    used_family: str
    used_given: str
    birth: str
    born: int
    sex: str
    birth_place: str
    birth_town: str
    address: str
    phone: str
    mother: str
    rank: int
    died: str
    registered: str
    reliability: str
    confidential: bool = False
    mother_ipp: str = ""


class _Names(NamedTuple):
    surnames: Table[str]
    birth_places: Table[Town]
    years: dict[str, list[int]]
    given: dict[str, list[Table[str]]]


class People:
    """Everybody the hospital knows, by index from 0; `today` is the hospital's day."""

    def __init__(self, pack: Pack, seed: int, count: int, today: date) -> None:
        if count > MOST_PEOPLE:
            raise ValueError(f"at most {MOST_PEOPLE} people have numbers of their own")
        self.count = count
        self._key = key_of(seed, "people")
        self._today = today.toordinal()
        # Texts of days, because making one costs more than all the rest of a person.
        self._days = [date.fromordinal(day).strftime("%Y%m%d") for day in range(_FIRST_DAY, self._today + 1)]
        self._origins = Table((_names(origin, pack), float(origin.share)) for origin in pack.origins)
        self._ages = Table(((youngest, oldest), float(weight)) for youngest, oldest, weight in _AGES)
        self._homes = Table((f"^^{t.name}^^{t.postcode}^FRA^H", float(t.homes)) for t in pack.towns.values())
        self._children_born = Table((t, float(t.births)) for t in pack.towns.values() if t.homes)
        self._streets = tuple(plain(street) for street in pack.streets)

    def person(self, index: int) -> Person:
        """The patient of this index; costs about ten microseconds and keeps nothing."""
        place = index % THOUSAND
        if place in TWINS:
            return self._twin(index)
        if place in NAMESAKES or place in HOMONYMS:
            return self._namesake(index, same_birth=place in HOMONYMS)
        if place in DOUBLES:
            return self._double(index)
        somebody = self._ordinary(index)
        if place in PARTIAL_DATES:
            return somebody._replace(birth=_partial(somebody.birth, index), ins="", reliability="PROV")
        if place in UNKNOWN_SEX:
            return somebody._replace(sex="U", ins="", reliability="DOUT")
        return somebody

    def newborn(self, mother: Person, *, born: int, rank: int, chance: Chance) -> Person:
        """A baby just born to one of the patients, not named yet; its number comes after everybody's."""
        index = self.count + 2 * mother.number + max(rank - 1, 0)
        family = mother.family if chance.happens(0.4) else mother.used_family
        return Person(
            number=index,
            ipp=ipp_of(index),
            ins="",
            family=plain(family),
            given=f"BEBE DE {mother.given}",
            given_names="",
            used_family=plain(family),
            used_given="",
            birth=date.fromordinal(born).strftime("%Y%m%d"),
            born=born,
            sex="F" if chance.happens(0.49) else "M",
            birth_place="91174",
            birth_town="CORBEIL-ESSONNES",
            address=mother.address,
            phone=mother.phone,
            mother=mother.family,
            rank=rank,
            died="",
            registered="",
            reliability="PROV",
            mother_ipp=mother.ipp,
        )

    def name_for(self, baby: Person, chance: Chance) -> str:
        """A given name of today, such as the baby's family might choose."""
        names = self._origins.at(words(self._key, (baby.number - self.count) // 2)[0])
        return names.given["M" if baby.sex == "M" else "F"][-1].at(chance.word())

    def _ordinary(self, index: int) -> Person:
        """Somebody of no particular kind: sixteen drawn numbers, each read from its lowest bits up."""
        lineage, age, style, given, surname, married, town, proof, since, street, home, phone, mother, hour, _, _ = (
            words(self._key, index)
        )
        place = index % THOUSAND
        names = self._origins.at(lineage)
        born = self._born(self._ages.at(lineage >> 12), age)
        birth = self._days[born - _FIRST_DAY]
        sex = "F" if style & 255 < 132 else "M"
        in_fashion = names.given[sex][bisect_right(names.years[sex], int(birth[:4])) - 1]
        first, second, family = in_fashion.at(given), in_fashion.at(given >> 12), names.surnames.at(surname)
        used = family
        if sex == "F" and style >> 8 & 255 < 100 and born < self._today - _MARRIED:
            used = names.surnames.at(married) if style >> 16 & 7 else f"{family}-{names.surnames.at(married)}"
        town_of_birth = (names.birth_places if born < self._today - _A_CHILD else self._children_born).at(town)
        # One file in eight is older than the rule on capitals without accents.
        written = str.upper if style >> 20 & 7 == 0 else plain
        is_proven = proof & 255 < 150
        registered = self._days[self._today - (since * min(self._today - born, 4000) >> 32) - _FIRST_DAY]
        return Person(
            number=index,
            ipp=ipp_of(index),
            ins=_nir(sex, birth, index) if is_proven else "",
            family=written(family),
            given=written(first),
            given_names=plain(f"{first} {second}" if style >> 23 & 3 else first),
            used_family=used.upper(),
            used_given=first if style >> 25 & 31 else second,
            birth=birth,
            born=born,
            sex=sex,
            birth_place=town_of_birth.insee,
            birth_town=town_of_birth.name,
            address=f"{1 + (street & 127)} {self._streets[(street >> 8) % len(self._streets)]}{self._homes.at(home)}",
            phone=f"{_FICTION[phone & 7]}{(phone >> 3) % 10000:04}",
            mother=plain(names.surnames.at(mother)) if style >> 30 else "",
            rank=1 if place + 1 in TWINS else 0,
            died=f"{registered}2230" if place in DECEASED else "",
            registered=f"{registered}{8 + (hour & 7):02}{hour >> 8 & 31:02}{hour >> 16 & 31:02}",
            reliability="VALI" if is_proven else "PROV" if proof & 0x300 else "VIDE",
            confidential=place in CONFIDENTIAL,
        )

    def _born(self, ages: tuple[int, int], draw: int) -> int:
        youngest, oldest = ages
        return max(self._today - youngest * 365 - (draw * (oldest - youngest + 1) * 365 >> 32) - 1, _FIRST_DAY)

    def _twin(self, index: int) -> Person:
        first, own = self._ordinary(index - 1), self._ordinary(index)
        sex = own.sex
        year = int(first.birth[:4])
        names = self._origins.at(words(self._key, index - 1)[0])
        given = names.given[sex][bisect_right(names.years[sex], year) - 1].at(words(self._key, index)[3])
        if plain(given) == plain(first.given):
            given += "-Noël"
        return first._replace(
            number=index,
            ipp=own.ipp,
            ins=_nir(sex, first.birth, index) if first.ins else "",
            given=plain(given),
            given_names=plain(given),
            used_family=first.family,
            used_given=given,
            sex=sex,
            rank=2,
            died="",
            registered=max(first.registered, own.registered),
            confidential=False,
        )

    def _namesake(self, index: int, *, same_birth: bool) -> Person:
        model, own = self._ordinary(index - 1 - same_birth), self._ordinary(index)
        birth, born = (model.birth, model.born) if same_birth else (own.birth, own.born)
        return own._replace(
            ins=_nir(model.sex, birth, index) if own.ins else "",
            family=model.family,
            given=model.given,
            given_names=model.given,
            used_family=model.family,
            used_given=model.used_given,
            sex=model.sex,
            birth=birth,
            born=born,
            reliability=f"{own.reliability}~HOMA",
            registered=max(own.registered, birth + own.registered[8:]),
        )

    def _double(self, index: int) -> Person:
        model = self._ordinary(index - 2)
        given = model.given[:-1] if len(model.given) > 4 else f"{model.given} "
        return model._replace(
            number=index,
            ipp=ipp_of(index),
            ins="",
            given=given.strip(),
            given_names="",
            used_family=model.family,
            used_given=given.strip(),
            reliability="PROV~DOUB",
            died="",
            confidential=False,
        )


def ipp_of(index: int) -> str:
    """The hospital's permanent number of a patient, nine figures; no two indexes share one."""
    return f"8{index:08d}"


def _nir(sex: str, birth: str, index: int) -> str:
    """A number of the national register's shape with its key; its département 00 exists nowhere, so it is nobody's."""
    body = f"{1 if sex == 'M' else 2}{birth[2:6]}00{index:06d}"
    return f"{body}{97 - int(body) % 97:02d}"


def _partial(birth: str, index: int) -> str:
    """A birth date of which only a part is known, in the ways hospitals write it."""
    return (birth[:4], birth[:6], f"{birth[:4]}0000", f"{birth[:4]}1399")[index // THOUSAND % 4]


def _names(origin: Origin, pack: Pack) -> _Names:
    homes = [(town, float(town.births)) for town in pack.towns.values() if town.births]
    whole = sum(weight for _, weight in homes)
    abroad = [(pack.towns[code], whole * origin.born_abroad / len(origin.countries)) for code in origin.countries]
    overseas = [(pack.towns[code], whole * 0.5 / len(origin.towns)) for code in origin.towns]
    stay = 1.0 - origin.born_abroad - (0.5 if overseas else 0.0)
    births = [(town, weight * max(stay, 0.1)) for town, weight in homes]
    return _Names(
        Table(fading(origin.surnames), bits=14),
        Table(births + abroad + overseas),
        {"F": [year for year, _ in origin.female], "M": [year for year, _ in origin.male]},
        {
            "F": [Table(fading(names, start=3.0)) for _, names in origin.female],
            "M": [Table(fading(names, start=3.0)) for _, names in origin.male],
        },
    )
