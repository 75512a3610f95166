"""What dies first of a missing page is printed first, whatever the alphabet says; people know better than a name."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner

from permanence.foundation.actors import Actor
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import cli, operations, queries
from permanence.foundation.places.models import WardUrgency
from permanence.foundation.places.rules import PlaceFact, Urgency, WardDescription, guessed_urgency

MARIE = Actor("person", "marie")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NAMES = {"CARD": "Cardiologie", "GER": "Gériatrie", "MAT": "Maternité", "REA": "Réanimation"}


@pytest.mark.parametrize(
    "name",
    ["Réanimation polyvalente", "REA MED", "Soins intensifs de cardiologie", "USIC", "USC chirurgie",
     "Urgences adultes", "Unité de surveillance continue", "UHCD", "SAMU - SMUR", "Intensive care", "Emergency"],
)  # fmt: skip
def test_intensive_care_and_emergency_come_first(name):
    assert guessed_urgency(name) is Urgency.FIRST


@pytest.mark.parametrize("name", ["Bloc opératoire", "Salle de naissance", "Néonatologie", "Dialyse", "Maternité B"])
def test_theatres_births_and_dialysis_come_next(name):
    assert guessed_urgency(name) is Urgency.SOON


@pytest.mark.parametrize(
    "name", ["Cardiologie", "Médecine post-urgences", "Gériatrie aiguë", "", "3e étage", "Pneumologie"]
)
def test_every_other_ward_comes_after(name):
    assert guessed_urgency(name) is Urgency.USUAL


@pytest.fixture
def wards(db):
    named = {code: PlaceFact(code, facility="CHX") for code in NAMES}
    ids = operations.ensure_places(facts=[*named.values(), PlaceFact("REA", "1", "P", "CHX")], by=MARIE, occurred_at=AT)
    described = [WardDescription(fact, NAMES[code]) for code, fact in named.items()]
    operations.describe(facts=described, by=MARIE, occurred_at=AT)
    return {code: ids[fact].ward for code, fact in named.items()}


def say(ward, urgency, at=AT):
    operations.set_urgency(ward=ward, urgency=urgency, by=MARIE, occurred_at=at)


def order():
    return [(row.code, row.urgency.value) for row in queries.wards_by_urgency()]


def typed(*words):
    return CliRunner().invoke(cli.places, ["urgency", *words])


def test_a_ward_nobody_spoke_of_is_guessed_from_its_name(wards):
    assert order() == [("REA", "first"), ("MAT", "soon"), ("CARD", "usual"), ("GER", "usual")]
    assert {(row.said_by, row.said_at) for row in queries.wards_by_urgency()} == {("", None)}


def test_what_people_say_goes_before_the_guess(wards):
    say(wards["GER"], Urgency.FIRST)
    say(wards["MAT"], Urgency.LAST)
    assert order() == [("GER", "first"), ("REA", "first"), ("CARD", "usual"), ("MAT", "last")]
    (said,) = [row for row in queries.wards_by_urgency() if row.code == "GER"]
    assert (said.said_by, said.said_at) == ("person:marie", AT)


def test_the_newest_word_holds_and_the_older_stays_readable(wards):
    say(wards["CARD"], Urgency.SOON, at=AT + timedelta(hours=2))
    say(wards["CARD"], Urgency.FIRST, at=AT + timedelta(hours=1))
    assert dict(order())["CARD"] == "soon"
    assert WardUrgency.objects.filter(ward=wards["CARD"]).count() == 2


def test_a_ward_may_be_given_back_to_the_guess(wards):
    say(wards["REA"], Urgency.LAST)
    say(wards["REA"], None, at=AT + timedelta(minutes=1))
    assert queries.wards_by_urgency()[0].code == "REA"
    assert queries.wards_by_urgency()[0].said_by == ""


def test_the_ledger_says_who_said_what_of_which_ward(wards):
    say(wards["CARD"], Urgency.FIRST)
    entry = LedgerEntry.objects.get(kind="places.urgency_set")
    assert entry.actor == "person:marie"
    assert json.loads(entry.facts) == {"ward": str(wards["CARD"]), "urgency": "first"}


def test_a_bed_or_an_unknown_place_is_refused_and_nothing_is_written(wards):
    bed = queries.beds_of(wards.values())[0].id
    for nowhere in (bed, uuid4()):
        with pytest.raises(operations.NoSuchWard):
            say(nowhere, Urgency.FIRST)
    assert not WardUrgency.objects.exists()
    assert not LedgerEntry.objects.filter(kind="places.urgency_set").exists()


def test_more_words_cost_no_more_questions(wards, django_assert_num_queries):
    for minute in range(5):
        say(wards["CARD"], Urgency.SOON, at=AT + timedelta(minutes=minute))
    with django_assert_num_queries(3):
        queries.wards_by_urgency()


@pytest.mark.parametrize("ward", ["card", "CARDIOLOGIE"])
def test_the_command_takes_a_name_or_a_code_and_lists_who_said_it(wards, ward):
    assert typed(ward, "--set", "first").exit_code == 0
    listed = typed().output.splitlines()
    assert [code for line in listed for code in line.split() if code in NAMES] == ["CARD", "REA", "MAT", "GER"]
    assert "console:" in listed[0]
    assert "console:" not in listed[1]
    (row,) = json.loads(typed(ward, "--json").output)["wards"]
    assert (row["code"], row["urgency"], row["ward"]) == ("CARD", "first", str(wards["CARD"]))
    assert typed(ward, "--set", "guessed").exit_code == 0
    assert order()[0] == ("REA", "first")


def test_the_command_tells_two_wards_of_one_code_apart_by_their_names(wards):
    other = PlaceFact("CARD", facility="CHY")
    operations.describe(facts=[WardDescription(other, "Cardiologie Nord")], by=MARIE, occurred_at=AT)
    refused = typed("CARD", "--set", "first")
    assert refused.exit_code == 1
    assert "CARD" in refused.output
    assert typed("Cardiologie Nord", "--set", "first").exit_code == 0
    assert typed(str(wards["CARD"]), "--set", "last").exit_code == 0
    assert {row.name: row.urgency.value for row in queries.wards_by_urgency() if row.code == "CARD"} == {
        "Cardiologie": "last", "Cardiologie Nord": "first"
    }  # fmt: skip


@pytest.mark.parametrize("words", [("NOWHERE", "--set", "first"), ("--set", "first"), ("CARD", "--set", "now")])
def test_the_command_refuses_no_ward_an_unknown_one_and_an_unknown_turn(wards, words):
    assert typed(*words).exit_code != 0
    assert not WardUrgency.objects.exists()


def test_the_command_says_when_no_ward_is_known(db):
    answer = typed()
    assert answer.exit_code == 0
    assert answer.output.strip()
    assert json.loads(typed("--json").output) == {"wards": []}
