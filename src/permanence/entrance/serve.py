"""`permanence serve`: feeds and errands in this process, the site in a worker beside it."""

import multiprocessing
import os
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
    *, host: str, port: int, feeds_host: str, feeds_port: int, tls: bool, certificate: Path | None, key: Path | None
) -> None:
    """Run until interrupted."""
    row = _certificate(host, certificate, key, forced=tls)
    # The worker reads its settings from the environment.
    os.environ["PERMANENCE_TLS"] = "1" if row else ""
    box = Actor("box", node.origin())
    feeds = hl7v2.start_feeds(host=feeds_host, port=feeds_port, by=box, occurred_at=clock.now())
    night = porters(box)
    for porter in night:
        porter.start()
    said = _("Site on {site}, HL7 v2 on {feeds}, all state in {home}. Ctrl-C stops.")
    site = f"{'https' if row else 'http'}://{host}:{port}"
    click.echo(said.format(site=site, feeds=f"{feeds_host}:{feeds.port}", home=node.home()))
    for line in certificate_rows.words_about(row) if row else ():
        click.echo(line)
    # Read by whoever asks whether the box is running, and where.
    standing = node.home() / "serving.json"
    standing.write_bytes(orjson.dumps({"site": [host, port], "feeds": [feeds_host, feeds.port], "tls": bool(row)}))
    try:
        _site(host, port, row).serve()
    finally:
        standing.unlink(missing_ok=True)
        for porter in night:
            porter.stop()
        feeds.stop()


def _certificate(
    host: str, certificate: Path | None, key: Path | None, *, forced: bool
) -> certificate_rows.CertificateRow | None:
    """What TLS is spoken with; None in clear, which never leaves the box."""
    if bool(certificate) != bool(key):
        raise click.UsageError(_("A certificate and its key go together: give both, or neither."))
    try:
        if certificate and key:
            return certificate_rows.given_certificate(certificate, key)
        if not forced and certificate_rows.is_loopback(host):
            return None
        wanted = certificate_rows.wanted_names([host, *settings.ALLOWED_HOSTS])
        by = Actor("box", node.origin())
        return certificates.ensure_certificate(wanted=wanted, by=by, occurred_at=clock.now())
    except certificate_rows.CertificateUnusable as error:
        told = _("{certificate} and {key} are no certificate with its own key, or the key asks for a password.")
        raise click.ClickException(told.format(certificate=error.args[0], key=error.args[1])) from error
    except certificates.CertificateDamaged as error:
        told = _("A certificate in {folder} cannot be read. Put it back from a copy, or take the folder away.")
        raise click.ClickException(told.format(folder=error.args[0])) from error


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
