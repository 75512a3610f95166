"""`permanence serve`: feeds and errands in this process, the site in a worker beside it."""

import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

import click
import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.mp import MPServer

from permanence.entrance.errands import porters
from permanence.exchange.hl7v2 import operations as hl7v2
from permanence.foundation import clock, node
from permanence.foundation.actors import Actor
from permanence.foundation.certificates import operations as certificates
from permanence.foundation.certificates import queries as certificate_rows


@click.command("serve", help=_("Serve the site and listen to the hospital's feeds."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address of the site."))
@click.option("--port", default=8080, show_default=True, help=_("Port of the site."))
@click.option("--feeds-host", default="127.0.0.1", show_default=True, help=_("Address of the HL7 v2 door."))
@click.option("--feeds-port", default=2575, show_default=True, help=_("Port of the HL7 v2 door (MLLP)."))
@click.option(
    "--feeds-tls-port", type=int, help=_("Port of the HL7 v2 door over TLS (MLLP); none by default, in clear alone.")
)
@click.option("--feeds-tls-host", help=_("Address of the HL7 v2 door over TLS; that of the one in clear by default."))
@click.option(
    "--feeds-client-authority",
    envvar="PERMANENCE_FEEDS_CLIENT_AUTHORITY",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Who signs the certificates of senders (PEM): over TLS only those are let in."),
)
@click.option("--tls", is_flag=True, help=_("TLS on loopback too; on any other address it is always on."))
@click.option(
    "--certificate",
    envvar="PERMANENCE_CERTIFICATE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The hospital's certificate for TLS (PEM, with its chain); the box makes its own by default."),
)
@click.option(
    "--key",
    envvar="PERMANENCE_KEY",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Private key of the certificate (PEM)."),
)
def serve(
    *,
    host: str,
    port: int,
    feeds_host: str,
    feeds_port: int,
    feeds_tls_host: str | None,
    feeds_tls_port: int | None,
    feeds_client_authority: Path | None,
    tls: bool,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Run until interrupted."""
    if feeds_client_authority and feeds_tls_port is None:
        raise click.UsageError(_("An authority of senders goes with a port for TLS."))
    secret = feeds_tls_host or feeds_host
    speaks_tls = tls or certificate or key or not certificate_rows.is_loopback(host)
    shown = _certificate([host, secret], certificate, key) if speaks_tls or feeds_tls_port is not None else None
    # In clear nothing leaves the box.
    row, door = shown if speaks_tls else None, None
    if shown and feeds_tls_port is not None:
        door = hl7v2.TlsDoor(secret, feeds_tls_port, shown.certificate, shown.key, feeds_client_authority)
    # The worker reads its settings from the environment.
    os.environ["PERMANENCE_TLS"] = "1" if row else ""
    box = Actor("box", node.origin())
    feeds = _feeds(feeds_host, feeds_port, door, box)
    night = porters(box)
    for porter in night:
        porter.start()
    said = _("Site on {site}, HL7 v2 on {feeds}, all state in {home}. Ctrl-C stops.")
    site = f"{'https' if row else 'http'}://{host}:{port}"
    click.echo(said.format(site=site, feeds=f"{feeds_host}:{feeds.port}", home=node.home()))
    if door:
        click.echo(_("HL7 v2 over TLS on {feeds}.").format(feeds=f"{door.host}:{feeds.tls_port}"))
    for line in certificate_rows.words_about(row) if row else ():
        click.echo(line)
    # Read by whoever asks whether the box is running, and where.
    standing = node.home() / "serving.json"
    addresses = {"site": [host, port], "feeds": [feeds_host, feeds.port]}
    if door:
        addresses["feeds_tls"] = [door.host, feeds.tls_port]
    standing.write_bytes(orjson.dumps(addresses | {"tls": bool(row)}))
    try:
        _site(host, port, row).serve()
    finally:
        standing.unlink(missing_ok=True)
        for porter in night:
            porter.stop()
        feeds.stop()


def _certificate(hosts: Sequence[str], certificate: Path | None, key: Path | None) -> certificate_rows.CertificateRow:
    """What TLS is spoken with: what the hospital gave, or the box's own for these addresses."""
    if bool(certificate) != bool(key):
        raise click.UsageError(_("A certificate and its key go together: give both, or neither."))
    try:
        if certificate and key:
            return certificate_rows.given_certificate(certificate, key)
        wanted = certificate_rows.wanted_names([*hosts, *settings.ALLOWED_HOSTS])
        by = Actor("box", node.origin())
        return certificates.ensure_certificate(wanted=wanted, by=by, occurred_at=clock.now())
    except (certificate_rows.CertificateUnusable, certificate_rows.CertificateDamaged) as error:
        raise click.ClickException(certificate_rows.words_of(error)) from error


def _feeds(host: str, port: int, door: hl7v2.TlsDoor | None, box: Actor) -> hl7v2.FeedServer:
    try:
        return hl7v2.start_feeds(host=host, port=port, by=box, occurred_at=clock.now(), tls=door)
    except hl7v2.TlsUnusable as error:
        raise click.ClickException(_("TLS cannot be spoken with {file}.").format(file=error.args[0])) from error


def _site(host: str, port: int, row: certificate_rows.CertificateRow | None) -> MPServer:
    # A forked worker would inherit the locks of the feeds' threads.
    multiprocessing.set_start_method("spawn", force=True)
    return MPServer(
        "permanence.entrance.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
        ssl_cert=row.certificate if row else None,
        ssl_key=row.key if row else None,
        # A ward's old computer may not know 1.3; the suites of 1.2 that rustls speaks are as sound.
        ssl_protocol_min=SSLProtocols.tls12,
    )
