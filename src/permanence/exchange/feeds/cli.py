"""`permanence feeds`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO
from uuid import UUID

import click
from django.conf import settings
from django.utils.translation import gettext as _

from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.operations import FeedDescription, FeedKind
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say

KINDS = [kind.value for kind in FeedKind]


@click.group("feeds", help=_("The hospital's feeds."))
def feeds() -> None:
    """Group of the commands about senders."""


@feeds.command("status", help=_("Show every feed, when it was last heard, what is held, how old the picture is."))
@json_option
def status(*, as_json: bool) -> None:
    """Print how each feed stands."""
    rows, hold, picture_at = queries.feeds(), queries.open_hold(), queries.picture_at()
    lines = [
        _("{health}  {code}  {name}  last heard: {at}  last hour: {count}  {stands}").format(
            health=row.health, code=row.code, name=row.name, at=row.last_arrival_at or _("never"),
            count=row.last_hour, stands=queries.stands(row),
        ).rstrip()
        for row in rows
    ]  # fmt: skip
    if hold:
        lines.append(_("Held since {at}: {reason}").format(at=hold.held_at, reason=hold.reason))
    waiting = queries.held_and_waiting()
    if waiting:
        lines.append(_("{count} messages are kept apart.").format(count=waiting))
    report = {
        "picture_at": picture_at, "held": hold and asdict(hold), "kept_apart": waiting,
        "feeds": [asdict(row) for row in rows],
    }  # fmt: skip
    say(report, as_json=as_json, lines=lines or [_("No feed is known yet.")])


@feeds.command("add", help=_("Make a sender known: its CODE is what its messages call it (HL7 v2: MSH-3^MSH-4)."))
@click.argument("code")
@click.option("--name", required=True, help=_("What people call it."))
@click.option("--owner", default="", help=_("Who in the hospital answers for it."))
@click.option("--kind", type=click.Choice(KINDS), default="other", help=_("What it mostly tells."))
@click.option("--charset", default="", help=_("Charset of messages that name none, for example 8859/1."))
@click.option("--time-zone", default=settings.TIME_ZONE, show_default=True, help=_("Of hours without offset."))
@click.option("--rhythm", type=click.IntRange(min=1), help=_("The longest normal silence, in seconds."))
@json_option
def add(
    *, code: str, name: str, owner: str, kind: str, charset: str, time_zone: str, rhythm: int | None, as_json: bool
) -> None:
    """Add a feed, or describe again one that is known."""
    try:
        description = FeedDescription(name, owner, FeedKind(kind), charset, time_zone, rhythm)
    except LookupError as unknown:
        raise click.ClickException(_("{name} is no charset and no time zone.").format(name=unknown)) from unknown
    by, now = console_actor(), clock.now()
    known = queries.feed(code)
    if known:
        operations.describe_feed(feed=known.id, description=description, by=by, occurred_at=now)
    else:
        operations.add_feed(code=code, description=description, by=by, occurred_at=now)
    line = _("{code} is described.") if known else _("{code} is known from now on.")
    say({"code": code, "added": not known}, as_json=as_json, lines=[line.format(code=code)])


@feeds.command("hold", help=_("Keep what feeds say from now on, and do not apply it."))
@click.option("--feed", default="", help=_("Code of the one feed to hold; all by default."))
@click.option("--reason", required=True, help=_("Why."))
def hold(*, feed: str, reason: str) -> None:
    """Hold all feeds, or one."""
    try:
        operations.hold_feeds(feed=_feed(feed), reason=reason, by=console_actor(), occurred_at=clock.now())
    except operations.FeedsAlreadyHeld as held:
        raise click.ClickException(_("The feeds are held already.")) from held
    click.echo(_("Messages are kept and acknowledged; none is applied until the feeds are released."))


@feeds.command("release", help=_("Apply what feeds say again."))
@click.option("--feed", default="", help=_("Code of the one feed that was held apart; by default the hold of all."))
@click.option("--replay", "fate", flag_value="replay", help=_("Apply what was held first, in its order."))
@click.option("--leave-apart", "fate", flag_value="apart", help=_("Leave what was held apart, for a later decision."))
@click.option("--discard", "fate", flag_value="discard", help=_("Nothing of what was held is needed; it is kept."))
@click.option("--reason", required=True, help=_("Why."))
@json_option
def release(*, feed: str, fate: str | None, reason: str, as_json: bool) -> None:
    """Release the feeds; with --replay, return when all that was held is applied or in quarantine."""
    if fate is None:
        raise click.UsageError(_("Say what becomes of what was held: --replay, --leave-apart or --discard."))
    by, chosen = console_actor(), _feed(feed)
    try:
        operations.release_feeds(feed=chosen, fate=operations.Fate(fate), reason=reason, by=by, occurred_at=clock.now())
    except operations.FeedsNotHeld as free:
        raise click.ClickException(_("The feeds are not held, and nothing was left apart.")) from free
    replayed = quarantined = 0
    while chunk := operations.replay_held(by=by, occurred_at=clock.now()):
        replayed, quarantined = replayed + chunk.applied, quarantined + chunk.quarantined
    left = queries.held_and_waiting()
    line = _("{replayed} held messages applied, {quarantined} in quarantine, {left_apart} left apart.")
    report = {"replayed": replayed, "quarantined": quarantined, "left_apart": left}
    say(report, as_json=as_json, lines=[line.format(**report)])


def _feed(code: str) -> UUID | None:
    if not code:
        return None
    known = queries.feed(code)
    if known is None:
        raise click.ClickException(_("No feed has this code: see permanence feeds status."))
    return known.id


@feeds.group("quarantine", help=_("Messages that could not be applied."))
def quarantine() -> None:
    """Group of the commands about quarantined messages."""


@quarantine.command("list", help=_("List the messages that wait for somebody, by reason."))
@click.option("--reason", default="", help=_("Only those with this reason."))
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help=_("Which page of the list."))
@json_option
def list_quarantined(*, reason: str, page: int, as_json: bool) -> None:
    """Print a page of the quarantine."""
    rows, counts = queries.quarantined(reason=reason, page=page), queries.waiting_by_reason()
    lines = [f"{count.count:6}  {count.reason}: {count.said}" for count in counts]
    lines += [f"{row.id}  {row.feed}  {row.event}  {row.reason} {row.detail}".rstrip() for row in rows]
    report = {"reasons": [asdict(count) for count in counts], "messages": [asdict(row) for row in rows]}
    say(report, as_json=as_json, lines=lines or [_("The quarantine is empty.")])


@quarantine.command("show", help=_("Show one quarantined message, with its content."))
@click.argument("quarantined", type=click.UUID)
@json_option
def show(*, quarantined: UUID, as_json: bool) -> None:
    """Print a message; the reading is accounted for."""
    found = queries.opened(quarantined)
    if found is None:
        raise click.ClickException(_("No quarantined message has this number."))
    who, now = console_actor(), clock.now()
    operations.account_for_opening(quarantine=quarantined, screen="feeds quarantine show", by=who, occurred_at=now)
    say(asdict(found), as_json=as_json, lines=[f"{found.row.said} {found.row.detail}".rstrip(), "", found.text])


@quarantine.command("mend", help=_("Apply a corrected text of a quarantined message; the original is kept beside it."))
@click.argument("quarantined", type=click.UUID)
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--reason", required=True, help=_("What was wrong, and how it is known."))
@json_option
def mend(*, quarantined: UUID, file: TextIO, reason: str, as_json: bool) -> None:
    """Mend one message from a file with its text as `show` prints it."""
    text = file.read()
    try:
        operations.mend(quarantine=quarantined, text=text, reason=reason, by=console_actor(), occurred_at=clock.now())
    except operations.NotInQuarantine as gone:
        raise click.ClickException(_("This message does not wait in quarantine.")) from gone
    except operations.StillRefused as refused:
        raise click.ClickException(str(refused)) from refused
    say({"mended": 1}, as_json=as_json, lines=[_("The mended message is applied.")])


@quarantine.command("replay", help=_("Try quarantined messages again: those named, or all that wait for one reason."))
@click.argument("quarantined", type=click.UUID, nargs=-1)
@click.option("--reason", default="", help=_("All that wait for this reason."))
@json_option
def replay(*, quarantined: Sequence[UUID], reason: str, as_json: bool) -> None:
    """Replay many messages in the order they came."""
    chosen = _chosen(quarantined, reason)
    report = operations.replay(quarantines=chosen, by=console_actor(), occurred_at=clock.now())
    line = _("{applied} applied, {still_refused} still in quarantine.")
    say(asdict(report), as_json=as_json, lines=[line.format(**asdict(report))])


@quarantine.command("discard", help=_("Set messages aside for good: those named, or all that wait for one reason."))
@click.argument("quarantined", type=click.UUID, nargs=-1)
@click.option("--reason", default="", help=_("All that wait for this reason."))
@click.option("--because", required=True, help=_("Why they tell nothing that is needed."))
@json_option
def discard(*, quarantined: Sequence[UUID], reason: str, because: str, as_json: bool) -> None:
    """Discard many messages; they stay in the database and may be replayed later."""
    chosen = _chosen(quarantined, reason)
    count = operations.discard(quarantines=chosen, reason=because, by=console_actor(), occurred_at=clock.now())
    say({"discarded": count}, as_json=as_json, lines=[_("{count} discarded.").format(count=count)])


def _chosen(quarantined: Sequence[UUID], reason: str) -> Sequence[UUID]:
    if bool(quarantined) == bool(reason):
        raise click.UsageError(_("Name messages, or give a reason: one of the two."))
    return quarantined or queries.waiting(reason=reason)


@feeds.command("watch", help=_("Take in what another system leaves in FOLDER; files are claimed once they are whole."))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--feed", required=True, help=_("Code of the feed; made known when it is new."))
@click.option("--format", "format_name", help=_("What the files are written in; tables when a profile is named."))
@click.option("--profile", default="", help=_("How tables are read: see permanence tables profiles."))
@click.option(
    "--settled", default=10, show_default=True, help=_("Seconds without growing after which a file is whole.")
)
@click.option("--owner", default="", help=_("Who in the hospital answers for a new feed."))
@click.option("--rhythm", type=click.IntRange(min=1), help=_("Of a new feed: the longest normal silence, in seconds."))
@json_option
def watch(
    *, folder: Path, feed: str, format_name: str | None, profile: str, settled: int, owner: str, rhythm: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Watch a folder from now on, while the box serves."""
    by, now = console_actor(), clock.now()
    named = format_name or ("tables" if profile else "hl7v2")
    if queries.feed(feed) is None:
        description = FeedDescription(feed, owner, rhythm=rhythm)
        operations.add_feed(code=feed, description=description, by=by, occurred_at=now)
    try:
        watched = operations.watch_folder(
            path=folder, feed=feed, format_name=named, profile=profile, settled_seconds=settled, by=by, occurred_at=now
        )
    except operations.FormatUnknown as unknown:
        raise click.ClickException(
            _("No room of this box reads files of {format}.").format(format=unknown)
        ) from unknown
    except operations.FolderAlreadyWatched as known:
        raise click.ClickException(_("This folder is watched already.")) from known
    except operations.FolderUnusable as unusable:
        line = _("Files cannot be claimed in this folder: {why}")
        raise click.ClickException(line.format(why=unusable)) from unusable
    line = _("{folder} is watched while the box serves; what is taken lies in {folder}/.taken.")
    say({"folder": watched}, as_json=as_json, lines=[line.format(folder=folder)])


@feeds.command("folders", help=_("List the watched folders, and how each stands."))
@json_option
def list_folders(*, as_json: bool) -> None:
    """Print every watched folder."""
    rows = queries.folders()
    lines = [f"{row.health.value}  {row.code}  {row.path}  {queries.folder_health(row)}" for row in rows]
    report = {"folders": [{**asdict(row), "health": row.health} for row in rows]}
    say(report, as_json=as_json, lines=lines or [_("No folder is watched.")])


@feeds.command("unwatch", help=_("Leave a watched folder alone from now on."))
@click.argument("folder", type=click.Path(path_type=Path))
def unwatch(*, folder: Path) -> None:
    """End a watch, by the folder's path."""
    found = next((row for row in queries.folders() if row.path == str(folder.absolute())), None)
    if found is None:
        raise click.ClickException(_("This folder is not watched."))
    operations.end_watch(folder=found.id, by=console_actor(), occurred_at=clock.now())
    click.echo(_("{folder} is left alone from now on.").format(folder=folder))


commands: tuple[click.Command, ...] = (feeds,)
