"""Reading a FHIR Questionnaire (R4; STU3 and R5 where they mean the same) into typed items in one language."""

from collections.abc import Mapping
from typing import Any

from permanence.paper.forms.rules.extensions import (
    codes_of,
    extension,
    extensions,
    figure,
    languages_in,
    value_of,
    words,
)
from permanence.paper.forms.rules.items import (
    Condition,
    Item,
    ItemType,
    Note,
    Option,
    Questionnaire,
    QuestionnaireRefused,
    Reason,
    Unit,
)
from permanence.paper.forms.rules.options import options_of, options_of_set

MOST_ITEMS = 3000
MOST_DEPTH = 24
# R5 says coding where R4 says choice; whether it is open stands elsewhere.
_RENAMED = {"coding": "choice", "question": "string"}
_HELP = frozenset({"help", "flyover", "prompt", "legal"})
_TABLES = frozenset({"gtable", "table", "htable", "grid", "matrix"})
_TIER = "paper-tier"


def read_questionnaire(source: Any, language: str, fallback: str = "?") -> Questionnaire:
    """The questionnaire in a language of two letters; what it does not translate stays as it is written.

    Raises `QuestionnaireRefused` with the item that is at fault. `notes` names every item of which something cannot
    be on paper.
    """
    if not isinstance(source, Mapping) or source.get("resourceType") != "Questionnaire":
        raise QuestionnaireRefused(Reason.NOT_A_QUESTIONNAIRE)
    try:
        return _read(source, language, fallback)
    except (AttributeError, TypeError, KeyError) as fault:
        # A list where FHIR wants an object, or the other way round.
        raise QuestionnaireRefused(Reason.MALFORMED, said=str(fault)[:120]) from fault


def _read(source: Mapping[str, Any], language: str, fallback: str) -> Questionnaire:
    reader = _Reader(source, language)
    items = reader.items(source, "", 1)
    if not items and reader.notes:
        # All of it is hidden from screens that fill it by program: on paper somebody asks it, or it is no form.
        reader = _Reader(source, language, hide=False)
        items = reader.items(source, "", 1)
    if not items:
        raise QuestionnaireRefused(Reason.EMPTY)
    subjects = source.get("subjectType") or ["Patient"]
    return Questionnaire(
        title=words(source, "title", language) or words(source, "name", language) or items[0].text or fallback,
        language=language,
        version=words(source, "version", language),
        tier=_tier(source),
        url=str(source.get("url") or ""),
        name=str(source.get("name") or ""),
        about_patients="Patient" in subjects,
        description=words(source, "description", language),
        items=items,
        notes=tuple(reader.notes),
        by_id={item.link_id: item for top in items for item in top.below()},
    )


def languages_of(source: Any) -> tuple[str, ...]:
    """The languages a file says it holds, its own first; none when it does not say."""
    own = str(source.get("language") or "")[:2].lower() if isinstance(source, Mapping) else ""
    return tuple(dict.fromkeys(filter(None, [own, *languages_in(source)])))


class _Reader:
    """Walks the items of one file, counting them and noting what paper cannot do."""

    def __init__(self, source: Mapping[str, Any], language: str, *, hide: bool = True) -> None:
        self.language = language
        self._hide = hide
        self.notes: list[Note] = []
        self._seen: set[str] = set()
        held = source.get("contained") or []
        self._sets = {str(one.get("id")): one for one in held if isinstance(one, Mapping)}

    def items(self, parent: Mapping[str, Any], number: str, depth: int) -> tuple[Item, ...]:
        """The items right below an element, hidden ones left out and noted."""
        listed = parent.get("item") or []
        if not isinstance(listed, list):
            raise QuestionnaireRefused(Reason.NOT_A_LIST, number, "item")
        if depth > MOST_DEPTH:
            raise QuestionnaireRefused(Reason.TOO_DEEP, number)
        found, count = [], 0
        for place, one in enumerate(listed, start=1):
            if not isinstance(one, Mapping):
                raise QuestionnaireRefused(Reason.TYPE_MISSING, f"{number}.{place}".strip("."))
            counted = one.get("type") != "display"
            count += counted
            own = f"{number}.{count}".strip(".")
            if (item := self._item(one, own if counted else "", f"{number}.{place}".strip("."), depth)) is not None:
                found.append(item)
            elif counted:
                count -= 1
        return tuple(found)

    def _item(self, one: Mapping[str, Any], number: str, place: str, depth: int) -> Item | None:
        link_id = self._link_id(one, place)
        if self._hide and extension(one, "questionnaire-hidden") is True:
            self.notes.append(Note(link_id, Reason.HIDDEN))
            return None
        kind, opened = self._type(one, link_id)
        options, list_name = self._choices(one, link_id)
        helps = [child for child in one.get("item") or () if _is_help(child)]
        unit_texts = [child for child in one.get("item") or () if _control(child) == "unit"]
        rest = {**one, "item": [child for child in one.get("item") or () if child not in helps + unit_texts]}
        for child in helps + unit_texts:
            self._link_id(child, f"{place}.h")
        prefix = words(one, "prefix", self.language)
        own = prefix.rstrip(".:) ") or number
        if kind in {ItemType.CHOICE, ItemType.OPEN_CHOICE} or options:
            kind = ItemType.OPEN_CHOICE if opened or kind is ItemType.OPEN_CHOICE else ItemType.CHOICE
        computed = self._noted(one, link_id)
        conditions = one.get("enableWhen") or []
        return Item(
            link_id=link_id,
            type=kind,
            text=words(one, "text", self.language),
            number=own,
            required=one.get("required") is True,
            repeats=one.get("repeats") is True or extension(one, "answerRepeats") is True,
            read_only=one.get("readOnly") is True,
            max_length=one.get("maxLength") if isinstance(one.get("maxLength"), int) else None,
            options=options,
            option_list=list_name,
            conditions=tuple(_condition(held) for held in conditions if isinstance(held, Mapping)),
            any_condition=one.get("enableBehavior") == "any" or ("option" in one and len(conditions) > 1),
            computed_condition=computed,
            initial=_initial(one, options),
            control=_control(one),
            vertical=_vertical(one),
            help=" ".join(filter(None, [*(words(child, "text", self.language) for child in helps), _asked(one)])),
            entry_format=str(extension(one, "entryFormat") or ""),
            unit=_unit(one, [words(child, "text", self.language) for child in unit_texts]),
            units=tuple(_as_unit(value_of(held)) for held in extensions(one, "unitOption")),
            open_label=str(extension(one, "openLabel") or ""),
            least=figure(one, "minOccurs"),
            most=figure(one, "maxOccurs"),
            minimum=extension(one, "minValue"),
            maximum=extension(one, "maxValue"),
            decimals=figure(one, "maxDecimalPlaces"),
            rows=figure(one, "paper-rows"),
            lines=figure(one, "paper-lines"),
            path=_path(one),
            children=self.items(rest, number or place, depth + 1),
        )

    def _link_id(self, one: Mapping[str, Any], place: str) -> str:
        held = one.get("linkId")
        link_id = str(held) if held not in (None, "") else f"#{place}"
        if held in (None, ""):
            self.notes.append(Note(link_id, Reason.LINK_ID_MISSING))
        if link_id.startswith("_"):
            raise QuestionnaireRefused(Reason.LINK_ID_RESERVED, link_id)
        if link_id in self._seen:
            raise QuestionnaireRefused(Reason.LINK_ID_TWICE, link_id)
        self._seen.add(link_id)
        if len(self._seen) > MOST_ITEMS:
            raise QuestionnaireRefused(Reason.TOO_LARGE, link_id)
        return link_id

    def _type(self, one: Mapping[str, Any], link_id: str) -> tuple[ItemType, bool]:
        said = one.get("type")
        if not said and (one.get("item") or one.get("text")):
            said = "group" if one.get("item") else None
        if not said:
            raise QuestionnaireRefused(Reason.TYPE_MISSING, link_id)
        renamed = _RENAMED.get(str(said), str(said))
        if renamed not in set(ItemType):
            raise QuestionnaireRefused(Reason.TYPE_UNKNOWN, link_id, str(said))
        opened = one.get("answerConstraint") in {"optionsOrString", "optionsOrType"}
        return ItemType(renamed), opened or renamed == "open-choice"

    def _choices(self, one: Mapping[str, Any], link_id: str) -> tuple[tuple[Option, ...], str]:
        """The options, or the name of the list they stand in, when it is not in the file."""
        if options := options_of(one, self.language, link_id):
            return options, ""
        held = one.get("answerValueSet") or one.get("options") or ""
        name = str(held.get("reference") or "") if isinstance(held, Mapping) else str(held)
        if not name:
            return (), ""
        found = self._sets.get(name.removeprefix("#").rsplit("/", 1)[-1])
        options = options_of_set(found, self.language) if found else ()
        if options:
            return options, ""
        self.notes.append(Note(link_id, Reason.LIST_NOT_HERE))
        title = words(found, "title", self.language) or words(found, "name", self.language) if found else ""
        return (), title or name.rsplit("/", 1)[-1].split("|")[0] or name

    def _noted(self, one: Mapping[str, Any], link_id: str) -> bool:
        computed = next(extensions(one, "enableWhenExpression"), None) is not None
        told = [(computed, Reason.COMPUTED_CONDITION)]
        told.append((next(extensions(one, "calculatedExpression"), None) is not None, Reason.COMPUTED_VALUE))
        told.append((next(extensions(one, "itemMedia"), None) is not None, Reason.PICTURE))
        self.notes += [Note(link_id, reason) for held, reason in told if held]
        return computed


def _is_help(child: Any) -> bool:
    return isinstance(child, Mapping) and child.get("type") == "display" and _control(child) in _HELP


def _control(one: Any) -> str:
    codes = codes_of(extension(one, "itemControl")) if isinstance(one, Mapping) else ()
    known = [code for code in codes if code in _TABLES]
    return (known or list(codes) or [""])[0].lower()


def _vertical(one: Mapping[str, Any]) -> bool | None:
    held = extension(one, "choiceOrientation")
    return None if held is None else held == "vertical"


def _asked(one: Mapping[str, Any]) -> str:
    held = extension(one, "questionnaire-instruction") or extension(one, "entryFormat")
    return str(held) if held else ""


def _condition(held: Mapping[str, Any]) -> Condition:
    """One condition; STU3 has no operator: an answer means equality, `hasAnswer` existence."""
    answer = next((value for name, value in held.items() if name.startswith("answer")), held.get("hasAnswer"))
    operator = str(held.get("operator") or ("exists" if "hasAnswer" in held else "="))
    return Condition(str(held.get("question", "")), operator, answer)


def _initial(one: Mapping[str, Any], options: tuple[Option, ...]) -> tuple[Any, ...]:
    listed = one.get("initial")
    found = [value_of(held) for held in listed if isinstance(held, Mapping)] if isinstance(listed, list) else []
    # STU3 writes initialString beside the type.
    found += [held for name, held in one.items() if name.startswith("initial") and name != "initial"]
    found += [value_of(option.value) for option in options if option.initial]
    return tuple(held for held in found if held is not None)


def _unit(one: Mapping[str, Any], said: list[str]) -> Unit | None:
    held = extension(one, "questionnaire-unit")
    if held is None:
        held = next((value_of(part) for part in extensions(one, "unit")), None)
    if isinstance(held, Mapping):
        return _as_unit(held)
    if isinstance(held, str) or said:
        return Unit(str(held or said[0]))
    # A quantity given ahead says its unit, and nothing else does.
    quantities = [value_of(part) for part in one.get("initial") or () if isinstance(part, Mapping)]
    return next((_measured(held) for held in quantities if isinstance(held, Mapping) and _measured(held).text), None)


def _measured(quantity: Mapping[str, Any]) -> Unit:
    code = str(quantity.get("code") or "")
    return Unit(str(quantity.get("unit") or code), code, str(quantity.get("system") or ""))


def _as_unit(held: Any) -> Unit:
    if not isinstance(held, Mapping):
        return Unit(str(held or ""))
    code = str(held.get("code") or "")
    return Unit(str(held.get("display") or code), code, str(held.get("system") or ""))


def _path(one: Mapping[str, Any]) -> str:
    """The element of the picture a field is filled from: `Patient.birthDate`.

    Source: SDC, `initialExpression` (`%patient.birthDate`), else the item's `definition` (`...#Patient.birthDate`).
    """
    expression = extension(one, "initialExpression")
    said = str(expression.get("expression") or "") if isinstance(expression, Mapping) else ""
    if said.startswith("%patient."):
        return "Patient." + said.removeprefix("%patient.")
    return str(one.get("definition") or "").rpartition("#")[2]


def _tier(source: Mapping[str, Any]) -> str:
    """A, B or C: from the extension `paper-tier`, or a tag of `meta` whose system ends with `tier`."""
    held = extension(source, _TIER)
    if isinstance(held, str) and held.upper() in {"A", "B", "C"}:
        return held.upper()
    tags = (source.get("meta") or {}).get("tag") or []
    found = [str(tag.get("code", "")) for tag in tags if str(tag.get("system", "")).endswith("tier")]
    return next((code.upper() for code in found if code.upper() in {"A", "B", "C"}), "")
