"""Lock-outs, sessions, usernames and codes as pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.foundation.accounts import rules
from permanence.foundation.node import ALPHABET

T0 = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
moments = st.lists(st.integers(0, 7200).map(lambda seconds: T0 + timedelta(seconds=seconds)), max_size=40)


def guesses_let_through(instants):
    """What an attacker gets who tries at each instant and is stopped by the rule."""
    tried = []
    for at in sorted(instants):
        if rules.locked_until(tried, at) is None:
            tried.append(at)
    return tried


@given(moments)
def test_no_quarter_of_an_hour_lets_more_than_five_failures_through(instants):
    tried = guesses_let_through(instants)
    for start in tried:
        assert sum(start <= at < start + rules.FAILURES_WITHIN for at in tried) <= rules.FAILURES_ALLOWED


@given(moments, st.integers(0, 9000))
def test_a_lock_out_never_lasts_longer_than_a_quarter_of_an_hour(instants, seconds):
    now = T0 + timedelta(seconds=seconds)
    until = rules.locked_until([at for at in instants if at <= now], now)
    assert until is None or now < until <= now + rules.LOCKED_FOR


def test_failures_that_slipped_into_a_lock_out_do_not_lengthen_it():
    five = [T0 + timedelta(seconds=second) for second in range(5)]
    slipped = [T0 + timedelta(minutes=14, seconds=second) for second in range(5)]
    assert rules.locked_until([*five, *slipped], T0 + timedelta(minutes=14, seconds=30)) == five[-1] + rules.LOCKED_FOR
    assert rules.locked_until([*five, *slipped], T0 + timedelta(minutes=16)) is None


@given(moments, st.integers(0, 9000))
def test_what_is_older_than_the_look_back_changes_nothing(instants, seconds):
    now = T0 + timedelta(seconds=seconds)
    tried = [at for at in guesses_let_through(instants) if at <= now]
    recent = [at for at in tried if at > now - rules.LOOK_BACK]
    assert rules.locked_until(tried, now) == rules.locked_until(recent, now)


@given(moments, st.randoms())
def test_the_order_in_which_failures_are_read_does_not_matter(instants, random):
    shuffled = instants[:]
    random.shuffle(shuffled)
    assert rules.locked_until(shuffled, T0) == rules.locked_until(instants, T0)


@pytest.mark.parametrize(
    ("signed_in", "seen", "over"),
    [(0, 0, False), (59, 59, False), (60, 60, True), (700, 1, False), (720, 0, True), (-61, -61, True)],
)
def test_a_session_ends_unused_or_after_a_night_shift_or_when_the_clock_ran_back(signed_in, seen, over):
    ended = rules.session_is_over(
        signed_in_at=T0 - timedelta(minutes=signed_in),
        seen_at=T0 - timedelta(minutes=seen),
        now=T0,
        idle=timedelta(hours=1),
    )
    assert ended is over


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_a_code_read_aloud_comes_back_the_same(code):
    assert rules.normalised_code(rules.spoken(code)) == code
    assert rules.normalised_code(rules.spoken(code).lower().replace("0", "O").replace("1", "I")) == code


@given(st.text())
def test_a_username_is_kept_as_it_will_be_found_again(typed):
    name = rules.normalised_username(typed)
    assert rules.normalised_username(name) == name or not rules.is_username(name)


def test_the_same_code_on_two_badges_has_two_digests():
    assert rules.code_digest("K7Q29XMD", b"0" * 16) != rules.code_digest("K7Q29XMD", b"1" * 16)
