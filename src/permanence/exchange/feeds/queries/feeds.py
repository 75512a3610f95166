"""How each feed stands and how old the picture is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.exchange.feeds.models import Feed, FeedHold, FeedKind, HeldReplay, Message, Outcome
from permanence.exchange.feeds.queries.folders import folder_signs, last_files
from permanence.exchange.feeds.queries.rhythms import Silence, silences
from permanence.exchange.feeds.rules.guard import THRESHOLDS, Suspicion
from permanence.foundation import clock
from permanence.foundation.board import Health, Sign

# A feed of which nobody said how long its silences may be is watched after a working day's.
UNSAID_RHYTHM = timedelta(hours=8)
# A feed that says ten times what it says in its busiest hour is believed, and shown.
LOUD = 10


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed: what people said of it, when it was last heard, and how many messages it sent in the last hour.

    `rhythm` is the longest normal silence in seconds, None when nobody said; an empty `owner`: nobody vouches for it.
    `expected`: how many messages would usually have come since it was last heard, None while that is not learned.
    `times_as_loud`: how many times it said in the last hour what it says in its busiest, 0 when that is not ten.
    """

    id: UUID
    code: str
    name: str
    owner: str
    kind: FeedKind
    charset: str
    time_zone: str
    rhythm: int | None
    first_heard_at: datetime
    last_arrival_at: datetime | None
    last_hour: int
    expected: int | None
    times_as_loud: int
    alarm_at: datetime | None
    hold: "HoldRow | None"
    silence: Health
    health: Health

    @property
    def is_silent(self) -> bool:
        """Whether it is silent for so long that somebody must look."""
        return self.silence is Health.BAD


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An open hold: since when and why, of one feed or of all.

    `suspicion`: the poison guard held the feed; `earlier` are the messages of the flood that had been applied before.
    """

    id: UUID
    feed: UUID | None
    held_at: datetime
    reason: str
    held_by: str
    suspicion: Suspicion | None
    earlier: tuple[UUID, ...]


def feeds() -> list[FeedRow]:
    """Every feed by name; a constant number of queries."""
    return _rows(Feed.objects.order_by("name", "code"))


def feed(code: str) -> FeedRow | None:
    """One feed, or None."""
    return next(iter(_rows(Feed.objects.filter(code=code))), None)


def feed_of(feed_id: UUID) -> FeedRow | None:
    """One feed by its id, or None."""
    return next(iter(_rows(Feed.objects.filter(id=feed_id))), None)


def open_hold() -> HoldRow | None:
    """The hold of all feeds in force, or None."""
    return open_holds().get(None)


def open_holds() -> dict[UUID | None, HoldRow]:
    """The holds in force: by feed, that of all feeds under None."""
    found = FeedHold.objects.filter(releases__isnull=True).order_by("id")
    return {hold.feed_id: _hold(hold) for hold in found}


def held_and_waiting(feed: UUID | None = None) -> int:
    """How many messages were held and neither applied nor discarded since, in this hold or an earlier one."""
    held = Message.objects.filter(hold__isnull=False, replay__isnull=True, quarantine__isnull=True)
    if feed:
        held = held.filter(hold__feed=feed)
    return held.exclude(hold__releases__discard=True).count()


def patients_of(messages: Collection[UUID]) -> list[UUID]:
    """Whom these messages were about."""
    found = Message.objects.filter(id__in=messages).values_list("patient", flat=True)
    return sorted({patient for patient in found if patient})


def _hold(hold: FeedHold) -> HoldRow:
    suspicion = Suspicion(hold.suspicion) if hold.suspicion else None
    reason = said_of(suspicion, hold.flood, hold.window) if suspicion else hold.reason
    earlier = tuple(UUID(message) for message in hold.earlier)
    return HoldRow(hold.id, hold.feed_id, hold.occurred_at, reason, hold.held_by, suspicion, earlier)


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """From when on a feed is held apart: what it says, at least how often, and in more than how many of a hundred."""

    words: str
    least: int
    percent: int


def thresholds() -> list[ThresholdRow]:
    """The limits of the poison guard."""
    return [ThresholdRow(_(one.words), one.least, round(100 * one.share)) for one in THRESHOLDS.values()]


def said_of(suspicion: Suspicion, count: int, of: int) -> str:
    """Why the poison guard held a feed, in the reader's language."""
    said = _("{count} of its last {of} messages {words}.")
    return said.format(count=count, of=of, words=_(THRESHOLDS[suspicion].words))


def picture_at() -> datetime | None:
    """When the hospital last told something that was applied: the age of all that is shown and printed."""
    applied = Message.objects.filter(outcome=Outcome.APPLIED).order_by("-sent_at").values_list("sent_at", flat=True)
    replayed = HeldReplay.objects.order_by("-id").values_list("message__sent_at", flat=True)
    return max(filter(None, (applied.first(), replayed.first())), default=None)


def board_signs() -> list[Sign]:
    """The age of the picture, a hold when there is one, and the age of each feed against its rhythm."""
    rows, hold = feeds(), open_hold()
    signs = [_sign_of_picture(rows)]
    if hold:
        signs.append(Sign(gettext_lazy("Feeds are held"), Health.WATCH, hold.held_at, hold.reason, "feeds:feeds"))
    signs += [Sign(row.name, row.health, row.last_arrival_at, stands(row), "feeds:feeds") for row in rows]
    return signs + folder_signs()


def _sign_of_picture(rows: Iterable[FeedRow]) -> Sign:
    name, newest = gettext_lazy("Picture of the hospital"), picture_at()
    if newest is None:
        return Sign(name, Health.OFF, None, _("No feed has told anything yet."), "feeds:feeds")
    rhythm = min((row.rhythm for row in rows if row.rhythm), default=None)
    return Sign(name, _health(rhythm, newest, clock.now()), newest, "", "feeds:feeds")


def stands(row: FeedRow) -> str:
    """How a feed stands, in words."""
    if row.hold:
        return _("Held apart: {why}").format(why=row.hold.reason)
    if row.health in {Health.WATCH, Health.BAD} and row.expected:
        return _("Silent: usually {count} messages would have come since").format(count=row.expected)
    if row.times_as_loud:
        said = _("{count} messages in the last hour, {times} times its busiest: ask whoever answers for it why")
        return said.format(count=row.last_hour, times=row.times_as_loud)
    return _("{count} messages in the last hour").format(count=row.last_hour)


def _rows(chosen: "QuerySet[Feed]") -> list[FeedRow]:
    now = clock.now()
    newest = Message.objects.filter(feed=OuterRef("id")).order_by("-occurred_at").values("occurred_at")[:1]
    counts = dict(
        Message.objects.filter(feed__in=chosen.order_by(), occurred_at__gt=now - timedelta(hours=1))
        .order_by()
        .values_list("feed")
        .annotate(count=Count("id"))
    )
    holds = open_holds()
    found = list(chosen.annotate(last_arrival_at=Subquery(newest)))
    files = last_files()
    for one in found:
        # A list that says nothing new was heard all the same.
        heard = [at for at in (one.last_arrival_at, files.get(one.id)) if at]
        one.last_arrival_at = max(heard, default=None)
    silent = silences({one.id: one.last_arrival_at for one in found if one.last_arrival_at}, now)
    return [_row(one, counts.get(one.id, 0), silent.get(one.id), holds.get(one.id), now) for one in found]


def _row(feed: Feed, last_hour: int, silence: Silence | None, hold: HoldRow | None, now: datetime) -> FeedRow:
    last_at: datetime | None = feed.last_arrival_at  # type: ignore[attr-defined]
    learned = silence if feed.rhythm is None else None
    quiet = learned.health if learned else _health(feed.rhythm, last_at, now)
    loud = last_hour // silence.busiest if silence and last_hour >= LOUD * silence.busiest else 0
    return FeedRow(
        id=feed.id,
        code=feed.code,
        name=feed.name,
        owner=feed.owner,
        kind=FeedKind(feed.kind),
        charset=feed.charset,
        time_zone=feed.time_zone,
        rhythm=feed.rhythm,
        first_heard_at=feed.occurred_at,
        last_arrival_at=last_at,
        last_hour=last_hour,
        expected=silence.expected if silence else None,
        times_as_loud=loud,
        alarm_at=learned.alarm_at if learned else None,
        hold=hold,
        silence=quiet,
        health=Health.BAD if hold else Health.WATCH if loud and quiet is Health.GOOD else quiet,
    )


def _health(rhythm: int | None, last_at: datetime | None, now: datetime) -> Health:
    """Good within the rhythm, to be watched up to three times it, bad beyond; off when never heard."""
    if last_at is None:
        return Health.OFF
    silence = now - last_at
    if rhythm is None:
        return Health.GOOD if silence <= UNSAID_RHYTHM else Health.WATCH
    if silence <= timedelta(seconds=rhythm):
        return Health.GOOD
    return Health.WATCH if silence <= timedelta(seconds=3 * rhythm) else Health.BAD
