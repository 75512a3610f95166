"""Feeds that fall silent, and are heard again: each silence is a row, so that false alarms can be counted."""

from datetime import datetime, timedelta

from django.db import transaction

from permanence.exchange.feeds.models import FeedActivity, SilenceAlarm, SilenceEnd
from permanence.exchange.feeds.queries import FeedRow, feeds
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns

_KEPT = timedelta(days=100)


def watch_silences(*, by: Actor, occurred_at: datetime) -> int:
    """Raise an alarm for every feed that is silent for too long, end those of feeds heard since; how many changed.

    Logs `feeds.fell_silent` and `feeds.heard_again`.
    """
    rows = {row.id: row for row in feeds() if row.last_arrival_at}
    silent = {row.id for row in rows.values() if row.is_silent}
    known = {alarm.feed_id: alarm for alarm in SilenceAlarm.objects.filter(end__isnull=True)}
    fallen, heard = silent - known.keys(), known.keys() - silent
    if not fallen and not heard:
        return 0
    with transaction.atomic():
        take_turns("feeds.silences")
        for feed in sorted(fallen):
            _raise_alarm(rows[feed], by, occurred_at)
        for feed in sorted(heard):
            last_at = rows[feed].last_arrival_at if feed in rows else None
            _end(known[feed], by, last_at or occurred_at)
    return len(fallen) + len(heard)


def forget_old_activity(*, by: Actor, occurred_at: datetime) -> int:
    """Drop the counts of hours nobody learns from any more; how many. Logs `feeds.activity_forgotten` if any."""
    with transaction.atomic():
        count, _ = FeedActivity.objects.filter(hour__lt=occurred_at - _KEPT).delete()
        if count:
            facts: dict[str, object] = {"hours": count}
            ledger.record(
                kind="feeds.activity_forgotten", subject="activity", by=by, occurred_at=occurred_at, facts=facts
            )
    return count


def _raise_alarm(row: FeedRow, by: Actor, occurred_at: datetime) -> None:
    since = row.last_arrival_at or occurred_at
    alarm = SilenceAlarm.objects.create(
        feed_id=row.id, silent_since=since, expected=row.expected or 0, occurred_at=row.alarm_at or occurred_at
    )
    facts: dict[str, object] = {"silent_since": since.isoformat(), "expected": alarm.expected}
    ledger.record(kind="feeds.fell_silent", subject=row.id, by=by, occurred_at=occurred_at, facts=facts)


def _end(alarm: SilenceAlarm, by: Actor, heard_at: datetime) -> None:
    if SilenceEnd.objects.filter(alarm=alarm).exists():
        return
    SilenceEnd.objects.create(alarm=alarm, occurred_at=heard_at)
    facts: dict[str, object] = {"silent_since": alarm.silent_since.isoformat()}
    ledger.record(kind="feeds.heard_again", subject=alarm.feed_id, by=by, occurred_at=heard_at, facts=facts)
