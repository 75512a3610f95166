"""When a feed's messages can no longer be the ordinary life of a hospital: pure decisions."""

from hypothesis import given
from hypothesis import strategies as st

from permanence.exchange.feeds.rules.guard import (
    THRESHOLDS,
    WINDOW,
    Said,
    Suspicion,
    Window,
    believed_share,
)
from permanence.foundation.ids import new_id

MERGE = frozenset({Suspicion.MERGE})


def said(count: int) -> list[Said]:
    return [Said(new_id(), MERGE) for _ in range(count)]


def test_a_few_merges_are_ordinary_however_close():
    window = Window()
    window.add(39, said(39))
    assert window.flood({}, 0) is None


def test_a_flood_is_many_and_most():
    window = Window()
    window.add(100, said(20))
    window.add(20, said(20))
    flood = window.flood({}, 0)
    assert (flood.suspicion, flood.count, flood.of) == (Suspicion.MERGE, 40, 120)
    assert len(flood.earlier) == 20


def test_the_same_number_among_many_others_is_no_flood():
    window = Window()
    window.add(170, said(20))
    window.add(30, said(20))
    assert window.flood({}, 0) is None


def test_what_a_feed_always_said_raises_its_limit():
    assert believed_share(Suspicion.BLANK, {Suspicion.BLANK: 2_000}, 10_000) == 0.8
    assert believed_share(Suspicion.BLANK, {Suspicion.BLANK: 9_999}, 10_000) == 0.95
    assert believed_share(Suspicion.BLANK, {Suspicion.BLANK: 99}, 100) == THRESHOLDS[Suspicion.BLANK].share


def test_what_a_person_vouched_for_is_not_doubted():
    window = Window()
    window.add(100, said(100))
    assert window.flood({}, 0, {Suspicion.MERGE}) is None
    assert window.flood({}, 0, {Suspicion.BLANK}) is not None


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), max_size=40))
def test_the_window_counts_what_it_holds_and_forgets_what_left(batches):
    window, all_said = Window(), []
    for size, suspicious in batches:
        count = min(size, suspicious)
        window.add(size, said(count))
        all_said.append((size, count))
        held = list(window.batches)
        assert window.size == sum(size for size, _ in held)
        assert window.counts[Suspicion.MERGE] == sum(len(some) for _, some in held)
        assert window.size - held[0][0] < WINDOW
    assert len(window.batches) <= WINDOW + 1
