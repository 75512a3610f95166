"""How each feed stands and how old the picture is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.exchange.feeds.models import Feed, FeedHold, FeedKind, HeldReplay, Message, Outcome
from permanence.foundation import clock
from permanence.foundation.board import Health, Sign

# A feed of which nobody said how long its silences may be is watched after a working day's.
UNSAID_RHYTHM = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed: what people said of it, when it was last heard, and how many messages it sent in the last hour.

    `rhythm` is the longest normal silence in seconds, None when nobody said; an empty `owner`: nobody vouches for it.
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
    health: Health


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An open hold: since when and why."""

    id: UUID
    held_at: datetime
    reason: str
    held_by: str


def feeds() -> list[FeedRow]:
    """Every feed by name; two queries."""
    return _rows(Feed.objects.order_by("name", "code"))


def feed(code: str) -> FeedRow | None:
    """One feed, or None."""
    return next(iter(_rows(Feed.objects.filter(code=code))), None)


def feed_of(feed_id: UUID) -> FeedRow | None:
    """One feed by its id, or None."""
    return next(iter(_rows(Feed.objects.filter(id=feed_id))), None)


def open_hold() -> HoldRow | None:
    """The hold in force, or None."""
    hold = FeedHold.objects.filter(releases__isnull=True).order_by("-id").first()
    return HoldRow(hold.id, hold.occurred_at, hold.reason, hold.held_by) if hold else None


def held_and_waiting() -> int:
    """How many messages were held and never applied since, in this hold or an earlier one."""
    return Message.objects.filter(hold__isnull=False, replay__isnull=True, quarantine__isnull=True).count()


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
    return [*signs, *(Sign(row.name, row.health, row.last_arrival_at, _heard(row), "feeds:feeds") for row in rows)]


def _sign_of_picture(rows: Iterable[FeedRow]) -> Sign:
    name, newest = gettext_lazy("Picture of the hospital"), picture_at()
    if newest is None:
        return Sign(name, Health.OFF, None, _("No feed has told anything yet."), "feeds:feeds")
    rhythm = min((row.rhythm for row in rows if row.rhythm), default=None)
    return Sign(name, _health(rhythm, newest, clock.now()), newest, "", "feeds:feeds")


def _heard(row: FeedRow) -> str:
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
    return [
        FeedRow(
            id=found.id,
            code=found.code,
            name=found.name,
            owner=found.owner,
            kind=FeedKind(found.kind),
            charset=found.charset,
            time_zone=found.time_zone,
            rhythm=found.rhythm,
            first_heard_at=found.occurred_at,
            last_arrival_at=found.last_arrival_at,
            last_hour=counts.get(found.id, 0),
            health=_health(found.rhythm, found.last_arrival_at, now),
        )
        for found in chosen.annotate(last_arrival_at=Subquery(newest))
    ]


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
