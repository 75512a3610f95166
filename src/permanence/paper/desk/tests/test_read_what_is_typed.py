"""What is typed becomes what the cells of the paper hold, and comes back as it was typed."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.paper.desk.rules import (
    Choice,
    Item,
    ItemType,
    NotTyped,
    Place,
    Reading,
    as_json,
    from_json,
    reading_typed,
    same,
    text_of_reading,
)
from permanence.paper.forms.rules.combs import comb_of, value_in

INTEGER = Item("n", ItemType.INTEGER, "", "", max_length=4)
DECIMAL = Item("d", ItemType.DECIMAL, "", "", decimals=2)


def place(item, choices=(), **more):
    comb = comb_of(item)
    told = {"several": False, "framed": False, "page": 1, "box_mm": (0, 0, 1, 1), **more}
    return Place(item.link_id, 0, item, item.type, choices, cells=comb.cells if comb else 0, **told)


def typed(item, text):
    return value_in(item, reading_typed(place(item), text).cells)


@given(st.integers(0, 9999))
def test_any_number_that_fits_comes_through(number):
    assert typed(INTEGER, str(number)) == number
    assert text_of_reading(place(INTEGER), reading_typed(place(INTEGER), str(number))) == str(number)


@given(st.decimals(0, 9999, places=2))
def test_a_decimal_is_typed_with_a_comma_or_a_point(number):
    assert typed(DECIMAL, str(number)) == typed(DECIMAL, str(number).replace(".", ",")) == Decimal(number)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_is_typed_as_people_write_it(day):
    item = Item("x", ItemType.DATE, "", "")
    for text in (f"{day:%d/%m/%Y}", f"{day:%d%m%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}"):
        assert typed(item, text) == day.isoformat()
    assert text_of_reading(place(item), reading_typed(place(item), f"{day:%d%m%Y}")) == f"{day:%d/%m/%Y}"


@given(st.times())
def test_an_hour_is_typed_with_or_without_its_colon(hour):
    item = Item("x", ItemType.TIME, "", "")
    for text in (f"{hour:%H:%M}", f"{hour:%H%M}", f"{hour.hour}:{hour.minute:02}", f"{hour.hour}h{hour.minute:02}"):
        assert typed(item, text) == f"{time(hour.hour, hour.minute)}"


@given(st.datetimes())
def test_a_date_with_its_hour_comes_back_as_it_was_typed(moment):
    item = Item("x", ItemType.DATETIME, "", "")
    text = f"{moment:%d/%m/}{moment.year:04} {moment:%H:%M}"
    assert text_of_reading(place(item), reading_typed(place(item), text)) == text


def test_a_year_alone_is_what_the_paper_may_say():
    assert typed(Item("x", ItemType.DATE, "", ""), "1953") == "1953"


@pytest.mark.parametrize("text", ["12345", "1.5", "twelve", "-5", "1 2,3"])
def test_what_the_cells_cannot_hold_is_refused(text):
    with pytest.raises(NotTyped):
        reading_typed(place(INTEGER), text)


def test_two_boxes_where_one_may_be_ticked_are_refused_and_unknown_ones_too():
    choice = Item("c", ItemType.CHOICE, "", "")
    boxes = place(choice, (Choice("a", "A"), Choice("b", "B")))
    assert reading_typed(boxes, "", frozenset({"a"})).ticks == {"a"}
    for wrong in ({"a", "b"}, {"c"}):
        with pytest.raises(NotTyped):
            reading_typed(boxes, "", frozenset(wrong))


def test_the_case_of_letters_and_blanks_do_not_make_two_people_differ():
    assert same(Reading(text="Amoxicilline  1 g"), Reading(text="AMOXICILLINE 1 G "))
    assert not same(Reading(text="Amoxicilline 1 g"), Reading(text="Amoxicilline 10 g"))


@given(
    st.builds(
        Reading,
        st.frozensets(st.text()),
        st.lists(st.text(max_size=1)).map(tuple),
        st.none() | st.text(),
    )
)
def test_a_reading_survives_its_row(reading):
    assert from_json(as_json(reading)) == reading
