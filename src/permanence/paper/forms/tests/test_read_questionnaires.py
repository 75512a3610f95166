"""Reading questionnaires: what each says, in which language, and why a bad one is refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.paper.forms.adapters.files import read_source, sources_at
from permanence.paper.forms.rules import (
    ItemType,
    QuestionnaireRefused,
    Reason,
    code_of,
    dropped,
    languages_of,
    read_questionnaire,
)
from permanence.paper.forms.tests.made_up import (
    COLOURS,
    EVERY_TYPE,
    coding,
    control,
    drawn,
    extension,
    item,
    questionnaire,
    read,
    said_in,
)

CORPUS = Path(__file__).resolve().parents[6] / "shared" / "corpora" / "questionnaires"


def refusal(*items, **more) -> tuple[Reason, str]:
    with pytest.raises(QuestionnaireRefused) as refused:
        read(*items, **more)
    return refused.value.reason, refused.value.item


def test_every_item_type_has_a_field_and_none_is_dropped():
    form = read_questionnaire(EVERY_TYPE, "en")
    assert {one.type for one in form.every()} == set(ItemType)
    assert dropped(form, drawn(form)) == []


def test_one_file_speaks_two_languages():
    one = item("1", "choice", "Colour", _text=said_in("fr", "Couleur"), answerOption=COLOURS)
    source = questionnaire(one, title="Colours", _title=said_in("fr", "Couleurs"))
    assert languages_of(source) == ("en", "fr")
    french, english = (read_questionnaire(source, language) for language in ("fr", "en"))
    shown = {form.language: [option.text for option in form.items[0].options] for form in (french, english)}
    assert (french.title, french.items[0].text, english.title) == ("Couleurs", "Couleur", "Colours")
    assert shown == {"fr": ["Rouge", "Vert", "Bleu"], "en": ["Red", "Green", "Blue"]}
    assert [option.code for option in french.items[0].options] == ["r", "g", "b"]
    assert code_of(french, "file") == code_of(english, "file") == "made_up"


@pytest.mark.parametrize(
    ("items", "reason", "at"),
    [
        ([item("1", "colour")], Reason.TYPE_UNKNOWN, "1"),
        ([{"linkId": "1"}], Reason.TYPE_MISSING, "1"),
        ([item("1", "string"), item("1", "string")], Reason.LINK_ID_TWICE, "1"),
        ([item("_author.date", "date")], Reason.LINK_ID_RESERVED, "_author.date"),
        ([item("1", "choice", answerOption=[{"valueCoding": {}}])], Reason.OPTION_EMPTY, "1"),
        ([item("1", "choice", answerOption={"valueCoding": {"code": "a"}})], Reason.NOT_A_LIST, "1"),
        ([], Reason.EMPTY, ""),
    ],
)
def test_a_bad_item_is_refused_by_its_name(items, reason, at):
    assert refusal(*items) == (reason, at)


@pytest.mark.parametrize("source", [None, [], "x", {"resourceType": "Patient"}, {"resourceType": ["Questionnaire"]}])
def test_what_is_no_questionnaire_is_refused(source):
    with pytest.raises(QuestionnaireRefused):
        read_questionnaire(source, "en")


def test_items_nested_beyond_reason_are_refused():
    deep = item("end", "string")
    for level in range(40):
        deep = item(f"g{level}", "group", item=[deep])
    assert refusal(deep)[0] is Reason.TOO_DEEP


def test_what_paper_cannot_do_is_noted():
    hidden = item("1", "string", extension=[extension("questionnaire-hidden", valueBoolean=True)])
    listed = item("2", "choice", answerValueSet="http://example.org/ValueSet/countries")
    computed = item("3", "decimal", extension=[extension("sdc-questionnaire-calculatedExpression", valueExpression={})])
    form = read(hidden, listed, computed)
    noted = [(note.link_id, note.reason) for note in form.notes]
    assert noted == [("1", Reason.HIDDEN), ("2", Reason.LIST_NOT_HERE), ("3", Reason.COMPUTED_VALUE)]
    assert [one.link_id for one in form.every()] == ["2", "3"]
    assert form.by_id["2"].option_list == "countries"


def test_a_form_that_is_hidden_altogether_is_printed_all_the_same():
    form = read(item("1", "string", extension=[extension("questionnaire-hidden", valueBoolean=True)]))
    assert [one.link_id for one in form.every()] == ["1"]


def test_a_value_set_in_the_file_gives_its_codes():
    contained = {"resourceType": "ValueSet", "id": "vs", "compose": {"include": [
        {"system": "urn:s", "concept": [{"code": "a", "display": "Aa", "designation": [
            {"language": "fr", "value": "Ah"}]}]}]}}  # fmt: skip
    form = read(item("1", "choice", answerValueSet="#vs"), contained=[contained], language="fr")
    (option,) = form.items[0].options
    assert (option.code, option.text) == ("a", "Ah")
    assert option.value == {"valueCoding": {"system": "urn:s", "code": "a", "display": "Aa"}}


def test_older_and_newer_shapes_mean_the_same():
    stu3 = item("1", "choice", option=[coding("a", "A"), coding("b", "B")])
    after = item("2", "string", enableWhen=[{"question": "1", "answerCoding": {"code": "a"}}], initialString="x")
    newer = item("3", "coding", answerConstraint="optionsOrString", answerOption=[coding("a", "A")])
    form = read(stu3, after, newer)
    assert form.by_id["1"].type is ItemType.CHOICE
    assert form.by_id["2"].conditions[0].operator == "="
    assert form.by_id["2"].initial == ("x",)
    assert form.by_id["3"].type is ItemType.OPEN_CHOICE


def test_help_and_units_below_a_question_belong_to_it():
    help_item = item("1.h", "display", "How to weigh", extension=[control("help")])
    unit = item("1.u", "display", "kg", extension=[control("unit")])
    form = read(item("1", "decimal", "Weight", item=[help_item, unit]))
    assert (form.items[0].help, form.items[0].unit.text, form.items[0].children) == ("How to weigh", "kg", ())


def test_conditions_are_told_in_words_and_numbers():
    form = read_questionnaire(EVERY_TYPE, "en")
    told = [block["guide"] for block in drawn(form).blocks if block.get("guide")]
    assert told == [f"If {form.by_id['one'].number} = “Red”"] * 2


def test_a_tier_is_read_from_a_tag():
    assert read(item("1", "string"), meta={"tag": [{"system": "urn:permanence:tier", "code": "a"}]}).tier == "A"


_JSON = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, 7, "", "choice", "group", "#vs", "a.b", "\x00é", "http://x/y|1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["item", "type", "linkId", "text", "extension", "url", "answerOption", "valueCoding", "code",
                         "contained", "initial", "enableWhen", "_text", "answerValueSet"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["item", "contained", "extension", "title", "meta", "url"]), _JSON))
def test_no_json_at_all_makes_the_reader_fall_over(held):
    try:
        form = read_questionnaire({"resourceType": "Questionnaire", **held}, "fr")
    except QuestionnaireRefused:
        return
    assert dropped(form, drawn(form)) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of questionnaires is not here")
def test_real_questionnaires_are_read_and_lose_no_question():
    for path in sources_at(CORPUS):
        form = read_questionnaire(read_source(path), "en", path.stem)
        assert dropped(form, drawn(form)) == [], path.name
