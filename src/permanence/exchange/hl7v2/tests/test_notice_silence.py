"""A feed whose rhythm was learned falls silent, or speaks ten times louder than ever: board and ledger say it."""

from datetime import timedelta

import pytest
from django.utils import translation

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.models import Feed, FeedActivity, SilenceAlarm, SilenceEnd
from permanence.exchange.feeds.queries import rhythms
from permanence.exchange.hl7v2.tests.reception import FEED, admission, receive
from permanence.foundation import clock
from permanence.foundation.board import Health
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
AN_HOUR = 60


@pytest.fixture(autouse=True)
def _learned_anew():
    rhythms._rhythms.cache_clear()
    yield
    rhythms._rhythms.cache_clear()


def listened(*, ago: timedelta) -> Feed:
    """A feed that said something every minute for nine weeks, and was last heard some time ago."""
    now = clock.now()
    receive(admission("1", "100", "V1"), at=now - ago)
    feed = Feed.objects.get()
    hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [hour - timedelta(hours=n) for n in range(2, 9 * 168)]
    FeedActivity.objects.all().delete()
    FeedActivity.objects.bulk_create(FeedActivity(feed=feed, hour=at, messages=AN_HOUR) for at in hours)
    Feed.objects.update(occurred_at=hours[-1])
    return feed


def said_on_the_board() -> list[str]:
    with translation.override("en"):
        return [str(sign.detail) for sign in queries.board_signs()]


def test_a_silence_longer_than_usual_is_an_alarm_with_its_hour():
    listened(ago=timedelta(minutes=40))
    row = queries.feeds()[0]
    assert (row.health, row.is_silent) == (Health.BAD, True)
    assert 35 <= row.expected <= 45
    assert timedelta(minutes=9) <= row.alarm_at - row.last_arrival_at <= timedelta(minutes=12)
    assert any("Silent: usually" in words for words in said_on_the_board())


def test_a_short_silence_is_none():
    listened(ago=timedelta(minutes=3))
    assert queries.feeds()[0].health is Health.GOOD
    assert operations.watch_silences(by=FEED, occurred_at=clock.now()) == 0


def test_the_alarm_is_raised_once_and_ends_when_the_feed_is_heard():
    listened(ago=timedelta(minutes=40))
    assert operations.watch_silences(by=FEED, occurred_at=clock.now()) == 1
    assert operations.watch_silences(by=FEED, occurred_at=clock.now()) == 0
    receive(admission("2", "200", "V2"), at=clock.now())
    assert operations.watch_silences(by=FEED, occurred_at=clock.now()) == 1
    assert (SilenceAlarm.objects.count(), SilenceEnd.objects.count()) == (1, 1)
    kinds = LedgerEntry.objects.filter(kind__in=["feeds.fell_silent", "feeds.heard_again"])
    assert sorted(kinds.values_list("kind", flat=True)) == ["feeds.fell_silent", "feeds.heard_again"]


def test_what_a_person_said_of_its_silences_goes_before_what_was_learned():
    feed = listened(ago=timedelta(minutes=40))
    said = operations.FeedDescription("Admissions", rhythm=3600)
    operations.describe_feed(feed=feed.id, description=said, by=FEED, occurred_at=clock.now())
    assert queries.feeds()[0].health is Health.GOOD


def test_a_feed_ten_times_as_loud_as_ever_is_shown_and_believed():
    listened(ago=timedelta(minutes=1))
    receive(*(admission(str(n), str(n), f"V{n}") for n in range(1000, 1000 + 10 * AN_HOUR)), at=clock.now())
    row = queries.feeds()[0]
    assert (row.health, row.times_as_loud, row.hold) == (Health.WATCH, 10, None)
    assert any("10 times its busiest" in words for words in said_on_the_board())


def test_each_hour_counts_what_came_in_it_and_old_hours_are_forgotten():
    now = clock.now()
    receive(admission("1", "100", "V1"), admission("2", "200", "V2"), at=now - timedelta(days=101))
    receive(admission("3", "300", "V3"), at=now)
    receive(admission("3", "300", "V3"), admission("4", "400", "V4"), at=now)
    assert sorted(FeedActivity.objects.values_list("messages", flat=True)) == [2, 2]
    assert operations.forget_old_activity(by=FEED, occurred_at=now) == 1
    assert operations.forget_old_activity(by=FEED, occurred_at=now) == 0
