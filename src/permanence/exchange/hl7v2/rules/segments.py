"""A segment as fields, repetitions, components and subcomponents, read when asked for."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from permanence.exchange.hl7v2.rules.syntax import Syntax

# HL7's way to say that there is nothing, where an empty field says nothing at all.
NULL = '""'
_LONGEST_REMEMBERED = 200
T = TypeVar("T")


class Repetition:
    """One repetition of a field."""

    __slots__ = ("_components", "raw", "syntax")

    def __init__(self, raw: str, syntax: Syntax) -> None:
        self.raw = raw
        self.syntax = syntax
        self._components: list[str] | None = None

    def part(self, component: int) -> str:
        """A component as it was written; empty when absent."""
        components = self._components
        if components is None:
            components = self._components = self.raw.split(self.syntax.component)
        return components[component - 1] if component <= len(components) else ""

    def text(self, component: int = 1, subcomponent: int = 1) -> str:
        """A value without its escapes and outer spaces; empty when absent."""
        raw = self.part(component)
        return raw if raw.isalnum() and subcomponent == 1 else _value(raw, subcomponent, self.syntax)

    def subcomponents(self, component: int) -> list[str]:
        """Every subcomponent of a component, without escapes."""
        raw = self.part(component)
        return [self.syntax.unescaped(part).strip() for part in raw.split(self.syntax.subcomponent)] if raw else []

    def components(self) -> list[str]:
        """Every component, each by its first subcomponent."""
        return [_value(raw, 1, self.syntax) for raw in self.raw.split(self.syntax.component)]


def remembered(read: Callable[[Repetition], T]) -> Callable[[Repetition], T]:
    """Read a repetition once for all messages that write it so: places, doctors and codes come back all day."""

    @lru_cache(maxsize=8192)
    def known(raw: str, syntax: Syntax) -> T:
        return read(Repetition(raw, syntax))

    @wraps(read)
    def reading(value: Repetition) -> T:
        return known(value.raw, value.syntax) if len(value.raw) <= _LONGEST_REMEMBERED else read(value)

    return reading


class Segment:
    """One segment; its fields are split when first asked for, and numbered as HL7 numbers them."""

    __slots__ = ("_fields", "line", "name", "syntax")

    def __init__(self, line: str, syntax: Syntax) -> None:
        self.line = line
        self.name = line[:3]
        self.syntax = syntax
        self._fields: list[str] | None = None

    def raw(self, n: int) -> str:
        """Field `n` as it was written, with its repetitions; empty when absent."""
        fields = self._fields
        if fields is None:
            fields = self._fields = self._split()
        return fields[n] if n < len(fields) else ""

    def raws(self, *numbers: int) -> tuple[str, ...]:
        """Several fields as they were written."""
        fields = self._fields
        if fields is None:
            fields = self._fields = self._split()
        size = len(fields)
        return tuple([fields[n] if n < size else "" for n in numbers])

    def _split(self) -> list[str]:
        fields = self.line.split(self.syntax.field)
        if self.name in {"MSH", "FHS", "BHS"}:
            fields.insert(1, self.syntax.field)
        return fields

    def text(self, n: int, component: int = 1, subcomponent: int = 1) -> str:
        """A value of the field's first repetition without its escapes and outer spaces; empty when absent."""
        fields = self._fields
        if fields is None:
            fields = self._fields = self._split()
        raw = fields[n] if n < len(fields) else ""
        if not raw:
            return ""
        # No delimiter is a letter or a figure, so that most values need no further look.
        if raw.isalnum():
            return raw if component == 1 and subcomponent == 1 else ""
        syntax = self.syntax
        if syntax.repetition in raw:
            raw = raw[: raw.index(syntax.repetition)]
        if syntax.component in raw:
            parts = raw.split(syntax.component, component)
            raw = parts[component - 1] if component <= len(parts) else ""
        elif component > 1:
            return ""
        return _value(raw, subcomponent, syntax)

    def said(self, n: int, component: int = 1) -> str | None:
        """A value as `text` gives it: None when not said, empty when said to be nothing (HL7's two quotes)."""
        if self.raw(n).strip() == NULL:
            return ""
        value = self.text(n, component)
        return "" if value == NULL else value or None

    def repetitions(self, n: int) -> list[Repetition]:
        """The repetitions of field `n` that hold something, in linear time."""
        raw = self.raw(n)
        if not raw:
            return []
        syntax = self.syntax
        if syntax.repetition not in raw:
            return [Repetition(raw, syntax)]
        return [Repetition(part, syntax) for part in raw.split(syntax.repetition) if part]

    def texts(self, n: int) -> list[str]:
        """Each repetition of field `n` as one text, its separators kept: free text that a sender did not escape."""
        syntax = self.syntax
        raw = self.raw(n)
        if syntax.repetition not in raw and syntax.escape not in raw:
            text = raw.strip()
            return [text] if text and text != NULL else []
        found = raw.split(syntax.repetition)
        texts = [syntax.unescaped(part).strip() for part in found]
        return [text for text in texts if text and text != NULL]

    def repetition(self, n: int) -> Repetition:
        """The first repetition of field `n`, empty when absent."""
        return Repetition(self.raw(n).split(self.syntax.repetition, 1)[0], self.syntax)

    def is_null(self, n: int) -> bool:
        """Whether field `n` says there is nothing."""
        return self.raw(n).strip() == NULL

    def __len__(self) -> int:
        """How many fields there are, the name not counted."""
        if self._fields is None:
            self._fields = self._split()
        return len(self._fields) - 1

    def __bool__(self) -> bool:
        return self.line != ""


def _value(raw: str, subcomponent: int, syntax: Syntax) -> str:
    if syntax.subcomponent in raw:
        parts = raw.split(syntax.subcomponent, subcomponent)
        raw = parts[subcomponent - 1] if subcomponent <= len(parts) else ""
    elif subcomponent > 1:
        return ""
    if syntax.escape in raw:
        raw = syntax.unescaped(raw)
    return raw.strip()
