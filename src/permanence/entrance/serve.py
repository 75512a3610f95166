"""`permanence serve`: feeds and errands in this process, the site in a worker beside it."""

import multiprocessing
import os
from pathlib import Path

import click
from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from permanence.entrance.porter import NightPorter
from permanence.exchange.feeds import operations as told
from permanence.exchange.hl7v2 import operations as hl7v2
from permanence.foundation import clock, node
from permanence.foundation.actors import Actor
from permanence.paper.press import operations as press


@click.command("serve", help=_("Serve the site and listen to the hospital's feeds."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address of the site."))
@click.option("--port", default=8080, show_default=True, help=_("Port of the site."))
@click.option("--feeds-host", default="127.0.0.1", show_default=True, help=_("Address of the HL7 v2 door."))
@click.option("--feeds-port", default=2575, show_default=True, help=_("Port of the HL7 v2 door (MLLP)."))
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help=_("TLS certificate (PEM)."))
@click.option("--key", type=click.Path(exists=True, path_type=Path), help=_("Private key of the certificate (PEM)."))
def serve(
    *, host: str, port: int, feeds_host: str, feeds_port: int, certificate: Path | None, key: Path | None
) -> None:
    """Run until interrupted."""
    if certificate:
        os.environ["PERMANENCE_TLS"] = "1"
    box = Actor("box", node.origin())
    feeds = hl7v2.start_feeds(host=feeds_host, port=feeds_port, by=box, occurred_at=clock.now())
    porter = NightPorter(
        (
            lambda: press.print_waiting_runs(by=box),
            lambda: told.replay_held(by=box, occurred_at=clock.now()),
        )
    )
    porter.start()
    said = _("Site on {site}, HL7 v2 on {feeds}, all state in {home}. Ctrl-C stops.")
    site = f"{'https' if certificate else 'http'}://{host}:{port}"
    click.echo(said.format(site=site, feeds=f"{feeds_host}:{feeds.port}", home=node.home()))
    try:
        _site(host, port, certificate, key).serve()
    finally:
        porter.stop()
        feeds.stop()


def _site(host: str, port: int, certificate: Path | None, key: Path | None) -> MPServer:
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
        ssl_cert=certificate,
        ssl_key=key,
    )
