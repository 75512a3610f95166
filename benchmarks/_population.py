"""Made-up French-like identities by the hundred thousand, and what clerks type to find them, faults included."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from permanence.care.patients.operations import IdentifierFact, IdentityFact, Sex, Traits

AUTHORITY = "1.2.250.1.999.1"
INS_TEST = "1.2.250.1.213.1.4.10"


def _words(text: str) -> list[str]:
    return text.split()


COMMON = _words(
    """
    Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux
    David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefevre
    Faure Andre Mercier Blanc Guerin Boyer Garnier Chevalier Francois Legrand Gauthier Garcia Perrin Robin
    Clement Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire
    Noel Meyer Dufour Meunier Brun Blanchard Giraud Joly Riviere Lucas Brunet Gaillard Barbier Arnaud
    Martinez Gerard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine
    Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq
    Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis
    Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot
    Carre Charles Renault Charpentier Menard Maillard Baron Bertin Bailly Herve Schneider Fernandez Collet
    Leger Bouvier Julien Prevost Millet Perrot Daniel Cousin Germain Breton Besson Traoré Diallo N'Diaye
    Benali Haddad Nguyen Tran Yilmaz Kaya Da_Silva Dos_Santos El_Amrani El_Idrissi Ait_Ali Ben_Salah
    De_La_Fontaine De_Oliveira Le_Goff Le_Gall Legall D'Almeida Van_Damme Saint-Pierre Cissé Koné Belkacem
    Kowalski
    """
)
GIVEN = _words(
    """
    Marie Jean Pierre Michel André Philippe Louis Jacques Bernard Nathalie Isabelle Catherine Sylvie Monique
    Françoise Nicolas Christophe Patrick Daniel Christian Julien Céline Sandrine Valérie Stéphanie Laurent
    Sébastien Thomas Alexandre Julie Camille Léa Manon Chloé Emma Louise Jade Alice Inès Lina Hugo Lucas
    Gabriel Raphaël Arthur Jules Nathan Ethan Enzo Mohamed Ahmed Fatima Aïcha Karim Samira Youssef Khadija
    Ibrahim Moussa Aminata Mehdi Sofiane Yasmine Nadia Rachid Jeanne Marguerite Yvonne Simone Paulette
    Suzanne Germaine Raymond Roger Marcel René Robert Henri Georges Maurice Claude Gérard Alain Thierry
    Pascal Bruno Éric Hervé Didier Gilles Dominique Brigitte Martine Chantal Véronique Corinne Muriel Élodie
    Aurélie Émilie Audrey Mélanie Sarah Laura Pauline Mathilde Clara Zoé Anaïs Océane Maxime Antoine Benoît
    Guillaume Vincent Olivier Mathieu Romain Florian Kevin Jérémy Loïc Yann Tristan Gaëtan Théo Noé Timothée
    Xavier Wilfried Zinedine
    """
)
SYLLABLES = _words(
    """
    ba be bi bo bu ca che cla co cu da del di do du fa fer fi fo ga gra gui ha jo la le li lo lu ma me mi mo
    mu na ni no pa pe pi po ra re ri ro ru sa se si so ta te ti to tra va ve vi vo za
    """
)
ENDS = _words("rd rt n nd nt t s x z l rel let lin ton neau don ger vin net sset zac quier ville")
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
)


@dataclass(frozen=True)
class Person:
    """One made-up identity."""

    number: int
    family: str
    used_family: str | None
    given: str
    birth_date: date
    sex: Sex

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
                address="1 rue de la Gare 91000 Evry",
                birth_place_insee="91228",
            ),
            occurred_at,
            source,
        )


def people(count: int, seed: int = 1) -> Iterator[Person]:
    """As many people as asked for, the same for the same seed: names by rank, long tails, compounds, particles."""
    rng = random.Random(seed)  # noqa: S311 (made-up data, not secrets)
    tail = [_syllables(rng) for _ in range(60_000)]
    ranks = list(itertools.accumulate(1 / (rank + 12) for rank in range(len(COMMON))))
    given_ranks = list(itertools.accumulate(1 / (rank + 15) for rank in range(len(GIVEN))))

    def family() -> str:
        name = rng.choices(COMMON, cum_weights=ranks)[0].replace("_", " ") if rng.random() < 0.4 else rng.choice(tail)
        return f"{name}-{rng.choice(COMMON).replace('_', ' ')}" if rng.random() < 0.05 else name

    for number in range(1, count + 1):
        sex = rng.choice((Sex.FEMALE, Sex.MALE))
        given = rng.choices(GIVEN, cum_weights=given_ranks)[0]
        if rng.random() < 0.08:
            given = f"{given}-{rng.choices(GIVEN, cum_weights=given_ranks)[0]}"
        used = family() if sex is Sex.FEMALE and rng.random() < 0.35 else None
        born = date(2026, 11, 20) - timedelta(days=int(rng.triangular(0, 36_500, 16_000)))
        yield Person(number, family().upper(), used.upper() if used else None, given.upper(), born, sex)


def typed(person: Person, rng: random.Random) -> str:
    """What a clerk types for this person: one or two faults, perhaps swapped, perhaps the used name or the date."""
    family = person.used_family if person.used_family and rng.random() < 0.5 else person.family
    words = [_faulty(family, rng), person.given if rng.random() < 0.6 else _faulty(person.given, rng)]
    if rng.random() < 0.15:
        words.reverse()
    if rng.random() < 0.65:
        words.append(rng.choice((f"{person.birth_date:%d/%m/%Y}", f"{person.birth_date:%d%m%Y}")))
    return " ".join(words).lower()


def instants() -> Iterator[datetime]:
    """Instants one second apart."""
    return (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=n) for n in itertools.count())


def _syllables(rng: random.Random) -> str:
    return ("".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) + rng.choice(ENDS)).capitalize()


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
