"""`permanence ledger`: verify the chain, show its head."""

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.ledger import operations, queries
from permanence.foundation.ledger.rules import Fault


@click.group("ledger", help=_("The ledger of every write."))
def ledger() -> None:
    """Group of the ledger's commands."""


@ledger.command("verify", help=_("Check every entry of the ledger and show the first broken one."))
@click.option("--head", "printed", default="", help=_("A head printed on a page, to be found in the ledger."))
@json_option
def verify(*, printed: str, as_json: bool) -> None:
    """Exit with 1 when a chain is broken or a printed head is not found."""
    reports = queries.verify()
    found = queries.holds(printed) if printed else True
    broken = [report for report in reports if report.first_break]
    lines = [_line(report) for report in reports] or [_("The ledger is empty.")]
    if not found:
        lines.append(_("The head {head} is in no chain held here: the ledger was rewritten.").format(head=printed))
    say(
        {"ok": found and not broken, "printed_head_found": found, "chains": [_facts(report) for report in reports]},
        as_json=as_json,
        lines=lines,
    )
    if broken or not found:
        raise SystemExit(1)


@ledger.command("head", help=_("Show the head of this box's ledger, as printed on every page."))
@json_option
def head(*, as_json: bool) -> None:
    """Print the head."""
    last = queries.head()
    say(
        {"origin": last.origin, "sequence": last.sequence, "hash": last.hash, "spoken": last.spoken},
        as_json=as_json,
        lines=[f"{last.origin} {last.sequence} {last.spoken}"],
    )


@ledger.command("confirm-clock", help=_("Say that the clock is right now, after it was ahead: look at a watch first."))
@click.confirmation_option(prompt=_("Did you compare the box's date and hour with a watch?"))
@json_option
def confirm_clock(*, as_json: bool) -> None:
    """Let entries follow the clock again."""
    now = clock.now()
    entry = operations.confirm_clock(by=console_actor(), occurred_at=now)
    said = _("Entries follow the clock again, from {now:%d/%m/%Y %H:%M}.").format(now=timezone.localtime(now))
    say({"ok": True, "sequence": entry.sequence, "recorded_at": entry.recorded_at}, as_json=as_json, lines=[said])


def _line(report: queries.ChainReport) -> str:
    if report.first_break is None:
        return _("{origin}: {count} entries, unbroken. Head {head}.").format(
            origin=report.head.origin, count=report.head.sequence, head=report.head.spoken
        )
    return _("{origin}: entry {sequence} is broken: {fault}.").format(
        origin=report.first_break.origin, sequence=report.first_break.sequence, fault=_said(report.first_break.fault)
    )


def _said(fault: Fault) -> str:
    return {
        Fault.MISSING: _("an entry is missing here"),
        Fault.UNCHAINED: _("it does not follow the entry before it"),
        Fault.ALTERED: _("its content does not match its hash"),
    }[fault]


def _facts(report: queries.ChainReport) -> dict[str, object]:
    first = report.first_break
    return {
        "origin": report.head.origin,
        "entries": report.head.sequence,
        "head": report.head.hash,
        "first_broken": None if first is None else {"sequence": first.sequence, "fault": first.fault.name.lower()},
    }


commands: tuple[click.Command, ...] = (ledger,)
