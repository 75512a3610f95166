"""The items of a questionnaire, typed: what a form asks, before anybody thinks of paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class ItemType(StrEnum):
    """The item types of FHIR R4."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    DATETIME = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"
    QUANTITY = "quantity"


class Reason(StrEnum):
    """Why a questionnaire is refused, or an item is not printed as a field."""

    NOT_A_QUESTIONNAIRE = "not_a_questionnaire"
    EMPTY = "empty"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TYPE_UNKNOWN = "type_unknown"
    TYPE_MISSING = "type_missing"
    LINK_ID_TWICE = "link_id_twice"
    LINK_ID_RESERVED = "link_id_reserved"
    OPTION_EMPTY = "option_empty"
    NOT_A_LIST = "not_a_list"
    HIDDEN = "hidden"
    LIST_NOT_HERE = "list_not_here"
    COMPUTED_CONDITION = "computed_condition"
    COMPUTED_VALUE = "computed_value"
    LINK_ID_MISSING = "link_id_missing"
    PICTURE = "picture"
    NOT_PRINTED = "not_printed"


class QuestionnaireRefused(ValueError):
    """The file is no questionnaire that can be printed; `item` says where, by its linkId or its place."""

    def __init__(self, reason: Reason, item: str = "", said: str = "") -> None:
        super().__init__(reason, item, said)
        self.reason, self.item, self.said = reason, item, said


@dataclass(frozen=True, slots=True)
class Note:
    """An item of which something cannot be on paper, and what: told to whoever imports the form."""

    link_id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: `value` is the FHIR answer (`{"valueCoding": {...}}`), `code` names it in a layout."""

    code: str
    text: str
    value: Mapping[str, Any]
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a FHIR Quantity wants it."""

    text: str
    code: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One `enableWhen`: the question it hangs on, the operator, and the FHIR answer compared with."""

    question: str
    operator: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Item:
    """One item with all below it. `number` is its prefix, or its place counted by the house (`2.3`)."""

    link_id: str
    type: ItemType
    text: str
    number: str
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    max_length: int | None = None
    options: tuple[Option, ...] = ()
    option_list: str = ""
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    computed_condition: bool = False
    initial: tuple[Any, ...] = ()
    control: str = ""
    vertical: bool | None = None
    help: str = ""
    entry_format: str = ""
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    open_label: str = ""
    least: int | None = None
    most: int | None = None
    minimum: Any = None
    maximum: Any = None
    decimals: int | None = None
    rows: int | None = None
    lines: int | None = None
    path: str = ""
    children: tuple["Item", ...] = ()

    @property
    def chooses(self) -> bool:
        """Whether the answer is one of printed options."""
        return bool(self.options)

    @property
    def several(self) -> bool:
        """Whether several options may be ticked."""
        return self.repeats and self.chooses

    def below(self) -> Iterator["Item"]:
        """Itself and every item below, in reading order."""
        yield self
        for child in self.children:
            yield from child.below()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire in one language."""

    title: str
    language: str
    version: str
    tier: str
    url: str
    name: str
    about_patients: bool
    description: str
    items: tuple[Item, ...]
    notes: tuple[Note, ...] = ()
    by_id: Mapping[str, Item] = field(default_factory=dict)

    def every(self) -> Iterator[Item]:
        """Every item, in reading order."""
        for item in self.items:
            yield from item.below()


def decimal_of(held: Any) -> Decimal | None:
    """A FHIR number or quantity as a decimal; None when it is neither."""
    if isinstance(held, Mapping):
        held = held.get("value")
    if isinstance(held, bool) or not isinstance(held, int | float):
        return None
    return Decimal(str(held))
