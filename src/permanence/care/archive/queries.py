"""Finding a paper file: by name and birth date, by its number, by its patient's number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Substr

from permanence.care.archive.models import ArchiveEntry, ArchiveMove
from permanence.care.archive.rules import EntryKeys, Question, question, score, strict_of
from permanence.care.patients import queries as patients
from permanence.care.patients.queries import PatientRow

__all__ = [
    "EntryRow",
    "IndexLine",
    "PatientRow",
    "Standing",
    "entries_of",
    "entry_count",
    "index",
    "letters",
    "newest",
    "search",
]

# Rows looked at for one way of asking: the most borne name of a large archive.
_MOST = 600
_END = "ZZZZZZ"
_NUMBER = 2.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A shelf a file stood on, and when it was told to stand elsewhere."""

    shelf: str
    until: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A paper file; an empty text is not said. `patients` are those it may be of: one, or homonyms, or nobody known.

    `namesake` says that another entry of the same name and birth date has another number.
    """

    id: UUID
    number: str
    volume: str
    shelf: str
    birth_family: str
    birth_given: str
    used_family: str
    birth_date: date | None
    birth_date_as_sent: str
    sex: str
    ipp: str
    remark: str
    told_at: datetime
    before: tuple[Standing, ...]
    patients: tuple[PatientRow, ...]
    namesake: bool


@dataclass(frozen=True, slots=True)
class IndexLine:
    """An entry as the printed index has it."""

    letter: str
    name: str
    used: str
    birth_date: date | None
    birth_date_as_sent: str
    number: str
    shelf: str


def search(text: str, *, birth_date: date | None = None, limit: int = 30) -> list[EntryRow]:
    """The files that best answer what was typed, the best first; no more than `limit`.

    A number is a file's or a patient's (whoever has it on any file). Names may be swapped, unaccented, borne by
    marriage, or written as they sound.
    """
    asked = question(text, birth_date)
    scores: dict[UUID, float] = {}
    for entry in _candidates(asked):
        worth = score(asked, (entry.family_key, entry.given_key, entry.used_key), entry.birth_date)
        if worth > 0:
            scores[entry.id] = max(worth, scores.get(entry.id, 0.0))
    for id_ in _numbered(asked):
        scores[id_] = scores.get(id_, 0.0) + _NUMBER
    best = sorted(scores, key=lambda id_: -scores[id_])[:limit]
    rows = {row.id: row for row in _rows(ArchiveEntry.objects.filter(id__in=best))}
    return [rows[id_] for id_ in best]


def index(letter: str = "") -> Iterator[IndexLine]:
    """Every entry by name, or those under one letter, in bounded memory."""
    chosen = ArchiveEntry.objects.filter(family_key__startswith=letter) if letter else ArchiveEntry.objects.all()
    for row in chosen.order_by("family_key", "given_key", "birth_date", "number", "volume").iterator(chunk_size=2000):
        yield IndexLine(
            letter=row.family_key[:1] or "?",
            name=f"{row.birth_family} {row.birth_given}".strip(),
            used=row.used_family,
            birth_date=row.birth_date,
            birth_date_as_sent=row.birth_date_as_sent,
            number=f"{row.number} {row.volume}".strip(),
            shelf=row.shelf,
        )


def letters() -> list[str]:
    """Every letter an entry stands under."""
    first = Substr("family_key", 1, 1)
    return sorted({letter or "?" for letter in ArchiveEntry.objects.values_list(first, flat=True).distinct()})


def entries_of(wanted: Collection[UUID]) -> dict[UUID, list[EntryRow]]:
    """Patient -> the paper files that are theirs: those that state their number, else those of their strict traits."""
    known = patients.patients(wanted)
    found: dict[UUID, list[EntryRow]] = defaultdict(list)
    for some in _in_hundreds(list(known.values())):
        dates = {row.birth_date for row in some if row.birth_date}
        keys = {EntryKeys.of(name, "", "").family_key for row in some for name in (row.birth_family, row.used_family)}
        chosen = Q(birth_date__in=dates, family_key__in=keys) | Q(ipp__in={row.ipp for row in some if row.ipp})
        for entry in _rows(ArchiveEntry.objects.filter(chosen)):
            for meant in entry.patients:
                if meant.id in known:
                    found[meant.id].append(entry)
    return {id_: list({entry.id: entry for entry in rows}.values()) for id_, rows in found.items()}


def entry_count() -> int:
    """How many paper files are known."""
    return ArchiveEntry.objects.count()


def newest() -> datetime | None:
    """When the archive last told something new of itself."""
    told: datetime | None = ArchiveEntry.objects.aggregate(newest=Max("told_at"))["newest"]
    return told


def _in_hundreds(rows: Sequence[PatientRow]) -> Iterator[Sequence[PatientRow]]:
    return (rows[start : start + 300] for start in range(0, len(rows), 300))


def _candidates(asked: Question) -> list[ArchiveEntry]:
    """Whoever may be meant: born that day, else by names that begin as typed, else by names that sound so."""
    found: list[ArchiveEntry] = []
    if asked.asked.dates:
        found += _some(Q(birth_date__in=asked.asked.dates))
    for way in asked.ways:
        begins = Q(family_key__range=(way.family, way.family + _END)) if way.family else Q()
        married = Q(used_key__range=(way.family, way.family + _END)) if way.family else Q()
        given = Q(given_key__range=(way.given, way.given + _END)) if way.given else Q()
        found += _some(begins & given)
        if way.family:
            found += _some(married & given)
            heard = Q(family_sound=way.family_sound)
            found += _some(heard & Q(given_sound=way.given_sound) if way.given else heard)
    return found


def _some(which: Q) -> list[ArchiveEntry]:
    return list(ArchiveEntry.objects.filter(which)[:_MOST])


def _numbered(asked: Question) -> set[UUID]:
    """The files of a number typed, and those of the patient who has it."""
    numbers = {*asked.asked.numbers, *(number.upper() for number in asked.asked.numbers)}
    if not numbers:
        return set()
    found = set(ArchiveEntry.objects.filter(Q(number__in=numbers) | Q(ipp__in=numbers)).values_list("id", flat=True))
    holders = patients.patients(patients.holders_of(asked.asked.numbers))
    for row in holders.values():
        born = Q(birth_date=row.birth_date) if row.birth_date else Q(pk__in=())
        for entry in _some(born):
            if row.id in {one.id for one in _row_patients([entry]).get(entry.id, ())}:
                found.add(entry.id)
    return found


def _rows(chosen: Iterable[ArchiveEntry]) -> list[EntryRow]:
    kept = list(chosen)
    meant, moves, doubles = _row_patients(kept), _moves(kept), _namesakes(kept)
    return [
        EntryRow(
            id=row.id,
            number=row.number,
            volume=row.volume,
            shelf=row.shelf,
            birth_family=row.birth_family,
            birth_given=row.birth_given,
            used_family=row.used_family,
            birth_date=row.birth_date,
            birth_date_as_sent=row.birth_date_as_sent,
            sex=row.sex,
            ipp=row.ipp,
            remark=row.remark,
            told_at=row.told_at,
            before=tuple(moves.get(row.id, ())),
            patients=meant.get(row.id, ()),
            namesake=row.id in doubles,
        )
        for row in kept
    ]


def _row_patients(kept: Sequence[ArchiveEntry]) -> dict[UUID, tuple[PatientRow, ...]]:
    """Entry -> the patients it may be of: whoever has the number it states, else all with its strict traits."""
    strict = {
        row.id: traits
        for row in kept
        if (traits := strict_of(row.birth_family, row.birth_given, row.used_family, row.birth_date, row.sex))
    }
    by_traits = patients.patients_by_strict_traits(set(strict.values()))
    by_number = patients.holders_by_number({row.ipp for row in kept if row.ipp})
    meant = {
        row.id: by_number.get(row.ipp) or (by_traits.get(strict[row.id], []) if row.id in strict else [])
        for row in kept
    }
    known = patients.patients({one for found in meant.values() for one in found})
    return {id_: tuple(known[one] for one in found if one in known) for id_, found in meant.items()}


def _moves(kept: Collection[ArchiveEntry]) -> dict[UUID, list[Standing]]:
    found: dict[UUID, list[Standing]] = defaultdict(list)
    rows = ArchiveMove.objects.filter(entry__in=[row.id for row in kept]).order_by("-occurred_at", "-id")
    for row in rows:
        found[row.entry_id].append(Standing(row.shelf, row.occurred_at))
    return found


def _namesakes(kept: Sequence[ArchiveEntry]) -> set[UUID]:
    """The entries beside which another one has the same name and birth date under another number."""
    names = {row.family_key for row in kept if row.birth_date}
    others = ArchiveEntry.objects.filter(family_key__in=names, birth_date__in={row.birth_date for row in kept})
    alike: dict[tuple[str, str, date | None], set[str]] = defaultdict(set)
    for number, family, given, born in others.values_list("number", "family_key", "given_key", "birth_date"):
        alike[family, given, born].add(number)
    return {row.id for row in kept if len(alike[row.family_key, row.given_key, row.birth_date]) > 1}
