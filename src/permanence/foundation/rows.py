"""Many rows written or read in one round trip, where a feed leaves no time for a model instance each."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, SafeUUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from permanence.foundation import clock, node
from permanence.foundation.ids import new_id

# After every capital letter and figure, in every collation.
_LAST = "ZZZZZZ"


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write new records; each of `rows` is the values in the order of `columns`, by name of field.

    `origin` and `recorded_at` are added, and `id` when it is not among the columns. A foreign key is given as its
    id. Defaults of other fields are not applied: name every column. Five times faster than Django's bulk_create.
    """
    stamp = {"origin": node.origin(), "recorded_at": clock.now()}
    tail = [value for name, value in stamp.items() if name not in columns]
    added = tuple(name for name in stamp if name not in columns)
    if "id" in columns:
        _execute(_insertion(model, (*columns, *added)), [(*row, *tail) for row in rows])
    else:
        _execute(_insertion(model, (*columns, *added, "id")), [(*row, *tail, new_id()) for row in rows])


def insert_missing(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write the rows that are not there yet into a table that is no record: an index made from records."""
    _execute(_insertion(model, tuple(columns), missing=True), list(rows))


def overwrite(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Set `columns` of many rows; each of `rows` is the values in the order of `columns`, then the row's id.

    Django's own bulk_update writes a CASE for every row and column: forty times slower for a batch of 32.
    """
    _execute(_overwriting(model, tuple(columns)), list(rows))


def add_to(
    model: type[models.Model], keys: Sequence[str], counters: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add to the counters of the row with these keys, which is made when there is none; one statement for all rows.

    Each of `rows` is the keys, then what is added; a unique constraint holds the keys.
    """
    _execute(_adding(model, tuple(keys), tuple(counters)), list(rows))


def read(
    model: type[models.Model], columns: Sequence[str], by: str, values: Collection[Any], *, most: int | None = None
) -> list[tuple[Any, ...]]:
    """`columns` of every row whose `by` is among `values`; a foreign key gives its id. One query, none for no values.

    `most`: no more than so many rows, whichever. Django takes longer to word such a query than the database to answer.
    """
    if not values:
        return []
    reading = _reading(model, tuple(columns), by)
    among = f"{reading.key} IN ({', '.join(['%s'] * len(values))})"
    limit = "" if most is None else f" LIMIT {most:d}"
    asked = [reading.adapt(value) for value in values]
    return _fetched(f"{reading.statement} WHERE {among}{limit}", asked, reading.convert)


def read_either(
    model: type[models.Model], columns: Sequence[str], by: tuple[str, str], values: Collection[Any]
) -> list[tuple[Any, ...]]:
    """`columns` of every row of which one of the two columns `by` is among `values`, each row once."""
    if not values:
        return []
    first, second = (_reading(model, tuple(columns), name) for name in by)
    among = f"IN ({', '.join(['%s'] * len(values))})"
    asked = [adapt(value) for adapt in (first.adapt, second.adapt) for value in values]
    return _fetched(f"{first.statement} WHERE {first.key} {among} OR {second.key} {among}", asked, first.convert)


def read_beginnings(
    model: type[models.Model], columns: Sequence[str], by: str, beginnings: Collection[str]
) -> list[tuple[str, tuple[Any, ...]]]:
    """(beginning, `columns`) of every row whose text `by` begins so; `by` is the first of the columns."""
    if not beginnings:
        return []
    reading = _reading(model, tuple(columns), by)
    # A range, since LIKE uses no index everywhere; a collation that skips marks gives more, left out below.
    rest, asked = reading.statement.removeprefix("SELECT"), list(beginnings)
    one = f"{rest} WHERE {reading.key} >= %s AND {reading.key} < %s"
    statement = " UNION ALL ".join(f"SELECT {at},{one}" for at in range(len(asked)))
    ends = [end for beginning in asked for end in (beginning, beginning + _LAST)]
    found = _fetched(statement, ends, (_same, *reading.convert))
    return [(asked[at], tuple(row)) for at, *row in found if row[0].startswith(asked[at])]


def read_pairs(
    model: type[models.Model], columns: Sequence[str], by: tuple[str, str], pairs: Collection[tuple[Any, Any]]
) -> list[tuple[Any, ...]]:
    """`columns` of every row whose two columns `by` are, together, among `pairs`."""
    if not pairs:
        return []
    first, second = (_reading(model, tuple(columns), name) for name in by)
    # Joined: SQLite looks pairs up by index so, and reads the whole table for `(a, b) IN (VALUES ...)`.
    asked = f"WITH asked (one, two) AS (VALUES {', '.join(['(%s, %s)'] * len(pairs))})"
    joined = f"JOIN asked ON {first.key} = asked.one AND {second.key} = asked.two"
    values = [adapt(value) for pair in pairs for adapt, value in zip((first.adapt, second.adapt), pair, strict=True)]
    return _fetched(f"{asked} {first.statement} {joined}", values, first.convert)


def read_last(
    model: type[models.Model], columns: Sequence[str], by: str, value: object, highest: str
) -> tuple[Any, ...] | None:
    """`columns` of the row with the highest `highest` among those whose `by` is `value`; None when there is none."""
    reading = _reading(model, tuple(columns), by)
    order = connection.ops.quote_name(_fields(model, [highest])[0].column)
    statement = f"{reading.statement} WHERE {reading.key} = %s ORDER BY {order} DESC LIMIT 1"
    return next(iter(_fetched(statement, [reading.adapt(value)], reading.convert)), None)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A statement, and how each of its values is given to the database; None where it is given as it is."""

    statement: str
    adapt: tuple[Callable[[Any], Any] | None, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A statement without its condition, the column of its condition, and how values go in and come out."""

    statement: str
    key: str
    adapt: Callable[[Any], Any]
    convert: tuple[Callable[[Any], Any], ...]


# Worded once for each set of columns: a process has one database.
@cache
def _insertion(model: type[models.Model], columns: tuple[str, ...], *, missing: bool = False) -> _Writing:
    fields = _fields(model, columns)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 (our own names)
    statement += " ON CONFLICT DO NOTHING" if missing else ""
    return _Writing(statement, tuple(_adapter(field) for field in fields))


@cache
def _overwriting(model: type[models.Model], columns: tuple[str, ...]) -> _Writing:
    fields = _fields(model, [*columns, "pk"])
    quoted = [connection.ops.quote_name(field.column) for field in fields]
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    settings = ", ".join(f"{name} = %s" for name in quoted[:-1])
    statement = f"UPDATE {table} SET {settings} WHERE {quoted[-1]} = %s"  # noqa: S608 (our own names)
    return _Writing(statement, tuple(_adapter(field) for field in fields))


@cache
def _adding(model: type[models.Model], keys: tuple[str, ...], counters: tuple[str, ...]) -> _Writing:
    writing = _insertion(model, (*keys, *counters))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    names = [connection.ops.quote_name(field.column) for field in _fields(model, [*keys, *counters])]
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names[len(keys) :])
    statement = f"{writing.statement} ON CONFLICT ({', '.join(names[: len(keys)])}) DO UPDATE SET {sums}"
    return _Writing(statement, writing.adapt)


@cache
def _reading(model: type[models.Model], columns: tuple[str, ...], by: str) -> _Reading:
    fields = _fields(model, columns)
    (key,) = _fields(model, [by])
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    statement = f"SELECT {names} FROM {table}"  # noqa: S608 (our own names)
    quoted = connection.ops.quote_name(key.column)
    return _Reading(statement, quoted, _adapter(key) or _same, tuple(_converter(field) for field in fields))


def _fields(model: type[models.Model], names: Iterable[str]) -> "list[models.Field[Any, Any]]":
    meta = model._meta  # noqa: SLF001 (Django's documented API)
    by_name = {field.name: field for field in meta.concrete_fields} | {"pk": meta.pk}
    return [by_name[name] for name in names]


def _execute(writing: _Writing, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    # Column by column: most are given as they are.
    columns = [
        column if adapt is None else [adapt(value) for value in column]
        for adapt, column in zip(writing.adapt, zip(*rows, strict=True), strict=True)
    ]
    _run(writing.statement, list(zip(*columns, strict=True)))


def _fetched(statement: str, values: list[Any], convert: Sequence[Callable[[Any], Any]]) -> list[tuple[Any, ...]]:
    found = ask(statement, values)
    if not found or all(one is _same for one in convert):
        return found
    # Column by column: most come as they are.
    columns = zip(*found, strict=True)
    return list(zip(*(_converted(one, column) for one, column in zip(convert, columns, strict=True)), strict=True))


def _converted(convert: Callable[[Any], Any], column: Sequence[Any]) -> Sequence[Any]:
    return column if convert is _same else [convert(value) for value in column]


def _run(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    ours = connections[DEFAULT_DB_ALIAS]
    if _is_plain(ours):
        with ours.wrap_database_errors:
            ours.connection.executemany(statement.replace("%s", "?"), rows)
    else:
        with ours.cursor() as cursor:
            cursor.executemany(statement, rows)


def ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers, as its driver gives it."""
    ours = connections[DEFAULT_DB_ALIAS]
    found: list[tuple[Any, ...]]
    if _is_plain(ours):
        with ours.wrap_database_errors:
            found = ours.connection.execute(statement.replace("%s", "?"), values).fetchall()
    else:
        with ours.cursor() as cursor:
            cursor.execute(statement, values)
            found = cursor.fetchall()
    return found


def _is_plain(ours: Any) -> bool:
    """Whether SQLite's own connection serves as well: nobody listens to Django's cursors, which cost more.

    In a transaction that is already broken Django's are used, because they refuse.
    """
    if ours.vendor != "sqlite" or ours.queries_logged or ours.execute_wrappers or ours.needs_rollback:
        return False
    ours.ensure_connection()
    return True


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value of this field is given to the database at hand; None for as it is."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _hexadecimal
    if isinstance(field, models.DateTimeField):
        return _sqlite_instant if connection.vendor == "sqlite" else None
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.TextField | models.CharField):
        return _text
    if isinstance(field, models.IntegerField | models.BooleanField | models.BinaryField):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How what the database at hand gives for this field becomes its value."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if connection.vendor == "sqlite" and isinstance(field, models.UUIDField):
        return _uuid
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _instant
    return _same


def _uuid(value: Any) -> Any:
    if value is None:
        return None
    # What UUID(value) gives, without the checks that what the database holds does not need.
    made = object.__new__(UUID)
    object.__setattr__(made, "int", int(value, 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def _instant(value: Any) -> Any:
    # SQLite keeps instants in UTC, and says so nowhere.
    return None if value is None else value.replace(tzinfo=UTC)


def _sqlite_instant(value: Any) -> Any:
    """As Django writes it: in UTC, without saying so. Raises `ValueError` for an instant without a zone."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("an instant has a zone")
        value = value.astimezone(UTC)
    return _without_zone(value)


# The rows of a batch share most of their instants. In UTC alone: elsewhere two hours of an autumn night are equal.
@lru_cache(maxsize=1024)
def _without_zone(value: datetime) -> str:
    return str(value)[:-6]


def _same(value: Any) -> Any:
    return value


def _hexadecimal(value: Any) -> Any:
    return None if value is None else f"{value.int:032x}"


def _text(value: Any) -> Any:
    # The drivers must see a plain text: psycopg would write the name of a StrEnum's member, not its value.
    return value if value is None or value.__class__ is str else str(value)


def write_back() -> None:
    """Copy SQLite's log of writes into the database, as far as that holds nobody up; for a thread of its own.

    Otherwise the transaction that fills the log does all of it, and its sender waits. PostgreSQL sees to it itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def take_turns(name: str) -> None:
    """Until this transaction ends, no other one passes the same call: what is looked up stays true until written.

    SQLite's IMMEDIATE transactions already take turns; PostgreSQL is asked by an advisory lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
