"""How tables are read: the newest version of each profile, and profiles guessed from a file's headings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain, count
from typing import Any
from uuid import UUID

from permanence.exchange.tables.adapters.files import Manner
from permanence.exchange.tables.models import TableProfile
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.rows import Reading
from permanence.exchange.tables.rules.values import Order
from permanence.foundation.rows import read_last

_DRAFTED = ("name", "decimal", "authority", "charset", "delimiter", "sheet", "header_line")


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile as it stands; `id` is None while it is only guessed. `header_line` None: found by looking."""

    id: UUID | None
    name: str
    version: int
    kind: TableKind
    mapping: tuple[tuple[str, str], ...]
    order: Order = Order.DAY_FIRST
    decimal: str = ","
    authority: str = ""
    charset: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int | None = None
    saved_by: str = ""
    saved_at: datetime | None = None

    @property
    def reading(self) -> Reading:
        """As rules read by it."""
        return Reading(self.kind, dict(self.mapping), self.order, self.decimal, self.authority)

    @property
    def manner(self) -> Manner:
        """How its files are written, as far as it says."""
        return Manner(self.charset, self.delimiter, self.sheet)

    def says_as(self, other: "ProfileRow") -> bool:
        """Whether both read alike, whoever saved them when."""
        bare = {"id": None, "version": 0, "saved_by": "", "saved_at": None}
        return replace(self, **bare) == replace(other, **bare)  # type: ignore[arg-type]


def drafted(said: Mapping[str, Any]) -> ProfileRow:
    """A profile from the draft an import keeps."""
    values = dict(said) | {"kind": TableKind(said["kind"]), "order": Order(said["order"])}
    values["mapping"] = tuple((heading, field) for heading, field in said["mapping"])
    return ProfileRow(id=None, version=0, **values)


def draft_of(row: ProfileRow) -> dict[str, object]:
    """A profile as an import keeps it while a person looks at it."""
    kept = {name: getattr(row, name) for name in _DRAFTED}
    return kept | {"kind": row.kind.value, "order": row.order.value, "mapping": [list(pair) for pair in row.mapping]}


def free_name(wanted: str) -> str:
    """A name no profile has: the one wanted, or that with a number."""
    taken = set(TableProfile.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def profile(name: str) -> ProfileRow | None:
    """The newest version of a profile, None when there is none of this name."""
    # Asked for every row that is applied: by the newest id, and each version is read once.
    found = read_last(TableProfile, ("id",), "name", name, "version")
    return _version(found[0]) if found else None


def profile_version(id_: UUID) -> ProfileRow:
    """One version of a profile."""
    return _version(id_)


def profiles() -> list[ProfileRow]:
    """The newest version of every profile, by name."""
    newest: dict[str, ProfileRow] = {}
    for row in TableProfile.objects.order_by("name", "version"):
        newest[row.name] = _row(row)
    return list(newest.values())


# A version never changes.
@lru_cache(maxsize=256)
def _version(id_: UUID) -> ProfileRow:
    return _row(TableProfile.objects.get(id=id_))


def _row(row: TableProfile) -> ProfileRow:
    return ProfileRow(
        id=row.id,
        name=row.name,
        version=row.version,
        kind=TableKind(row.kind),
        mapping=tuple((heading, field) for heading, field in row.mapping),
        order=Order(row.order),
        decimal=row.decimal,
        authority=row.authority,
        charset=row.charset,
        delimiter=row.delimiter,
        sheet=row.sheet,
        header_line=row.header_line,
        saved_by=row.saved_by,
        saved_at=row.occurred_at,
    )
