"""Rows of several tables in one round trip: a page about one person asks a dozen tables for a handful of rows each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db import connection, models

from permanence.foundation.rows import ask


@dataclass(frozen=True, slots=True)
class Part:
    """What is read of one table: `columns` of the rows of which a column of `among` is in the set named beside it.

    A column may lie in another table, along foreign keys: `stay__patient`. A foreign key gives its id. `pairs` names
    two columns and the set of pairs they are in together; `since` a column and the set that holds its lowest value.
    `source` is SQL read in place of the table, with its columns at least; `where` is one more condition in SQL.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    among: tuple[tuple[str, str], ...] = ()
    pairs: tuple[str, str, str] | None = None
    since: tuple[str, str] | None = None
    source: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A set the database finds itself: a column of the rows of which one of the columns of `among` is in a set."""

    model: type[models.Model]
    column: str
    among: tuple[tuple[str, str], ...]


Values = Collection[Any]
Sets = Mapping[str, Values | Found]


def read_together(parts: Sequence[Part], sets: Sets) -> list[list[tuple[Any, ...]]]:
    """The rows of each part, in the order of `parts`; one query.

    A set holds values, or pairs of them, of one type; it may name sets before it when it is `Found`. An empty one is
    one of ids.
    """
    worded = _worded(tuple(parts))
    named, asked = [], []
    for name, values in sets.items():
        words, given = _set(values)
        named.append(f"{name} {words}")
        asked += given
    answers: list[list[tuple[Any, ...]]] = [[] for _part in parts]
    for place, *row in ask(f"WITH {', '.join(named)} {worded.statement}", asked):
        convert = worded.convert[place]
        answers[place].append(tuple([one(value) for one, value in zip(convert, row, strict=False)]))
    return answers


@dataclass(frozen=True, slots=True)
class _Worded:
    statement: str
    convert: tuple[tuple[Callable[[Any], Any], ...], ...]


@cache
def _worded(parts: tuple[Part, ...]) -> _Worded:
    """The statement without its sets; worded once, as the parts of a page are always the same."""
    width = max(len(part.columns) for part in parts)
    # SQLite takes the types it converts a column to from the first SELECT: that one must say none.
    selects = [f"SELECT -1, {', '.join([_nothing()] * width)} WHERE 1 = 0"]
    selects += [_select(place, part, width) for place, part in enumerate(parts)]
    fields = [[_Path.of(part.model, column).field for column in part.columns] for part in parts]
    return _Worded(" UNION ALL ".join(selects), tuple(tuple(_converter(field) for field in row) for row in fields))


def _select(place: int, part: Part, width: int) -> str:
    paths = [_Path.of(part.model, column) for column in part.columns]
    joins = list(dict.fromkeys(join for path in paths for join in path.joins))
    columns = [_as_text(path.column) for path in paths] + [_nothing()] * (width - len(paths))
    conditions = [_among(part.model, part.among)] if part.among else []
    if part.pairs:
        first, second, name = part.pairs
        one, two = (_Path.of(part.model, column).column for column in (first, second))
        joins.append(f"JOIN {name} ON {one} = {name}.one AND {two} = {name}.two")
    if part.since:
        column, name = part.since
        lowest = f"(SELECT one FROM {name})"  # noqa: S608 (our own names)
        conditions.append(f"{_Path.of(part.model, column).column} >= {lowest}")
    conditions += [part.where] if part.where else []
    source = f"({part.source})" if part.source else _quoted(part.model._meta.db_table)  # noqa: SLF001 (documented API)
    words = f"SELECT {place}, {', '.join(columns)} FROM {source} told {' '.join(joins)}"  # noqa: S608 (our own names)
    return f"{words} WHERE {' AND '.join(conditions)}" if conditions else words


def _among(model: type[models.Model], among: Sequence[tuple[str, str]]) -> str:
    either = [f"{_Path.of(model, column).column} IN (SELECT one FROM {name})" for column, name in among]  # noqa: S608
    return f"({' OR '.join(either)})"


def _set(values: Values | Found) -> tuple[str, list[Any]]:
    """A set in SQL, and what its places are filled with."""
    if isinstance(values, Found):
        path, table = _Path.of(values.model, values.column), _quoted(values.model._meta.db_table)  # noqa: SLF001
        return f"(one) AS (SELECT {path.column} FROM {table} told WHERE {_among(values.model, values.among)})", []  # noqa: S608
    rows = [value if isinstance(value, tuple) else (value,) for value in values]
    if not rows:
        return f"(one) AS (SELECT {'NULL::uuid' if _is_postgresql() else 'NULL'} WHERE 1 = 0)", []
    names = ("one", "two")[: len(rows[0])]
    places = f"({', '.join(['%s'] * len(names))})"
    return f"({', '.join(names)}) AS (VALUES {', '.join([places] * len(rows))})", [
        _given(x) for row in rows for x in row
    ]


@dataclass(frozen=True, slots=True)
class _Path:
    """Where a column lies: the joins that lead there, and its name with its table's."""

    joins: tuple[str, ...]
    column: str
    field: "models.Field[Any, Any]"

    @classmethod
    def of(cls, model: type[models.Model], path: str) -> "_Path":
        *steps, last = path.split("__")
        joins, table = [], "told"
        for step in steps:
            key = _field(model, step)
            model = cast("type[models.Model]", key.related_model)
            column, there = f"{table}.{_quoted(key.column)}", f"{table}_{step}"
            primary = _quoted(model._meta.pk.column)  # noqa: SLF001 (Django's documented API)
            joins.append(f"LEFT JOIN {_quoted(model._meta.db_table)} {there} ON {there}.{primary} = {column}")  # noqa: SLF001
            table = there
        field = _field(model, last)
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        return cls(tuple(joins), f"{table}.{_quoted(field.column)}", target)


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.name == name)  # noqa: SLF001 (documented API)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _is_postgresql() -> bool:
    return bool(connection.vendor == "postgresql")


def _nothing() -> str:
    return "NULL::text" if _is_postgresql() else "NULL"


def _as_text(column: str) -> str:
    # What lies in one column of a UNION is of one type, but for SQLite.
    return f"{column}::text" if _is_postgresql() else column


def _given(value: Any) -> Any:
    """A value as the database at hand compares it."""
    if isinstance(value, str):
        return str(value)
    if _is_postgresql():
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return str(value) if isinstance(value, date) else value


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How a value as the database keeps or spells it becomes the field's."""
    converters: list[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]]] = [
        (models.UUIDField, UUID),
        (models.DateTimeField, _instant),
        (models.DateField, date.fromisoformat),
        (models.BooleanField, lambda value: value in {1, "true"}),
        (models.IntegerField, int),
    ]
    convert = next((convert for kind, convert in converters if isinstance(field, kind)), None)
    if convert is None:
        return lambda value: value
    return lambda value: None if value is None else convert(value)


def _instant(value: str) -> datetime:
    told = datetime.fromisoformat(value)
    # SQLite keeps instants in UTC, and says so nowhere.
    return told if told.tzinfo is UTC else told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
