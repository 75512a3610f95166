"""`permanence feeds import` and `permanence feeds listen`."""

import signal
import threading
from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.exchange.hl7v2 import operations
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("feeds")
def feeds() -> None:
    """Joins the commands about feeds."""


@feeds.command("import", help=_("Take in the messages of a file, or of every file of a folder."))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--feed", default="", help=_("Code of the feed; by default each message says its sender."))
@click.option("--charset", default="", help=_("Charset of these files, when it is not the feed's."))
@json_option
def import_files(*, path: Path, feed: str, charset: str, as_json: bool) -> None:
    """Take messages in, as if they had arrived now, and say what became of them."""
    report = operations.import_files(path=path, feed=feed, charset=charset, by=console_actor(), occurred_at=clock.now())
    line = _("{received} messages received: {applied} applied, {quarantined} in quarantine, {duplicates} known.")
    lines = [line.format(**asdict(report))]
    if report.held:
        lines.append(_("{held} are held until the feeds are released.").format(held=report.held))
    lines += [_("{file} could not be read.").format(file=file) for file in report.unreadable_files]
    say(asdict(report), as_json=as_json, lines=lines)
    if report.unreadable_files:
        raise SystemExit(1)


@feeds.command("listen", help=_("Listen to feeds over MLLP without serving the site."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=operations.PORT, show_default=True, help=_("Port to listen on."))
@click.option("--feed", default="", help=_("Code of the feed of this port; by default each message says its sender."))
def listen(*, host: str, port: int, feed: str) -> None:
    """Listen until interrupted."""
    try:
        server = operations.start_feeds(host=host, port=port, feed=feed, by=console_actor(), occurred_at=clock.now())
    except OSError as taken:
        line = _("Cannot listen on {host}:{port}: {why}")
        raise click.ClickException(line.format(host=host, port=port, why=taken)) from taken
    # Whoever ends the process, what has arrived is stored and answered first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(_("Listening on {host}:{port}. Ctrl-C stops.").format(host=host, port=server.port))
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo(_("Storing what has arrived..."))
    finally:
        server.stop()


commands: tuple[click.Command, ...] = (feeds,)
