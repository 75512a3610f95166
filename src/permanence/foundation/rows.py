"""Many rows written or read in one round trip, where a feed leaves no time for a model instance each."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import connection, models

from permanence.foundation import clock, node
from permanence.foundation.ids import new_id
from permanence.foundation.records import Record

_RECORD = ("id", "origin", "recorded_at")


def insert(model: type[Record], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write new records; each of `rows` is the values in the order of `columns`, by name of field.

    `origin` and `recorded_at` are added, and `id` when it is not among the columns. A foreign key is given as its
    id. Defaults of other fields are not applied: name every column. Three times faster than Django's bulk_create.
    """
    added = [name for name in _RECORD if name not in columns]
    stamp = {"origin": node.origin(), "recorded_at": clock.now()}
    fields = _fields(model, [*columns, *added])
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 (our own names)
    if "id" in added:
        tail = [stamp[name] for name in added[1:]]
        rows = ((*row, new_id(), *tail) for row in rows)
    else:
        tail = [stamp[name] for name in added]
        rows = ((*row, *tail) for row in rows)
    _execute(statement, fields, rows)


def overwrite(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Set `columns` of many rows; each of `rows` is the values in the order of `columns`, then the row's id.

    Django's own bulk_update writes a CASE for every row and column: forty times slower for a batch of 32.
    """
    fields = _fields(model, [*columns, "pk"])
    quoted = [connection.ops.quote_name(field.column) for field in fields]
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    settings = ", ".join(f"{name} = %s" for name in quoted[:-1])
    _execute(f"UPDATE {table} SET {settings} WHERE {quoted[-1]} = %s", fields, rows)  # noqa: S608 (our own names)


def read(model: type[models.Model], columns: Sequence[str], by: str, values: Collection[Any]) -> list[tuple[Any, ...]]:
    """`columns` of every row whose `by` is among `values`; a foreign key gives its id. One query, none for no values.

    Django takes longer to word such a query than the database to answer it.
    """
    if not values:
        return []
    fields = _fields(model, columns)
    (key,) = _fields(model, [by])
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented API)
    among = f"{connection.ops.quote_name(key.column)} IN ({', '.join(['%s'] * len(values))})"
    adapt, convert = _adapter(key), [_converter(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} WHERE {among}", [adapt(value) for value in values])  # noqa: S608
        found = cursor.fetchall()
    return [tuple([one(value) for one, value in zip(convert, row, strict=True)]) for row in found]


def _fields(model: type[models.Model], names: Iterable[str]) -> "list[models.Field[Any, Any]]":
    meta = model._meta  # noqa: SLF001 (Django's documented API)
    by_name = {field.name: field for field in meta.concrete_fields} | {"pk": meta.pk}
    return [by_name[name] for name in names]


def _execute(statement: str, fields: "Sequence[models.Field[Any, Any]]", rows: Iterable[tuple[Any, ...]]) -> None:
    adapt = [_adapter(field) for field in fields]
    values = [tuple([one(value) for one, value in zip(adapt, row, strict=True)]) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """How a value of this field is given to the database at hand."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return _same if connection.features.has_native_uuid_field else _hexadecimal
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.TextField | models.CharField):
        return _text
    if isinstance(field, models.IntegerField | models.BooleanField):
        return _same
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
    return None if value is None else UUID(value)


def _instant(value: Any) -> Any:
    # SQLite keeps instants in UTC, and says so nowhere.
    return None if value is None else value.replace(tzinfo=UTC)


def _same(value: Any) -> Any:
    return value


def _hexadecimal(value: Any) -> Any:
    return None if value is None else value.hex


def _text(value: Any) -> Any:
    # The drivers must see a plain text: psycopg would write the name of a StrEnum's member, not its value.
    return value if value is None or value.__class__ is str else str(value)


def take_turns(name: str) -> None:
    """Until this transaction ends, no other one passes the same call: what is looked up stays true until written.

    SQLite's IMMEDIATE transactions already take turns; PostgreSQL is asked by an advisory lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
