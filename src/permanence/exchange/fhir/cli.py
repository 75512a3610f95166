"""`permanence fhir`."""

from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.exchange.fhir import operations
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


commands: tuple[click.Command, ...] = (fhir,)
