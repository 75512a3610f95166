"""Who the made-up hospital knows."""

import tracemalloc
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.command.exercises.rules.hospital import Hospital, whole
from permanence.command.exercises.rules.pack import plain
from permanence.command.exercises.rules.people import People

TODAY = date(2026, 11, 20)
EVERYBODY = 500_000


@pytest.fixture(scope="module")
def people(pack):
    return People(pack, 1, EVERYBODY, TODAY)


@pytest.fixture(scope="module")
def two_thousand(people):
    return [people.person(index) for index in range(2000)]


def test_the_same_seed_makes_the_same_people_in_any_order(pack, people):
    again = People(pack, 1, EVERYBODY, TODAY)
    assert [again.person(index) for index in (777, 3, 499_999)] == [people.person(index) for index in (777, 3, 499_999)]


def test_another_seed_makes_other_people(pack, people):
    other = People(pack, 2, EVERYBODY, TODAY)
    assert sum(other.person(index)[3:5] == people.person(index)[3:5] for index in range(500)) < 25


def test_nobody_shares_a_number(two_thousand, people):
    everywhere = two_thousand + [people.person(index) for index in range(450_000, 452_000)]
    assert len({person.ipp for person in everywhere}) == len(everywhere)
    numbered = [person.ins for person in everywhere if person.ins]
    assert len(set(numbered)) == len(numbered) > 1000


def test_no_number_could_be_anybodys(two_thousand):
    for person in two_thousand:
        if person.ins:
            assert person.ins[5:7] == "00", "a département that exists"
            assert int(person.ins[:13]) % 97 == 97 - int(person.ins[13:]), "the key of the number"
        assert person.phone[:6] in {"063998", "019900", "026191", "035301", "046571", "053649"}


@settings(max_examples=200, deadline=None)
@given(index=st.integers(min_value=0, max_value=EVERYBODY - 1))
def test_everybody_was_born_then_registered_and_not_tomorrow(people, index):
    person = people.person(index)
    assert date(1900, 1, 1).toordinal() <= person.born < TODAY.toordinal()
    assert datetime.strptime(person.registered, "%Y%m%d%H%M%S").replace(tzinfo=UTC).date() <= TODAY
    assert not person.died or person.died <= "202611202359"
    if len(person.birth) == 8 and person.birth[4:6] <= "12" and person.birth[4:6] != "00":
        assert date.fromisoformat(person.birth).toordinal() == person.born
        assert person.birth <= person.registered


def test_twins_share_all_but_a_given_name_a_number_and_perhaps_a_sex(people):
    for index in range(11, 2000, 50):
        first, second = people.person(index - 1), people.person(index)
        assert (first.family, first.birth, first.address, first.birth_place) == (
            second.family,
            second.birth,
            second.address,
            second.birth_place,
        )
        assert first.given != second.given
        assert first.ipp != second.ipp
        assert {first.rank, second.rank} == {1, 2}


def test_there_are_namesakes_and_true_homonyms(people):
    one, other = people.person(1040), people.person(1041)
    assert (one.family, one.given, one.sex) == (other.family, other.given, other.sex)
    assert one.birth != other.birth
    one, other = people.person(1043), people.person(1045)
    assert (one.family, one.given, one.birth) == (other.family, other.given, other.birth)
    assert one.ipp != other.ipp


def test_somebody_was_registered_twice_with_a_fault(people):
    one, other = people.person(51), people.person(53)
    assert (one.family, one.birth) == (other.family, other.birth)
    assert one.given != other.given
    assert other.reliability.endswith("DOUB")


def test_what_is_hard_about_names_is_there(two_thousand):
    names = " ".join(person.family for person in two_thousand)
    assert any("-" in person.family or " " in person.family for person in two_thousand)
    assert any("'" in person.family for person in two_thousand)
    assert any(not name.isascii() for name in names.split())
    assert any(person.used_family not in (person.family, plain(person.family)) for person in two_thousand)
    assert any(not person.used_given.isascii() for person in two_thousand)
    assert {person.sex for person in two_thousand} == {"F", "M", "U"}
    assert {len(person.birth) for person in two_thousand} == {4, 6, 8}
    assert any(person.birth_place.startswith("99") for person in two_thousand)
    assert len({person.family for person in two_thousand}) > 500


def test_half_a_million_people_are_never_all_in_memory(pack):
    hospital = Hospital(pack, whole(pack), seed=1, now=datetime(2026, 11, 20, tzinfo=UTC))
    messages = hospital.known_patients(0, 20_000)
    for _ in range(1000):
        next(messages)
    tracemalloc.start()
    for _ in range(3000):
        next(messages)
    _held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000
