"""What a demonstration pack holds, read from the texts of its files."""

import csv
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

DELIMITERS = frozenset("|^~\\&\r\n")
_LETTERS_OF_THEIR_OWN = str.maketrans(
    {
        "Œ": "OE",
        "œ": "oe",
        "Æ": "AE",
        "æ": "ae",
        "ß": "ss",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "Ł": "L",
        "ł": "l",
        "Đ": "D",
        "đ": "d",
        "Ø": "O",
    }
)


class PackUnreadable(Exception):
    """A file of the pack is missing, or does not hold what it should."""


class Town(NamedTuple):
    """A place where people are born (INSEE code) or live; weights among births and homes."""

    insee: str
    name: str
    postcode: str = ""
    births: int = 0
    homes: int = 0


class Origin(NamedTuple):
    """Names that go together; given names from the year they came into fashion."""

    share: int
    born_abroad: float
    countries: tuple[str, ...]
    towns: tuple[str, ...]
    surnames: tuple[str, ...]
    female: tuple[tuple[int, tuple[str, ...]], ...]
    male: tuple[tuple[int, tuple[str, ...]], ...]


class Habits(NamedTuple):
    """How one program of the hospital speaks HL7."""

    code: str
    application: str
    label: str
    charset: str
    declared: str


class Ward(NamedTuple):
    """A ward, how many beds it has and how long people lie in one, in days."""

    code: str
    name: str
    kind: str
    building: str
    floor: str
    beds: int
    mean_days: float
    small: bool


class Specialty(NamedTuple):
    """What a kind of ward takes in: weights of where patients come from, and parts of the stays that go some way."""

    who: str
    emergency: float
    planned: float
    birth: float
    transfer: float
    sources: tuple[str, ...]
    treats: frozenset[str]
    deaths: float
    leaves: float
    isolation: float


class Reason(NamedTuple):
    """Why somebody comes: an ICD-10 code and a label."""

    code: str
    label: str


class Allergy(NamedTuple):
    """An allergy, as AL1 says it."""

    code: str
    label: str
    kind: str
    severity: str
    reaction: str


class Drug(NamedTuple):
    """A medication as it is ordered."""

    label: str
    dose: str
    unit: str
    form: str
    route: str
    frequency: str


class Analysis(NamedTuple):
    """A measured quantity: reference range, how far patients stray from it, figures after the point."""

    loinc: str
    label: str
    unit: str
    low: float
    high: float
    spread: float
    decimals: int


class Panel(NamedTuple):
    """Analyses that are asked for together."""

    loinc: str
    label: str
    analyses: tuple[Analysis, ...]


class Document(NamedTuple):
    """A document: LOINC code of its kind, title and text."""

    loinc: str
    title: str
    text: str


class Device(NamedTuple):
    """A device in or on a patient; `lasting` ones were put in long before the stay."""

    code: str
    label: str
    detail: str
    lasting: bool


class Procedure(NamedTuple):
    """Something done to a patient."""

    code: str
    label: str


class Relative(NamedTuple):
    """What somebody close is to a patient who is an adult, or a child."""

    code: str
    female: str
    male: str
    ages: str


class Booking(NamedTuple):
    """Something people are booked for."""

    kind: str
    code: str
    reason: str
    minutes: int
    who: str


Weighted = tuple[tuple[Any, float, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack; drugs, panels, documents, devices and procedures are (thing, weight, the treatments they suit)."""

    hospital: Mapping[str, Any]
    senders: Mapping[str, Habits]
    wards: tuple[Ward, ...]
    specialties: Mapping[str, Specialty]
    towns: Mapping[str, Town]
    streets: tuple[str, ...]
    origins: tuple[Origin, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    allergies: tuple[tuple[Allergy, float], ...]
    drugs: Weighted
    panels: Weighted
    documents: Weighted
    devices: Weighted
    procedures: Weighted
    relatives: tuple[tuple[Relative, float], ...]
    bookings: tuple[tuple[Booking, float], ...]


def plain(text: str) -> str:
    """Capitals without accents, as French identity files write names (RNIV)."""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS_OF_THEIR_OWN))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).upper()


def read_pack(texts: Mapping[str, str]) -> Pack:
    """The pack in these texts, by file name. Raises `PackUnreadable`, naming the file."""
    reader = _Reader(texts)
    hospital = reader.toml("hospital.toml")
    names = reader.toml("names.toml")
    return Pack(
        hospital=hospital,
        senders={code: Habits(code=code, **row) for code, row in hospital["senders"].items()},
        wards=tuple(_ward(row) for row in reader.rows("places.csv")),
        specialties={kind: _specialty(row) for kind, row in reader.toml("specialties.toml").items()},
        towns=_towns(reader),
        streets=tuple(row["name"] for row in reader.rows("streets.csv")),
        origins=tuple(_origin(row) for row in names.values()),
        reasons=_reasons(reader.rows("reasons.csv")),
        allergies=tuple((Allergy(*_texts(row)[:5]), float(row["weight"])) for row in reader.rows("allergies.csv")),
        drugs=tuple((Drug(*_texts(row)[:6]), float(row["weight"]), _kinds(row)) for row in reader.rows("drugs.csv")),
        panels=_panels(reader),
        documents=tuple(
            (Document(row["loinc"], row["title"], row["text"]), 1.0, _kinds(row))
            for row in reader.rows("documents.csv")
        ),
        devices=tuple((_device(row), float(row["weight"]), _kinds(row)) for row in reader.rows("devices.csv")),
        procedures=tuple(
            (Procedure(row["code"], row["label"]), float(row["weight"]), _kinds(row))
            for row in reader.rows("procedures.csv")
        ),
        relatives=tuple((Relative(*_texts(row)[:4]), float(row["weight"])) for row in reader.rows("relatives.csv")),
        bookings=tuple((_booking(row), float(row["weight"])) for row in reader.rows("appointments.csv")),
    )


class _Reader:
    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text(name))
        except tomllib.TOMLDecodeError as fault:
            raise PackUnreadable(f"{name}: {fault}") from fault

    def rows(self, name: str) -> list[dict[str, str]]:
        rows = list(csv.DictReader(self._text(name).splitlines()))
        for row in rows:
            # A missing column is None, a column too many has no name.
            if None in row or None in row.values():
                raise PackUnreadable(f"{name}: a row has not as many columns as the first line: {row}")
            if any(DELIMITERS & set(value) for value in row.values()):
                raise PackUnreadable(f"{name}: an HL7 delimiter in {row}")
        return rows

    def _text(self, name: str) -> str:
        if name not in self._texts:
            raise PackUnreadable(f"{name}: missing")
        return self._texts[name]


def _texts(row: Mapping[str, str]) -> list[str]:
    return list(row.values())


def _kinds(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(row["kinds"].split())


def _ward(row: Mapping[str, str]) -> Ward:
    return Ward(
        row["ward"],
        row["name"],
        row["kind"],
        row["building"],
        row["floor"],
        int(row["beds"]),
        float(row["mean_days"]),
        bool(row["small"]),
    )


def _specialty(row: Mapping[str, Any]) -> Specialty:
    figure = {name: float(row.get(name, 0)) for name in Specialty._fields if name not in {"who", "sources", "treats"}}
    return Specialty(who=row["who"], sources=tuple(row.get("from", ())), treats=frozenset(row["treats"]), **figure)


def _towns(reader: _Reader) -> dict[str, Town]:
    towns = {
        row["insee"]: Town(row["insee"], plain(row["name"]), row["postcode"], int(row["births"]), int(row["homes"]))
        for row in reader.rows("towns.csv")
    }
    return towns | {row["insee"]: Town(row["insee"], plain(row["name"])) for row in reader.rows("countries.csv")}


def _origin(row: Mapping[str, Any]) -> Origin:
    # Rare names are made of parts; they come after all others, so that they make the long tail.
    rare = tuple(stem + ending for stem in row.get("stems", ()) for ending in row.get("endings", ()))
    return Origin(
        row["share"],
        row["born_abroad"],
        tuple(row["countries"]),
        tuple(row.get("towns", ())),
        tuple(row["surnames"]) + rare,
        _by_year(row["female"]),
        _by_year(row["male"]),
    )


def _by_year(row: Mapping[str, list[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(sorted((int(year), tuple(names)) for year, names in row.items()))


def _reasons(rows: list[dict[str, str]]) -> dict[str, tuple[Reason, ...]]:
    found: dict[str, list[Reason]] = {}
    for row in rows:
        for kind in row["kinds"].split():
            found.setdefault(kind, []).append(Reason(row["code"], row["label"]))
    return {kind: tuple(reasons) for kind, reasons in found.items()}


def _panels(reader: _Reader) -> Weighted:
    analyses: dict[str, list[Analysis]] = {}
    for row in reader.rows("analyses.csv"):
        low, high, spread = float(row["low"]), float(row["high"]), float(row["spread"])
        analysis = Analysis(row["loinc"], row["label"], row["unit"], low, high, spread, int(row["decimals"]))
        analyses.setdefault(row["panel"], []).append(analysis)
    return tuple(
        (Panel(row["loinc"], row["label"], tuple(analyses[row["code"]])), float(row["weight"]), _kinds(row))
        for row in reader.rows("panels.csv")
    )


def _device(row: Mapping[str, str]) -> Device:
    return Device(row["code"], row["label"], row["detail"], bool(row["lasting"]))


def _booking(row: Mapping[str, str]) -> Booking:
    return Booking(row["kind"], row["code"], row["reason"], int(row["minutes"]), row["who"])
