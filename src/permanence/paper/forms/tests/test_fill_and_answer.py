"""What is filled in and what is read: an answer that goes to paper and back is the same answer."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.paper.forms.adapters.files import read_source, sources_at
from permanence.paper.forms.rules import (
    DoubtKind,
    FieldKind,
    ItemType,
    Known,
    Layout,
    Questionnaire,
    Reading,
    answer,
    answers_in,
    fill,
    read_questionnaire,
    unasked,
)
from permanence.paper.forms.tests.made_up import COLOURS, EVERY_TYPE, MANY, drawn, extension, item, read

CORPUS = Path(__file__).resolve().parents[6] / "shared" / "corpora" / "questionnaires"
FORM = read_questionnaire(EVERY_TYPE, "en")


def unmeasured(form: Questionnaire) -> Layout:
    """The fields of a form without their places, which answers do not need."""
    return Layout("made_up", 1, 1, (210.0, 297.0), drawn(form).fields)


def read_back(layout: Layout, values: dict[str, str]) -> dict[tuple[str, int], Reading]:
    """What a reader that makes no mistake says of a sheet so filled."""
    ticks, cells, texts = defaultdict(set), defaultdict(list), {}
    for place, field in enumerate(layout.fields):
        held, at = values.get(str(place), ""), (field.link_id, field.row)
        if field.kind is FieldKind.TICK and held:
            ticks[at].add(field.option)
        elif field.kind is FieldKind.COMB:
            cells[at].append(held or " ")
        elif field.kind is FieldKind.TEXT:
            texts[at] = held
    return {at: Reading(frozenset(ticks[at]), tuple(cells[at]), texts.get(at)) for at in {*ticks, *cells, *texts}}


def there_and_back(form: Questionnaire, answers: dict):
    layout = unmeasured(form)
    filling = fill(form, layout, answers, Known())
    return filling, answer(form, layout, read_back(layout, filling.values))


DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day >= "1000")
WORDS = st.text(st.characters(min_codepoint=65, max_codepoint=90), min_size=1, max_size=6)
ANSWERS = st.fixed_dictionaries(
    {
        ("yes", 0): st.booleans(),
        ("whole", 0): st.integers(-5, 120),
        ("amount", 0): st.decimals(0, 9999, places=1),
        ("day", 0): DAYS,
        ("instant", 0): st.tuples(DAYS, st.times()).map(lambda one: f"{one[0]}T{one[1]:%H:%M}:00"),
        ("hour", 0): st.times().map(lambda one: f"{one:%H:%M}:00"),
        ("short", 0): WORDS,
        ("long", 0): WORDS,
        ("text", 0): WORDS,
        ("one", 0): st.sampled_from(COLOURS).map(lambda one: one["valueCoding"]),
        ("open", 0): WORDS,
        ("many", 0): st.sampled_from(MANY).map(lambda one: one["valueCoding"]),
        ("elsewhere", 0): WORDS,
        ("lines", 2): WORDS,
        ("drug", 1): WORDS,
        ("dose", 1): st.decimals(0, 9999, places=2),
    }
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_every_answer_comes_back_as_it_went(given_answers):
    answers = {at: [float(value) if isinstance(value, Decimal) else value] for at, value in given_answers.items()}
    filling, answered = there_and_back(FORM, answers)
    assert (filling.unplaced, answered.doubts) == ([], ())
    back = answers_in(answered.response, FORM)
    for (link_id, row), (value,) in answers.items():
        # An only line is row 0 of the answers, whichever line of the sheet it stood on.
        (found,) = back[link_id, row if (link_id, row) in back else 0]
        assert (float(found) if isinstance(found, Decimal) else found) == value, link_id


def test_a_response_that_went_to_paper_keeps_its_shape():
    response = {"item": [
        {"linkId": "some", "answer": [COLOURS[0], COLOURS[2]]},
        {"linkId": "weight", "answer": [{"valueQuantity": {"value": 70.5, "unit": "kg", "code": "kg"}}]},
        {"linkId": "table", "item": [{"linkId": "drug", "answer": [{"valueString": "ASPIRIN"}]}]},
        {"linkId": "table", "item": [{"linkId": "drug", "answer": [{"valueString": "HEPARIN"}]},
                                     {"linkId": "at", "answer": [{"valueTime": "08:30:00"}]}]},
    ]}  # fmt: skip
    filling, answered = there_and_back(FORM, answers_in(response, FORM))
    assert filling.unplaced == []
    told = {one["linkId"]: one for one in answered.response["item"]}
    assert [one["valueCoding"]["code"] for one in told["some"]["answer"]] == ["r", "b"]
    (weight,) = told["weight"]["answer"]
    assert (float(weight["valueQuantity"]["value"]), weight["valueQuantity"]["code"]) == (70.5, "kg")
    rows = [one for one in answered.response["item"] if one["linkId"] == "table"]
    assert [row["item"][0]["answer"] for row in rows] == [[{"valueString": "ASPIRIN"}], [{"valueString": "HEPARIN"}]]
    assert rows[1]["item"][1]["answer"] == [{"valueTime": "08:30:00"}]
    assert orjson.dumps(answered.response, default=str)


def test_what_has_no_place_is_told_and_never_cut():
    answers = {("short", 0): ["SEVEN12"], ("whole", 0): [123456], ("one", 0): [{"code": "z", "display": "Mauve"}],
               ("lines", 7): ["eighth"]}  # fmt: skip
    filling, _answered = there_and_back(FORM, answers)
    assert sorted(one["text"] for one in filling.unplaced) == ["123456", "Mauve", "SEVEN12", "eighth"]


def test_initial_values_stand_unless_something_better_is_known():
    form = read(
        item("1", "string", initial=[{"valueString": "ward"}]),
        item("2", "date", definition="http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate"),
        item("3", "choice", answerOption=[COLOURS[0], COLOURS[1] | {"initialSelected": True}]),
    )
    layout = unmeasured(form)
    filling = fill(form, layout, {}, Known(facts={"Patient.birthDate": "1971-03-12"}))
    back = answer(form, layout, read_back(layout, filling.values)).response["item"]
    assert [one["answer"][0] for one in back] == [{"valueString": "ward"}, {"valueDate": "1971-03-12"}, COLOURS[1]]


READ = {
    ("one", frozenset({"r", "g"}), (), None): DoubtKind.TWO_TICKS,
    ("yes", frozenset({"true", "false"}), (), None): DoubtKind.TWO_TICKS,
    ("open", frozenset({"r"}), (), "MAUVE"): DoubtKind.TICK_AND_TEXT,
    ("day", frozenset(), tuple("31022026"), None): DoubtKind.NO_DATE,
    ("day", frozenset(), tuple("1  2026 "), None): DoubtKind.NO_DATE,
    ("hour", frozenset(), tuple("2561"), None): DoubtKind.NO_TIME,
    ("whole", frozenset(), tuple("1 2"), None): DoubtKind.NO_NUMBER,
    ("whole", frozenset(), tuple("121"), None): DoubtKind.ABOVE_MOST,
    ("whole", frozenset({"-"}), tuple("  6"), None): DoubtKind.BELOW_LEAST,
    ("whole", frozenset({"-"}), tuple("   "), None): DoubtKind.SIGN_ALONE,
    ("many", frozenset(), tuple("41"), None): DoubtKind.NUMBER_NOT_LISTED,
    ("weight", frozenset(), tuple("  705 "), None): DoubtKind.UNIT_MISSING,
    ("weight", frozenset({"kg", "[lb_av]"}), tuple("  705 "), None): DoubtKind.TWO_UNITS,
}


@pytest.mark.parametrize(("read_as", "doubt"), READ.items())
def test_what_is_implausible_is_asked_and_not_answered(read_as, doubt):
    link_id, ticks, cells, text = read_as
    answered = answer(FORM, unmeasured(FORM), {(link_id, 0): Reading(ticks, cells, text)})
    assert (link_id, 0, doubt) in [(one.link_id, one.row, one.kind) for one in answered.doubts]
    assert (link_id, 0) not in answers_in(answered.response, FORM)


def test_a_question_that_must_be_answered_and_is_not_is_asked():
    answered = answer(FORM, unmeasured(FORM), {})
    assert [(one.link_id, one.kind) for one in answered.doubts] == [("yes", DoubtKind.REQUIRED_EMPTY)]


def test_part_of_a_date_is_a_date_to_fhir():
    answered = answer(FORM, unmeasured(FORM), {("day", 0): Reading(cells=tuple("  112026"))})
    assert answers_in(answered.response, FORM)["day", 0] == ["2026-11"]


def test_an_answer_that_should_not_be_asked_stays_and_is_told():
    readings = {("one", 0): Reading(frozenset({"g"})), ("why", 0): Reading(text="because")}
    answered = answer(FORM, unmeasured(FORM), readings)
    assert answers_in(answered.response, FORM)["why", 0] == ["because"]
    assert [one.link_id for one in unasked(FORM, answered)] == ["why"]


def test_who_signed_and_when_is_known():
    readings = {("_author.name", 0): Reading(text="MARTIN"), ("_author.date", 0): Reading(cells=tuple("23112026")),
                ("_author.hour", 0): Reading(cells=tuple("0405")),
                ("_patient.number", 0): Reading(cells=tuple("      800001"))}  # fmt: skip
    answered = answer(FORM, unmeasured(FORM), readings)
    assert (answered.author.name, answered.author.day, answered.author.hour) == ("MARTIN", "2026-11-23", "04:05:00")
    assert answered.patient_number == "800001"


def test_a_least_date_is_kept():
    form = read(item("1", "date", extension=[extension("minValue", valueDate="2026-01-01")]))
    answered = answer(form, unmeasured(form), {("1", 0): Reading(cells=tuple("31122025"))})
    assert [one.kind for one in answered.doubts] == [DoubtKind.BELOW_LEAST]


_SAMPLES = {
    ItemType.BOOLEAN: True, ItemType.DATE: "2026-11-23", ItemType.DATETIME: "2026-11-23T04:05:00",
    ItemType.TIME: "04:05:00", ItemType.TEXT: "WORDS", ItemType.STRING: "ABC", ItemType.URL: "HTTP",
}  # fmt: skip


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of questionnaires is not here")
def test_answers_to_real_questionnaires_come_back_whole():
    for path in sources_at(CORPUS):
        form = read_questionnaire(read_source(path), "en", path.stem)
        answers = {}
        for one in form.every():
            if one.read_only and one.initial:
                continue
            if one.options:
                answers[one.link_id, 0] = [next(iter(one.options[-1].value.values()))]
            elif one.type in _SAMPLES and not one.option_list and (one.max_length or 9) >= 3 and not one.minimum:
                answers[one.link_id, 0] = [_SAMPLES[one.type]]
        filling, answered = there_and_back(form, answers)
        assert filling.unplaced == [], path.name
        back = answers_in(answered.response, form)
        assert {at: back.get(at) for at in answers} == answers, path.name
