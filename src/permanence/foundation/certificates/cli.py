"""`permanence certificate`: the box's own certificate and how to recognise it on a ward."""

from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.certificates import operations, queries
from permanence.foundation.console import console_actor, json_option, say


@click.command("certificate", help=_("Make the box's own certificate where there is none, and show its fingerprints."))
@click.option("--name", "names", multiple=True, help=_("Another host name or address browsers use for this box."))
@json_option
def certificate(*, names: tuple[str, ...], as_json: bool) -> None:
    """Exit with 1 when its files were damaged."""
    try:
        row = operations.ensure_certificate(
            wanted=queries.wanted_names(names), by=console_actor(), occurred_at=clock.now()
        )
    except operations.CertificateDamaged as error:
        raise click.ClickException(queries.words_of(error)) from error
    say(asdict(row), as_json=as_json, lines=queries.words_about(row))


commands: tuple[click.Command, ...] = (certificate,)
