"""Whatever a feed sends, its page is drawn: whole, counted, and with codes that read back."""

import os
import signal
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.paper.press import rules
from permanence.paper.press.adapters.workers import Typeset, Workers
from permanence.paper.press.tests.drawing import document, job
from permanence.paper.press.tests.reading import read_pages


@pytest.fixture(scope="module")
def workers():
    with Workers(1) as started:
        yield started


def drawn(workers: Workers, *documents: dict[str, Any]) -> Typeset:
    return workers.typeset(job(*documents)).result()


def pages_of(typeset: Typeset) -> list:
    return [page for pdf in typeset.pdfs for page in read_pages(pdf)]


def test_every_page_says_its_sheet_its_place_and_how_many_there_are(workers):
    lines = [f"line {n}" for n in range(150)]
    typeset = drawn(workers, document(1), document(2, data={"lines": lines}), document(3))
    assert typeset.pages == (1, typeset.pages[1], 1)
    assert typeset.pages[1] >= 3
    pages = pages_of(typeset)
    expected = [
        (serial, page, count) for serial, count in enumerate(typeset.pages, start=1) for page in range(1, count + 1)
    ]
    assert [(page.code.number.counter, page.code.page, page.code.pages) for page in pages] == expected
    assert all(page.witness.confirms(page.code) for page in pages)
    for page, (_serial, number, count) in zip(pages, expected, strict=True):
        assert f"Page {number}/{count}" in page.words
        assert "DURAND Zoé" in page.words
    words = " ".join(page.words for page in pages)
    assert all(line in words for line in lines)


def test_the_code_carries_kind_version_and_patient(workers):
    (page,) = pages_of(drawn(workers, document(4512)))
    assert (page.code.kind, page.code.version, page.code.patient_key) == ("made_up.lines", 3, "7F3K9A")


@pytest.mark.parametrize(("origin", "counter"), [("81W9", 856477), ("17K6", 355186), ("0000", 0), ("ZZZZ", 999999)])
def test_both_codes_read_back_whatever_the_number(workers, origin, counter):
    # The first two numbers fit a symbol that is not square, which a square frame made unreadable.
    seal = document(1)["sealed"] | {"origin": origin, "counter": counter}
    (page,) = pages_of(drawn(workers, document(1, sealed=seal)))
    assert (page.code.number.origin, page.code.number.counter) == (origin, counter)
    assert page.witness.confirms(page.code)


def test_a_document_its_template_cannot_draw_is_drawn_plainly_among_the_others(workers):
    broken = document(2, data={"broken": True, "name": "Zoé", "allergies": ["iodine", None, {"worst": "latex"}]})
    typeset = drawn(workers, document(1), broken, document(3))
    ((place, reason),) = typeset.faults
    assert place == 1
    assert "Zoé" not in reason
    pages = pages_of(typeset)
    assert [page.code.number.counter for page in pages] == [1, 2, 3]
    assert all(word in pages[1].words for word in ("Zoé", "iodine", "latex"))


def test_letters_no_font_has_are_announced_on_their_page_only(workers):
    typeset = drawn(workers, document(1), document(2, subject="王小明"), document(3, subject="Иван محمد Ελένη"))
    assert typeset.faults == ()
    assert ["LENIENT" in page.words for page in pages_of(typeset)] == [False, True, False]


def test_markup_in_a_text_stays_text(workers):
    hostile = '#panic("x") $a$ *b* _c_ <d> @e \\ // [f] {g} `h` = i'
    (page,) = pages_of(drawn(workers, document(1, data={"lines": [hostile]})))
    assert "panic" in page.words
    assert "$a$" in page.words


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost():
    with Workers(1) as started:
        assert drawn(started, document(1)).pages == (1,)
        (worker,) = started._alive
        os.kill(worker._process.pid, signal.SIGKILL)
        assert [page.code.number.counter for page in pages_of(drawn(started, document(2), document(3)))] == [2, 3]


@given(st.lists(st.integers(), max_size=200), st.integers(1, 20))
def test_chunks_hold_everything_once_and_none_is_too_big(items, most):
    chunks = rules.in_chunks(items, most)
    assert [item for chunk in chunks for item in chunk] == items
    assert all(0 < len(chunk) <= most for chunk in chunks)


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_break_opportunities_change_no_letter(value):
    def letters(part: Any) -> Any:
        if isinstance(part, str):
            return part.replace("\u200b", "")
        if isinstance(part, list):
            return [letters(one) for one in part]
        return {name: letters(one) for name, one in part.items()} if isinstance(part, dict) else part

    assert letters(rules.breakable(value)) == letters(value)


def test_ordinary_words_and_compound_names_get_no_break():
    for text in ("électroencéphalo", "DE LA TOUR D'AUVERGNE-LAURAGUAIS-BEAUHARNAIS"):
        assert rules.breakable(text) == text


@given(st.text(max_size=200), st.integers(1, 99))
def test_a_file_has_a_name_any_system_can_store(label, place):
    name = rules.file_name(place, label)
    assert name.isascii()
    assert len(name) <= 80
    assert not set(name) & set('/\\:*?"<>| ')


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, (0, "min")),
        (59, (0, "min")),
        (719, (11, "min")),
        (7199, (119, "min")),
        (7200, (2, "h")),
        (172800, (2, "d")),
    ],
)
def test_the_age_of_data_is_never_rounded_up(seconds, said):
    now = datetime(2026, 11, 23, 4, 17, tzinfo=UTC)
    assert rules.age(datetime.fromtimestamp(now.timestamp() - seconds, UTC), now) == said


@given(st.dates(), st.dates())
def test_ages_grow_and_small_children_have_small_units(birth, on):
    count, unit = rules.age_at(birth, on)
    assert count >= 0
    days = (on - birth).days
    assert {"year": days >= 730, "month": 58 <= days < 732, "day": days < 63}[unit]
