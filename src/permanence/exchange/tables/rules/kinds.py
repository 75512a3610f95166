"""What a table lists, and how its cells are read."""

from dataclasses import dataclass
from enum import StrEnum


class TableKind(StrEnum):
    """What a table lists."""

    APPOINTMENTS = "appointments"
    ARCHIVE = "archive"
    WARDS = "wards"
    STAFF = "staff"
    TREATMENTS = "treatments"


class Sort(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    NUMBER = "number"
    BIRTH = "birth"
    DAY = "day"
    HOUR = "hour"
    MOMENT = "moment"
    MINUTES = "minutes"
    PHONE = "phone"
    SEX = "sex"
    BOOKING = "booking"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Field:
    """A thing a row may say: its name in the code, what people call it, how it is read, the headings it is met under.

    Headings are compared without accents, capitals and signs (`headings.folded`).
    """

    name: str
    label: str
    sort: Sort
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of table: its fields, and what each row must say: one field at least of every group of `needs`."""

    kind: TableKind
    label: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]

    def field(self, name: str) -> Field:
        """One of its fields. Raises `KeyError`."""
        return next((field for field in self.fields if field.name == name), None) or _absent(name)


def _absent(name: str) -> Field:
    raise KeyError(name)
