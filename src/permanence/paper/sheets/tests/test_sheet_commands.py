"""The ledger of sheets at the console, as people and other programs use it."""

import json

import pytest
from click.testing import CliRunner

from permanence.foundation.places.models import Location
from permanence.paper.sheets import cli, operations, queries
from permanence.paper.sheets.tests.made_up import ALICE, AT, at, back, printed, state

pytestmark = pytest.mark.django_db


def typed(*words: str, given: str | None = None) -> dict:
    answer = CliRunner().invoke(cli.sheets, [*words, "--json"], input=given)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def refused(*words: str) -> str:
    answer = CliRunner().invoke(cli.sheets, [*words])
    assert answer.exit_code == 1
    return answer.output


@pytest.fixture
def ward():
    return Location.objects.create(kind="ward", code="CARD", name="Cardiology", occurred_at=AT).pk


def test_a_life_is_told_at_the_console(ward):
    number = printed(ward=ward)[0]
    for words in (
        ("issue", "--ward", "card"), ("back",), ("read",), ("checked",), ("file", "--place", "Box 7"), ("home",),
    ):  # fmt: skip
        verb, *more = words
        assert typed(verb, number.spoken, *more)["done"] == [number.spoken]
    found = typed("show", number.spoken)
    assert (found["state"], found["filed_in"]) == ("sent_home", "Box 7")
    assert {event["by"].split(":")[0] for event in found["events"][1:]} == {"console"}
    typed("undo", number.spoken, "--reason", "too early")
    assert state(number) == "filed"


def test_many_numbers_come_from_the_input_and_a_span_is_a_pile():
    numbers = printed(5)
    given = f"{numbers[0].spoken}\n{numbers[1].spoken} {numbers[2].spoken}\n{numbers[3].spoken}..{numbers[4].spoken}\n"
    assert len(typed("back", "-", given=given)["done"]) == 5


def test_refused_numbers_are_named_and_may_be_left_out():
    good, spoiled = printed(2)
    operations.void(numbers=[spoiled], reason="coffee", by=ALICE, occurred_at=at(1))
    words = refused("back", good.spoken, spoiled.spoken)
    assert f"{spoiled.spoken}: It is void" in words
    assert state(good) == "printed"
    report = typed("back", good.spoken, spoiled.spoken, "--skip-refused")
    assert (report["done"], report["refused"][0]["number"]) == ([good.spoken], spoiled.spoken)


def test_a_sheet_is_lost_and_found():
    (number,) = printed()
    typed("lost", number.spoken, "--declared-by", "Nora")
    (line,) = typed("list", "lost")["sheets"]
    assert (line["number"], line["declared_by"]) == (number.spoken, "Nora")
    typed("found", number.spoken, "--reason", "under the printer")
    assert typed("list", "lost")["sheets"] == []


def test_sheets_are_found_by_ward_and_state_and_number(ward):
    numbers = printed(3, ward=ward)
    back(numbers[:1])
    assert [one["number"] for one in typed("find", "--ward", "CARD", "--state", "returned")["sheets"]] == [
        numbers[0].spoken
    ]
    assert typed("find", numbers[1].spoken)["state"] == "printed"
    assert "No ward has the code" in refused("find", "--ward", "nowhere")


def test_a_copy_is_reported_and_answered():
    (number,) = printed()
    question = typed("copy", number.spoken)["question"]
    assert [one["id"] for one in typed("copies")["copies"]] == [question]
    (made,) = typed("answer", question, "--verdict", "both")["numbers"]
    assert queries.sheet(queries.parse_number(made)).copy_of == number
    assert "nothing was done twice" in refused("answer", question, "--verdict", "first")
