"""What may be chosen: answer options, and value sets a questionnaire brings with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from permanence.paper.forms.rules.extensions import extension, value_of, words
from permanence.paper.forms.rules.items import Option, QuestionnaireRefused, Reason


def options_of(item: Mapping[str, Any], language: str, link_id: str) -> tuple[Option, ...]:
    """The answer options an item lists (`option` in STU3). Raises `QuestionnaireRefused` for one without any value."""
    listed = item.get("answerOption") or item.get("option") or []
    if not isinstance(listed, list):
        raise QuestionnaireRefused(Reason.NOT_A_LIST, link_id, "answerOption")
    return _distinct([_option(one, language, link_id) for one in listed])


def options_of_set(value_set: Mapping[str, Any], language: str) -> tuple[Option, ...]:
    """The codings of a contained value set, from its expansion or its composition; none when it only names systems."""
    found = list(_expanded((value_set.get("expansion") or {}).get("contains"), language))
    for part in (value_set.get("compose") or {}).get("include") or ():
        if not found or "expansion" not in value_set:
            found += [_coded(one, part.get("system"), language) for one in part.get("concept") or ()]
    return _distinct(found)


def text_of(value: Any, language: str) -> str:
    """What is printed for a FHIR value."""
    if isinstance(value, Mapping):
        for name in ("display", "text", "code", "reference"):
            if said := words(value, name, language):
                return said
        amount = "" if value.get("value") is None else str(value["value"])
        return f"{amount} {value.get('unit') or value.get('code') or ''}".strip()
    return "" if value is None else str(value)


def _option(one: Any, language: str, link_id: str) -> Option:
    value = value_of(one) if isinstance(one, Mapping) else None
    if value is None or value == {}:
        raise QuestionnaireRefused(Reason.OPTION_EMPTY, link_id)
    name = next(name for name in one if name.startswith("value"))
    text = text_of(value, language) if isinstance(value, Mapping) else words(one, name, language)
    prefix = extension(one, "optionPrefix") or (extension(value, "optionPrefix") if isinstance(value, Mapping) else "")
    label = " ".join(filter(None, [f"{prefix}" if prefix else "", text])) or "?"
    return Option(_code(value, text), label, {name: value}, bool(one.get("initialSelected")))


def _code(value: Any, text: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get("code") or value.get("reference") or text or "?")
    return str(value)


def _expanded(contains: Any, language: str) -> Iterator[Option]:
    for one in contains or ():
        if not one.get("abstract") and (one.get("code") or one.get("display")):
            yield _coded(one, one.get("system"), language)
        yield from _expanded(one.get("contains"), language)


def _coded(one: Mapping[str, Any], system: Any, language: str) -> Option:
    coding = {name: one[name] for name in ("code", "display") if one.get(name)}
    if system:
        coding = {"system": system, **coding}
    text = next((_tongue(said) for said in one.get("designation") or () if _speaks(said, language)), "")
    text = text or words(one, "display", language) or str(one.get("code"))
    return Option(str(one.get("code") or text), text, {"valueCoding": coding})


def _speaks(designation: Mapping[str, Any], language: str) -> bool:
    return str(designation.get("language", ""))[:2].lower() == language


def _tongue(designation: Mapping[str, Any]) -> str:
    return words(designation, "value", "")


def _distinct(options: list[Option]) -> tuple[Option, ...]:
    """Options with codes of their own: two systems may use one code, and a tick must name one answer."""
    seen: dict[str, int] = {}
    named = []
    for option in options:
        seen[option.code] = seen.get(option.code, 0) + 1
        code = option.code if seen[option.code] == 1 else f"{option.code}~{seen[option.code]}"
        named.append(Option(code, option.text, option.value, option.initial))
    return tuple(named)
