"""What a person reads instead of what a screen would do: when a question is to be answered."""

from collections.abc import Mapping
from typing import Any

from permanence.paper.forms.rules.extensions import value_of
from permanence.paper.forms.rules.items import Condition, Item, Questionnaire
from permanence.paper.forms.rules.options import text_of

Words = Mapping[str, str]
_SIGNS = {"=": "=", "!=": "≠", ">": ">", "<": "<", ">=": "≥", "<=": "≤"}


def guidance_of(item: Item, form: Questionnaire, words: Words) -> str:
    """`If 1.2 = yes and 1.3 > 4`; empty when the question is always asked."""
    if item.computed_condition and not item.conditions:
        return words["if_applicable"]
    said = [_said(condition, form, words) for condition in item.conditions]
    joint = f" {words['or']} " if item.any_condition else f" {words['and']} "
    return f"{words['if']} {joint.join(said)}" if said else ""


def _said(condition: Condition, form: Questionnaire, words: Words) -> str:
    asked = form.by_id.get(condition.question)
    # A condition on a hidden question cannot be looked up on the sheet: its own name is all there is.
    name = (asked.number or asked.text) if asked else condition.question
    if condition.operator == "exists":
        return f"{name} {words['answered'] if condition.answer is not False else words['not_answered']}"
    return (
        f"{name} {_SIGNS.get(condition.operator, condition.operator)} {_answer(condition.answer, asked, form, words)}"
    )


def _answer(answer: Any, asked: Item | None, form: Questionnaire, words: Words) -> str:
    if isinstance(answer, bool):
        return words["yes"] if answer else words["no"]
    for option in asked.options if asked else ():
        held = value_of(option.value)
        if held == answer or _code(held) == _code(answer):
            return f"« {option.text} »" if form.language == "fr" else f"“{option.text}”"
    return text_of(answer, form.language)


def _code(value: Any) -> Any:
    return value.get("code") or value.get("display") if isinstance(value, Mapping) else value
