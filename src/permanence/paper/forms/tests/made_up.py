"""Made-up questionnaires: small ones for one point each, and one that has every item type."""

from typing import Any

from permanence.foundation.actors import Actor
from permanence.foundation.clock import now
from permanence.paper.forms import operations
from permanence.paper.forms.queries.words import form_words
from permanence.paper.forms.rules import Drawing, Questionnaire, draw, read_questionnaire

ALICE = Actor("person", "alice")
_SDC = "http://hl7.org/fhir/StructureDefinition/"
UCUM = "http://unitsofmeasure.org"


def extension(name: str, **value: Any) -> dict[str, Any]:
    return {"url": f"{_SDC}{name}", **value}


def control(code: str) -> dict[str, Any]:
    return extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def said_in(language: str, text: str) -> dict[str, Any]:
    """The sibling of a text that gives its translation."""
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": f"{_SDC}translation", "extension": parts}]}


def coding(code: str, display: str, french: str = "") -> dict[str, Any]:
    held = {"system": "urn:test", "code": code, "display": display}
    return {"valueCoding": held | ({"_display": said_in("fr", french)} if french else {})}


def item(link_id: str, kind: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": kind, "text": text or f"Question {link_id}", **more}


def questionnaire(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"resourceType": "Questionnaire", "status": "active", "name": "MadeUp", "title": "Made up", "language": "en"}
    return {**said, **more, "item": list(items)}


def read(*items: dict[str, Any], language: str = "en", **more: Any) -> Questionnaire:
    return read_questionnaire(questionnaire(*items, **more), language)


def drawn(form: Questionnaire) -> Drawing:
    return draw(form, form_words(form.language))


COLOURS = [coding("r", "Red", "Rouge"), coding("g", "Green", "Vert"), coding("b", "Blue", "Bleu")]
MANY = [coding(f"c{n}", f"Thing number {n}") for n in range(1, 41)]
KILOGRAM = {"system": UCUM, "code": "kg", "display": "kg"}
POUND = {"system": UCUM, "code": "[lb_av]", "display": "lb"}

EVERY_TYPE = questionnaire(
    item("g", "group", "A group", item=[
        item("yes", "boolean", "A boolean", required=True),
        item("whole", "integer", "A whole number", extension=[
            extension("minValue", valueInteger=-5), extension("maxValue", valueInteger=120)]),
        item("amount", "decimal", "A decimal", extension=[
            extension("questionnaire-unit", valueCoding=KILOGRAM), extension("maxDecimalPlaces", valueInteger=1)]),
        item("day", "date", "A date"),
        item("instant", "dateTime", "A date and time"),
        item("hour", "time", "A time"),
    ]),
    item("short", "string", "A short string", maxLength=6),
    item("long", "string", "A string"),
    item("text", "text", "A text"),
    item("link", "url", "An address"),
    item("one", "choice", "One colour", answerOption=COLOURS),
    item("open", "open-choice", "A colour or another", answerOption=COLOURS),
    item("some", "choice", "Several colours", answerOption=COLOURS, repeats=True),
    item("many", "choice", "One of many", answerOption=MANY),
    item("elsewhere", "choice", "From a list elsewhere", answerValueSet="http://example.org/ValueSet/countries"),
    item("weight", "quantity", "A quantity", extension=[
        extension("questionnaire-unitOption", valueCoding=KILOGRAM),
        extension("questionnaire-unitOption", valueCoding=POUND)]),
    item("picture", "attachment", "An attachment"),
    item("who", "reference", "A reference"),
    item("lines", "string", "Several lines", repeats=True),
    item("table", "group", "A table", repeats=True, extension=[control("gtable")], item=[
        item("drug", "string", "Drug"), item("dose", "decimal", "Dose"), item("at", "time", "At")]),
    item("note", "display", "Only if it is red.", enableWhen=[
        {"question": "one", "operator": "=", "answerCoding": {"system": "urn:test", "code": "r"}}]),
    item("why", "string", "Why red?", enableWhen=[
        {"question": "one", "operator": "=", "answerCoding": {"system": "urn:test", "code": "r"}}]),
)  # fmt: skip


def imported(*sources: dict[str, Any], name: str = "made_up") -> list[operations.Taken]:
    held = [operations.Source(name, source) for source in sources]
    return operations.import_forms(sources=held, by=ALICE, occurred_at=now())
