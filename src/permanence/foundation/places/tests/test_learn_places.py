"""Feeds name places before people do."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import cli, operations, queries
from permanence.foundation.places.models import Location, WardVersion
from permanence.foundation.places.rules import NOWHERE, PlaceFact, WardDescription, code_of

pytestmark = pytest.mark.django_db
FEED = Actor("feed", "GAM")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
BED = PlaceFact(ward="CARD", room="101", bed="1", facility="CHX", building="A", floor="2")


def ensure(*facts):
    return operations.ensure_places(facts=set(facts), by=FEED, occurred_at=AT)


def chain(location):
    while location:
        yield location.kind, location.code
        location = location.part_of


def test_it_adds_everything_from_the_site_to_the_bed_at_once():
    ids = ensure(BED)[BED]
    bed = Location.objects.get(id=ids.bed)
    assert list(chain(bed)) == [
        ("bed", "1"), ("room", "101"), ("ward", "CARD"), ("floor", "2"), ("building", "A"), ("site", "CHX")
    ]  # fmt: skip
    assert bed.ward_id == ids.ward
    assert bed.part_of_id == ids.room
    assert WardVersion.objects.get(ward=ids.ward).number == 1


def test_a_bed_is_addressed_as_somebody_walks_to_it(django_assert_num_queries):
    roomless = PlaceFact(ward="CARD", bed="2", facility="CHX", building="A", floor="2")
    ids = ensure(BED, roomless)
    with django_assert_num_queries(1):
        found = queries.addresses([ids[BED].bed, ids[roomless].bed, ids[BED].ward])
    assert found == {ids[BED].bed: "CARD 101 1", ids[roomless].bed: "CARD 2"}


def test_it_finds_what_it_knows_and_adds_nothing():
    first = ensure(BED)
    assert ensure(BED) == first
    assert Location.objects.count() == 6
    assert LedgerEntry.objects.filter(kind="places.learned").count() == 1


def test_a_fact_without_a_ward_names_no_place():
    nothing = PlaceFact(room="101", bed="1")
    assert ensure(nothing) == {nothing: NOWHERE}
    assert Location.objects.count() == 0


def test_the_same_room_and_bed_codes_in_two_wards_are_two_places():
    one, two = PlaceFact("CARD", "101", "1"), PlaceFact("PNEU", "101", "1")
    places = ensure(one, two)
    assert len({places[one].room, places[two].room, places[one].bed, places[two].bed}) == 4


def test_a_bed_without_a_room_lies_in_its_ward():
    fact = PlaceFact("URG", bed="BOX3")
    ids = ensure(fact)[fact]
    assert ids.room is None
    assert Location.objects.get(id=ids.bed).part_of_id == ids.ward


def test_a_ward_named_without_its_site_is_the_ward_known_under_that_code():
    sited, bare = PlaceFact("CARD", facility="CHX"), PlaceFact("CARD")
    assert ensure(sited)[sited].ward == ensure(bare)[bare].ward


def test_the_first_site_to_name_a_ward_takes_it_and_the_second_has_its_own():
    bare, here, there = PlaceFact("CARD"), PlaceFact("CARD", facility="CHX"), PlaceFact("CARD", facility="CHY")
    ward = ensure(bare)[bare].ward
    assert ensure(here)[here].ward == ward
    assert ensure(there)[there].ward != ward
    assert {row.site for row in queries.wards()} == {"CHX", "CHY"}
    assert ensure(bare)[bare].ward == ward


def test_later_messages_do_not_move_a_ward_to_another_building():
    ensure(BED)
    other = PlaceFact(ward="CARD", facility="CHX", building="B")
    ensure(other)
    (row,) = queries.wards()
    assert row.building == "A"


def test_a_thousand_places_cost_as_many_queries_as_one(django_assert_max_num_queries):
    many = {PlaceFact(f"W{n % 20}", f"{n % 300}", f"{n}", facility="CHX", building=f"{n % 3}") for n in range(150)}
    with django_assert_max_num_queries(40):
        ensure(*many)
    with django_assert_max_num_queries(5):
        assert all(ids.bed for ids in ensure(*many).values())


def test_codes_too_long_to_keep_stay_apart():
    long = "X" * 80
    assert len(code_of(long + "1")) == 60
    assert code_of(long + "1") != code_of(long + "2")
    fact = PlaceFact(long)
    assert ensure(fact)[fact].ward


def test_a_ward_is_outdated_only_when_somebody_says_so():
    ids = ensure(BED)[BED]
    operations.outdate(wards=[ids.ward])
    operations.outdate(wards=[])
    assert queries.ward_versions([ids.ward]) == {ids.ward: 2}


def test_the_version_of_a_ward_says_when_the_box_learned_of_the_last_change(monkeypatch):
    ids = ensure(BED)[BED]
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=19))
    operations.outdate(wards=[ids.ward])
    version = queries.ward_version(ids.ward)
    assert version
    assert (version.number, version.changed_at) == (2, AT + timedelta(hours=19))
    assert queries.ward_version(ids.bed) is None


def test_two_sites_that_name_an_unplaced_ward_together_do_not_share_it():
    bare = PlaceFact("CARD")
    ward = ensure(bare)[bare].ward
    here, there = PlaceFact("CARD", facility="CHX"), PlaceFact("CARD", facility="CHY")
    places = ensure(there, here)
    assert places[here].ward == ward
    assert places[there].ward != ward


def test_a_ward_named_with_more_and_with_less_at_once_is_one_ward():
    facts = [PlaceFact("CARD"), PlaceFact("CARD", facility="CHX"), PlaceFact("CARD", facility="CHX", building="A")]
    assert len({ids.ward for ids in ensure(*facts).values()}) == 1
    (row,) = queries.wards()
    assert (row.site, row.building) == ("CHX", "A")


def test_the_console_lists_the_wards():
    operations.describe(facts=[WardDescription(PlaceFact("URG"), "Accueil")], by=FEED, occurred_at=AT)
    listed = json.loads(CliRunner().invoke(cli.places, ["wards", "--json"]).output)["wards"]
    assert [(row["code"], row["name"]) for row in listed] == [("URG", "Accueil")]
