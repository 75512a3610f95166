"""`permanence fhir`."""

from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.exchange.fhir import operations, queries
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("fhir", help=_("Feeds that speak FHIR."))
def fhir() -> None:
    """Group of the commands about FHIR."""


@fhir.command("import", help=_("Take in the resources of a file, or of every file of a folder."))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--feed", default="", help=_("Code of the feed; by default each resource says the server that keeps it."))
@json_option
def import_files(*, path: Path, feed: str, as_json: bool) -> None:
    """Take resources in, as if they had arrived now, and say what became of them."""
    report = operations.import_files(path=path, feed=feed, by=console_actor(), occurred_at=clock.now())
    line = _("{received} resources received: {applied} applied, {quarantined} in quarantine, {duplicates} known.")
    lines = [line.format(**asdict(report))]
    if report.replayed:
        lines.append(
            _("{replayed} of those in quarantine were applied once what they refer to had come.").format(
                replayed=report.replayed
            )
        )
    if report.kept:
        kept = ", ".join(f"{type_} {count}" for type_, count in report.kept.items())
        lines.append(_("Kept as they came, for the picture holds nothing of them: {kept}.").format(kept=kept))
    if report.held:
        lines.append(_("{held} are held until the feeds are released.").format(held=report.held))
    lines += [_("{file} could not be read.").format(file=file) for file in report.unreadable_files]
    say(asdict(report), as_json=as_json, lines=lines)
    if report.unreadable_files:
        raise SystemExit(1)


@fhir.group("key", help=_("The keys by which feeds post."))
def key() -> None:
    """Group of the commands about keys."""


@key.command("add", help=_("Give a feed a new key to post with; it is shown this once."))
@click.argument("feed")
@json_option
def add_key(*, feed: str, as_json: bool) -> None:
    """Make a key and show it."""
    try:
        secret = operations.make_key(feed=feed, by=console_actor(), occurred_at=clock.now())
    except operations.FeedWithoutCode as refused:
        raise click.ClickException(_("This code cannot be read.")) from refused
    line = _("The key of {feed}, shown this once: {secret}")
    say({"feed": feed, "key": secret}, as_json=as_json, lines=[line.format(feed=feed, secret=secret)])


@key.command("list", help=_("Show the keys, without what opens."))
@json_option
def list_keys(*, as_json: bool) -> None:
    """Print every key ever made."""
    rows = queries.keys()
    lines = [
        f"{row.id}  {row.hint}…  {row.feed}  {_('revoked') if row.revoked_at else _('opens')}  {row.made_by}"
        for row in rows
    ]
    say(
        {"keys": [asdict(row) for row in rows]},
        as_json=as_json,
        lines=lines or [_("No feed has a key: nobody can post.")],
    )


@key.command("revoke", help=_("Take a key back, by its number in the list."))
@click.argument("number", type=click.UUID)
def revoke_key(*, number: UUID) -> None:
    """Revoke a key."""
    try:
        operations.revoke_key(key=number, by=console_actor(), occurred_at=clock.now())
    except operations.NoSuchKey as unknown:
        raise click.ClickException(_("No key with this number opens anything.")) from unknown
    click.echo(_("The key opens nothing any more."))


commands: tuple[click.Command, ...] = (fhir,)
