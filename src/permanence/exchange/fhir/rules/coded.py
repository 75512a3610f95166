"""Coded values as people read them (CodeableConcept, Coding), and amounts (Quantity, Range, Ratio)."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from permanence.exchange.fhir.rules.elements import Element, element, elements, text


class Coded(NamedTuple):
    """A code and its words; words without a code, or a code without words, give the one as the other's label."""

    code: str
    label: str

    def __bool__(self) -> bool:
        return bool(self.label)


def coded(of: Element, *path: str) -> Coded:
    """A CodeableConcept or a Coding: the code of the first coding that has one, the words somebody chose."""
    concept = element(of, *path)
    codings = elements(concept, "coding") or [concept]
    chosen = next((one for one in codings if one.get("userSelected") is True), None)
    ordered = [chosen, *codings] if chosen else codings
    code = next((said for one in ordered if (said := text(one, "code"))), "")
    words = text(concept, "text") or next((said for one in ordered if (said := text(one, "display"))), "")
    return Coded(code, words or code)


def label(of: Element, *path: str) -> str:
    """The words of a coded value, else its code."""
    return coded(of, *path).label


def labels(of: Element, name: str) -> str:
    """The words of every coded value under a name, on one line."""
    return ", ".join(dict.fromkeys(said for one in elements(of, name) if (said := label(one))))


def codes(of: Element, name: str) -> Iterator[str]:
    """Every code under a name, of CodeableConcepts and Codings, and plain codes too."""
    found = of.get(name)
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            codings = [*elements(one, "coding"), one]
            yield from (said for coding in codings if (said := text(coding, "code")))


def has_code(of: Element, name: str, wanted: Collection[str]) -> bool:
    """Whether any code under a name is one of these, whatever its case."""
    return any(code.lower() in wanted for code in codes(of, name))


def quantity(of: Element, *path: str) -> str:
    """An amount with its unit (`<5 mg`), empty when there is none."""
    amount = element(of, *path)
    value = text(amount, "value")
    return f"{text(amount, 'comparator')}{value} {unit(amount)}".strip() if value else ""


def unit(amount: Element) -> str:
    """The unit as written, else its code."""
    said = text(amount, "unit") or text(amount, "code")
    return "" if said in {"1", "{score}"} else said


def spread(of: Element) -> str:
    """A Range (`3.5 - 5 mmol/L`, `>= 3.5`, `<= 5`), empty when it has no limit."""
    low, high = element(of, "low"), element(of, "high")
    least, most = text(low, "value"), text(high, "value")
    units = unit(low) or unit(high)
    limits = f"{least} - {most}" if least and most else f">= {least}" if least else f"<= {most}" if most else ""
    return f"{limits} {units}".strip() if limits else ""


def ratio(of: Element) -> str:
    """A Ratio (`1 / 128`)."""
    parts = [quantity(of, "numerator"), quantity(of, "denominator")]
    return " / ".join(parts) if all(parts) else ""
