"""`permanence feeds import` and `permanence feeds listen`."""

import signal
import threading
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from permanence.exchange.hl7v2 import operations
from permanence.foundation import clock
from permanence.foundation.certificates import operations as certificates
from permanence.foundation.certificates import queries as certificate_rows
from permanence.foundation.console import console_actor, json_option, say

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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
@click.option("--tls-port", type=int, help=_("Port to listen on over TLS as well; none by default."))
@click.option("--tls-host", help=_("Address to listen on over TLS; that of the port in clear by default."))
@click.option(
    "--certificate",
    envvar="PERMANENCE_CERTIFICATE",
    type=_A_FILE,
    help=_("The hospital's certificate for TLS (PEM, with its chain); the box makes its own by default."),
)
@click.option("--key", envvar="PERMANENCE_KEY", type=_A_FILE, help=_("Private key of the certificate (PEM)."))
@click.option(
    "--client-authority",
    envvar="PERMANENCE_FEEDS_CLIENT_AUTHORITY",
    type=_A_FILE,
    help=_("Who signs the certificates of senders (PEM): over TLS only those are let in."),
)
def listen(
    *,
    host: str,
    port: int,
    feed: str,
    tls_port: int | None,
    tls_host: str | None,
    certificate: Path | None,
    key: Path | None,
    client_authority: Path | None,
) -> None:
    """Listen until interrupted."""
    if client_authority and tls_port is None:
        raise click.UsageError(_("An authority of senders goes with a port for TLS."))
    tls = None
    if tls_port is not None:
        shown = _certificate(tls_host or host, certificate, key)
        tls = operations.TlsDoor(tls_host or host, tls_port, shown.certificate, shown.key, client_authority)
    server = _started(host, port, feed, tls)
    # Whoever ends the process, what has arrived is stored and answered first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(_("Listening on {host}:{port}. Ctrl-C stops.").format(host=host, port=server.port))
    if tls:
        click.echo(_("HL7 v2 over TLS on {feeds}.").format(feeds=f"{tls.host}:{server.tls_port}"))
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo(_("Storing what has arrived..."))
    finally:
        server.stop()


def _started(host: str, port: int, feed: str, tls: operations.TlsDoor | None) -> operations.FeedServer:
    try:
        return operations.start_feeds(
            host=host, port=port, feed=feed, tls=tls, by=console_actor(), occurred_at=clock.now()
        )
    except operations.TlsUnusable as error:
        raise click.ClickException(_("TLS cannot be spoken with {file}.").format(file=error.args[0])) from error
    except OSError as taken:
        line = _("Cannot listen on {host}:{port}: {why}")
        raise click.ClickException(line.format(host=host, port=port, why=taken)) from taken


def _certificate(host: str, certificate: Path | None, key: Path | None) -> certificate_rows.CertificateRow:
    if bool(certificate) != bool(key):
        raise click.UsageError(_("A certificate and its key go together: give both, or neither."))
    try:
        if certificate and key:
            return certificate_rows.given_certificate(certificate, key)
        wanted = certificate_rows.wanted_names([host, *settings.ALLOWED_HOSTS])
        return certificates.ensure_certificate(wanted=wanted, by=console_actor(), occurred_at=clock.now())
    except (certificate_rows.CertificateUnusable, certificate_rows.CertificateDamaged) as error:
        raise click.ClickException(certificate_rows.words_of(error)) from error


commands: tuple[click.Command, ...] = (feeds,)
