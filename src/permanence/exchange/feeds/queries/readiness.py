"""Whether the feeds are ready for tonight: how long each is silent, a forgotten hold, hours that belie the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.exchange.feeds.adapters.formats import FormatUnknown, format_named
from permanence.exchange.feeds.models import Message
from permanence.exchange.feeds.queries.feeds import FeedRow, feeds, open_hold, picture_at
from permanence.exchange.feeds.queries.folders import folder_checks
from permanence.exchange.feeds.rules.refusals import Refusal
from permanence.foundation.board import Health
from permanence.foundation.readiness import Check

# Senders' clocks differ by minutes; a message waits in a queue for hours.
_AHEAD, _LATE = timedelta(minutes=10), timedelta(days=1)


def readiness_checks() -> list[Check]:
    """The picture, each feed against its rhythm, and the hours the feeds say against the box's clock."""
    rows = feeds()
    return [_picture(rows), *(_feed(row) for row in rows), *_hold(), *_hours(rows), *folder_checks()]


def _picture(rows: list[FeedRow]) -> Check:
    name, newest = gettext_lazy("Picture of the hospital"), picture_at()
    if newest is None:
        remedy = _("Connect a feed (docs/how-to/connect-a-feed.md): without one the pages of a blackout are empty.")
        return Check(name, Health.BAD, _("No feed has told anything yet."), remedy)
    worst = Health.BAD if all(row.health is Health.BAD for row in rows) else Health.GOOD
    found = _("Last told on {at}.").format(at=_moment(newest))
    return Check(name, worst, found, _("Every feed is silent: call whoever runs the hospital's integration engine."))


def _feed(row: FeedRow) -> Check:
    name = _("Feed {name}").format(name=row.name)
    if row.last_arrival_at is None:
        return Check(name, Health.OFF, _("Never heard."))
    found = _("Last heard on {at}.").format(at=_moment(row.last_arrival_at))
    remedy = _("Call its owner ({owner}): is the sender stopped, or the cable out? Longest normal silence: {rhythm}.")
    rhythm = _("{n} min").format(n=row.rhythm // 60) if row.rhythm else _("nobody said")
    return Check(name, row.health, found, remedy.format(owner=row.owner or _("nobody vouches for it"), rhythm=rhythm))


def _hold() -> Iterator[Check]:
    hold = open_hold()
    if hold:
        found = _("Since {at}: {reason}").format(at=_moment(hold.held_at), reason=hold.reason)
        remedy = _("Messages are kept and not applied. If the crisis or the exercise is over, end it.")
        yield Check(gettext_lazy("Feeds are held"), Health.WATCH, found, remedy)


def _hours(rows: list[FeedRow]) -> Iterator[Check]:
    for row in rows:
        newest = Message.objects.filter(feed=row.id).order_by("-occurred_at").first()
        sent = _sent_at(newest, row) if newest else None
        if newest is None or sent is None or -_LATE <= sent - newest.occurred_at <= _AHEAD:
            continue
        found = _("A message sent on {sent} by its sender's clock came on {came} by the box's.")
        remedy = _(
            "Look at a watch: set the clock that is wrong, the box's or the sender's. An old file that was imported"
            " does the same and needs nothing. Messages are kept as they came."
        )
        name = _("Hours of {name}").format(name=row.name)
        said = found.format(sent=_moment(sent), came=_moment(newest.occurred_at))
        yield Check(name, Health.BAD if sent > newest.occurred_at else Health.WATCH, said, remedy)


def _sent_at(message: Message, row: FeedRow) -> datetime | None:
    """The hour the message itself says: `sent_at` never holds one later than its arrival."""
    try:
        format_ = format_named(message.format)
        return format_.heading(format_.parse(bytes(message.raw), row.charset), ZoneInfo(row.time_zone)).sent_at
    except (Refusal, FormatUnknown, ValueError):
        return None


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
