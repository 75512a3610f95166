"""The house's own pack: every form a ward would miss is there, keeps to FHIR R4, and speaks both languages."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from permanence.foundation import packs

PACK = packs.folder() / "forms"
FILES = sorted(PACK.glob("*.json"))
FORMS: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
HL7 = "http://hl7.org/fhir/StructureDefinition/"
# What the hospital is promised, by the names it is promised under.
PROMISED = {
    "admissions": "admission movement census register valuables",
    "emergency": "triage ed_board ed_record diversion",
    "ward": "summary nursing vitals fluids pain pressure_sores restraint handover fall care_plan",
    "medication": "prescription administration insulin anticoagulant pca controlled_drugs pharmacy_request",
    "laboratory": "lab_request lab_result critical_call sample_log outsourced",
    "transfusion": "blood_order blood_group blood_delivery bedside_check blood_return",
    "imaging": "imaging_request imaging_prelim imaging_log",
    "theatre": "theatre_list theatre_checklist anaesthesia counts implants sterilisation recovery",
    "obstetrics": "partogram newborn birth_notice",
    "courses": "chemotherapy radiotherapy dialysis",
    "outpatients": "appointment diary callback dictation",
    "exit": "discharge discharge_prescription transport follow_up",
    "death": "death mortuary body_tag",
    "hotel": "diet meals bed_ready bed_closure",
    "support": "stock_card order goods_receipt ticket key_log cash visitors",
    "staff": "timesheet leave incident",
    "crisis": "crisis_log sitrep runner call_tree observer",
    "billing": "billing_coverage billing_stay billing_movement billing_diagnosis billing_act billing_consult "
    "billing_supply",
}
TYPES = frozenset(
    [
        "group",
        "display",
        "boolean",
        "decimal",
        "integer",
        "date",
        "dateTime",
        "time",
        "string",
        "text",
        "url",
        "choice",
        "open-choice",
        "attachment",
        "reference",
        "quantity",
    ]
)
CHOSEN = frozenset({"choice", "open-choice", "integer", "date", "time", "string"})
WRITTEN = frozenset({"boolean", "decimal", "integer", "string", "text", "url", "open-choice"})
OPERATORS = frozenset({"exists", "=", "!=", ">", "<", ">=", "<="})
ANSWER_OF = {"boolean": "answerBoolean", "choice": "answerCoding", "open-choice": "answerCoding"}
Found = Iterator[str]


def items_of(held: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in held.get("item", []):
        yield item
        yield from items_of(item)


def extension(element: dict[str, Any], name: str) -> Any:
    for one in element.get("extension", []):
        if one["url"].endswith(name):
            return next(value for key, value in one.items() if key.startswith("value"))
    return None


def english(element: dict[str, Any], name: str) -> str | None:
    for one in element.get(f"_{name}", {}).get("extension", []):
        parts = {part["url"]: part.get("valueCode", part.get("valueString")) for part in one["extension"]}
        if one["url"] == HL7 + "translation" and parts.get("lang") == "en":
            return str(parts["content"])
    return None


def spoken(form: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every text that is printed: where it stands, the element, the name of its field."""
    yield "form", form, "title"
    yield "form", form, "purpose"
    for item in items_of(form):
        yield item["linkId"], item, "text"
        for option in item.get("answerOption", []):
            yield item["linkId"], option["valueCoding"], "display"


def item_faults(item: dict[str, Any]) -> Found:
    """The invariants of FHIR R4 on one item (que-1 to que-13); source: hl7.org/fhir/R4/questionnaire.html."""
    kind, place = item.get("type"), item.get("linkId", "?")
    display, group = kind == "display", kind == "group"
    options = item.get("answerOption", [])
    rules = {
        "type": kind in TYPES,
        "que-1 group without items": not group or bool(item.get("item")),
        "que-1 display with items": not display or not item.get("item"),
        "que-3 display with a code": not display or not item.get("code"),
        "que-4 options and a value set": not (options and item.get("answerValueSet")),
        "que-5 options of a type that has none": not options
        or kind in {"choice", "open-choice", "integer", "date", "time", "string"},
        "que-6 display required or repeating": not display or not (item.get("required") or item.get("repeats")),
        "que-8 initial of a group or display": not (group or display) or not item.get("initial"),
        "que-9 display read-only": not display or "readOnly" not in item,
        "que-10 maxLength": "maxLength" not in item or kind in WRITTEN,
        "que-11 options and an initial": not (options and item.get("initial")),
        "que-12 behaviour of conditions": len(item.get("enableWhen", [])) < 2
        or item.get("enableBehavior") in {"all", "any"},
        "choice without options": kind not in {"choice", "open-choice"} or len(options) >= 2,
        "an option twice": len({option["valueCoding"]["code"] for option in options}) == len(options),
    }
    yield from (f"{place}: {rule}" for rule, kept in rules.items() if not kept)


def condition_faults(form: dict[str, Any]) -> Found:
    known = {item["linkId"]: item for item in items_of(form)}
    for item in known.values():
        for condition in item.get("enableWhen", []):
            asked = known.get(condition.get("question"))
            if asked is None or condition.get("operator") not in OPERATORS:
                yield f"{item['linkId']}: hangs on nothing"
            elif ANSWER_OF.get(asked["type"]) not in condition:
                yield f"{item['linkId']}: compares with an answer of another type"
            elif "answerCoding" in condition and condition["answerCoding"]["code"] not in codes(asked):
                yield f"{item['linkId']}: hangs on an answer nobody can give"


def codes(item: dict[str, Any]) -> set[str]:
    return {option["valueCoding"]["code"] for option in item.get("answerOption", [])}


def bound_faults(form: dict[str, Any]) -> Found:
    for item in items_of(form):
        low, high = extension(item, "/minValue"), extension(item, "/maxValue")
        if item["type"] in {"integer", "decimal"} and high is None:
            yield f"{item['linkId']}: a figure without bounds has no number of cells"
        elif low is not None and high is not None and low >= high:
            yield f"{item['linkId']}: bounds the wrong way round"


def table_faults(form: dict[str, Any]) -> Found:
    for item in items_of(form):
        rows = extension(item, "questionnaire-maxOccurs")
        if item["type"] == "group" and item.get("repeats") and rows is None:
            yield f"{item['linkId']}: repeats without a number of lines"
        if rows is not None and not item.get("repeats"):
            yield f"{item['linkId']}: lines of what does not repeat"


def language_faults(form: dict[str, Any]) -> Found:
    for place, element, name in spoken(form):
        french, other = element.get(name), english(element, name)
        if not french or not other or not french.strip() or not other.strip():
            yield f"{place}: {name} is not in both languages"
        elif len(french.split()) > 4 and french == other:
            yield f"{place}: {name} says the same in both languages"


def head_faults(form: dict[str, Any]) -> Found:
    code = form["url"].removeprefix("urn:permanence:form:")
    tiers = [tag["code"] for tag in form["meta"]["tag"] if tag["system"] == "urn:permanence:tier"]
    rules = {
        "resourceType": form["resourceType"] == "Questionnaire",
        "status": form["status"] == "active",
        "language": form["language"] == "fr",
        "version": bool(re.fullmatch(r"\d+\.\d+", form["version"])),
        "one tier": len(tiers) == 1 and tiers[0] in {"A", "B", "C"},
        # que-0: a name is an identifier; the room of forms makes `lab_request` of it.
        "name": form["name"] == "".join(word.capitalize() for word in code.split("_")),
        "id": form["id"] == code.replace("_", "-") and bool(re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", form["id"])),
        "subject": set(form["subjectType"]) <= {"Patient", "Practitioner", "Location", "Organization"},
        "items": bool(form.get("item")),
    }
    yield from (f"form: {rule}" for rule, kept in rules.items() if not kept)


def faults_of(form: dict[str, Any]) -> list[str]:
    """Everything that is wrong with a form of the pack."""
    ids = [item["linkId"] for item in items_of(form)]
    found = [f"{one}: linkId twice" for one in set(ids) if ids.count(one) > 1]
    for item in items_of(form):
        found += item_faults(item)
    for rule in (head_faults, condition_faults, bound_faults, table_faults, language_faults):
        found += rule(form)
    return found


def test_every_form_a_hospital_is_promised_is_there_and_no_other():
    promised = {code for codes in PROMISED.values() for code in codes.split()}
    assert promised == set(FORMS)


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_form_keeps_the_rules_of_fhir_and_speaks_both_languages(code):
    assert faults_of(FORMS[code]) == []


def test_a_file_is_named_as_its_form():
    assert {path.stem: FORMS[path.stem]["url"] for path in FILES} == {
        code: f"urn:permanence:form:{code}" for code in FORMS
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_written_the_one_way_so_that_a_change_is_a_small_difference(path: Path):
    assert path.read_text(encoding="utf-8") == json.dumps(FORMS[path.stem], ensure_ascii=False, indent=2) + "\n"


def _drop_english(form: dict[str, Any]) -> None:
    del next(item for item in items_of(form) if item["type"] == "group")["_text"]


def _repeat_a_link(form: dict[str, Any]) -> None:
    first, second = list(items_of(form))[:2]
    second["linkId"] = first["linkId"]


def _hang_on_nothing(form: dict[str, Any]) -> None:
    next(item for item in items_of(form) if item.get("enableWhen"))["enableWhen"][0]["question"] = "nowhere"


def _hang_on_no_answer(form: dict[str, Any]) -> None:
    next(item for item in items_of(form) if item.get("enableWhen"))["enableWhen"][0]["answerCoding"]["code"] = "nothing"


def _empty_a_group(form: dict[str, Any]) -> None:
    next(item for item in items_of(form) if item["type"] == "group")["item"] = []


def _unbound(form: dict[str, Any]) -> None:
    next(item for item in items_of(form) if item["type"] == "integer")["extension"] = []


def _invent_a_type(form: dict[str, Any]) -> None:
    next(item for item in items_of(form) if item["type"] == "string")["type"] = "word"


def _forget_the_tier(form: dict[str, Any]) -> None:
    form["meta"]["tag"] = []


FAULTS: list[Callable[[dict[str, Any]], None]] = [
    _drop_english, _repeat_a_link, _hang_on_nothing, _hang_on_no_answer, _empty_a_group, _unbound, _invent_a_type,
    _forget_the_tier,
]  # fmt: skip


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_the_rules_find_a_planted_fault(plant):
    form = copy.deepcopy(FORMS["triage"])
    plant(form)
    assert faults_of(form) != []


def test_whoever_allows_a_dangerous_act_signs_beside_the_author():
    acts = {"bedside_check", "blood_delivery", "counts", "controlled_drugs", "chemotherapy", "pca", "body_tag"}
    for code in sorted(acts):
        ends = {item["linkId"].rsplit(".", 1)[-1] for item in items_of(FORMS[code])}
        assert ends & {"signature", "witness"}, code


GIVES = frozenset(
    {"admission", "summary", "triage", "prescription", "administration", "anaesthesia", "chemotherapy", "dialysis"}
    | {"discharge", "ed_record"}
)


def test_an_allergy_is_asked_wherever_something_is_given():
    for code in sorted(GIVES):
        asked = [item for item in items_of(FORMS[code]) if item["linkId"] == "allergy.status"]
        # "None known" and "not asked yet" are two different things to whoever gives the drug.
        assert len(asked) == 1, code
        assert asked[0]["required"] is True, code
        assert codes(asked[0]) == {"none-known", "known", "not-asked"}, code


def test_the_sheet_of_a_death_says_that_the_certificate_is_made_elsewhere():
    said = " ".join(item["text"] for item in items_of(FORMS["death"]) if item["type"] == "display")
    assert "CertDc" in said
    assert "ne le remplace pas" in said


def test_a_dose_of_a_prescription_is_a_figure_and_its_unit_a_box():
    asked = {item["linkId"]: item for item in items_of(FORMS["prescription"])}
    assert asked["line.dose"]["type"] == "decimal"
    assert asked["line.dose"]["required"] is True
    # A handwritten µ is read as m: a thousand times the dose.
    units = {
        option["valueCoding"]["code"]: option["valueCoding"]["display"] for option in asked["line.unit"]["answerOption"]
    }
    assert units["ug"] == "microg"
    assert units["iu"] == "unités"
    assert not {"µg", "U", "UI"} & set(units.values())
