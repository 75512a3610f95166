"""Extensions of FHIR elements, and the words of an element in the language of the sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

Element = Mapping[str, Any]


def extensions(element: Element, name: str) -> Iterator[Element]:
    """The extensions of an element whose address ends with this name: STU3, R4 and SDC differ in what precedes it."""
    held = element.get("extension")
    for one in held if isinstance(held, list) else ():
        if isinstance(one, Mapping) and str(one.get("url", "")).rsplit("/", 1)[-1].endswith(name):
            yield one


def value_of(element: Element) -> Any:
    """The value[x] of an extension, an option or an answer, whatever its type; None when it has none."""
    return next((held for name, held in element.items() if name.startswith("value")), None)


def extension(element: Element, name: str) -> Any:
    """The value of the first such extension, or None."""
    return next((value_of(one) for one in extensions(element, name)), None)


def figure(element: Element, name: str) -> int | None:
    """The whole number an extension gives, or None."""
    held = extension(element, name)
    return held if isinstance(held, int) and not isinstance(held, bool) else None


def codes_of(concept: Any) -> tuple[str, ...]:
    """The codes of a CodeableConcept."""
    codings = concept.get("coding") if isinstance(concept, Mapping) else None
    return tuple(str(one.get("code", "")) for one in codings or () if isinstance(one, Mapping))


def words(element: Element, name: str, language: str) -> str:
    """What a text element says in a language: its translation where the file holds one, else as it stands.

    Source: FHIR R4, extension `translation` on the primitive's sibling (`_text` for `text`).
    """
    beside = element.get(f"_{name}")
    if isinstance(beside, Mapping):
        for one in extensions(beside, "translation"):
            parts = {part.get("url"): value_of(part) for part in one.get("extension", ()) if isinstance(part, Mapping)}
            if str(parts.get("lang", ""))[:2].lower() == language and parts.get("content"):
                return _tidy(parts["content"])
    return _tidy(element.get(name))


def languages_in(held: Any) -> Iterator[str]:
    """Every language that something below is translated into, with repeats."""
    if isinstance(held, Mapping):
        for one in extensions(held, "translation"):
            for part in one.get("extension", ()):
                if isinstance(part, Mapping) and part.get("url") == "lang":
                    yield str(value_of(part))[:2].lower()
        held = list(held.values())
    if isinstance(held, list):
        for part in held:
            yield from languages_in(part)


def _tidy(text: Any) -> str:
    # Control characters have no glyph; a line break in a label would be a paragraph nobody measured.
    return "" if text is None else " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
