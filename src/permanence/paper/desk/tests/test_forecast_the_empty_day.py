"""The day the queue empties."""

from hypothesis import given
from hypothesis import strategies as st

from permanence.paper.desk.rules import forecast

COUNTS = st.integers(0, 5000)
PEOPLE = st.lists(st.integers(0, 12), min_size=1, max_size=10)
PACES = st.integers(1, 30)


def days(waiting, arriving, pace, people):
    return forecast(waiting=waiting, arriving_a_day=arriving, an_hour=pace, people=people).days


def test_1200_sheets_and_100_more_a_day_take_four_people_five_days():
    said = forecast(waiting=1200, arriving_a_day=100, an_hour=12, people=[4])
    assert (said.days, said.with_one_more, said.days_won) == (6, 4, 2)


def test_nobody_never_empties_it_and_nothing_waiting_is_empty_now():
    assert days(10, 0, 12, [0]) is None
    assert days(0, 500, 12, [0]) == 0


@given(COUNTS, COUNTS, PACES, PEOPLE)
def test_one_more_person_never_makes_it_later(waiting, arriving, pace, people):
    said = forecast(waiting=waiting, arriving_a_day=arriving, an_hour=pace, people=people)
    assert said.days is None or (said.with_one_more is not None and said.with_one_more <= said.days)


@given(COUNTS, COUNTS, PACES, PEOPLE)
def test_more_sheets_never_make_it_sooner(waiting, arriving, pace, people):
    fewer, more = days(waiting, arriving, pace, people), days(waiting + 100, arriving, pace, people)
    assert more is None or (fewer is not None and fewer <= more)


@given(st.integers(1, 5000), COUNTS, PACES, PEOPLE)
def test_it_is_the_first_day_on_which_the_work_done_covers_all_that_came(waiting, arriving, pace, people):
    said = days(waiting, arriving, pace, people)

    def left(day):
        done = sum(people[min(at, len(people) - 1)] for at in range(day)) * pace * 7
        return waiting + arriving * day - done

    if said is None:
        assert all(left(day) > 0 for day in range(1, 400))
    else:
        assert left(said) <= 0
        assert all(left(day) > 0 for day in range(1, said))
