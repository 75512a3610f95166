"""`permanence demo` and `permanence exercises`: a made-up hospital to try everything on."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path

import click
from django.utils.translation import gettext as _

from permanence.command.exercises import operations, queries
from permanence.command.exercises.adapters import files, house, lanes
from permanence.command.exercises.rules.hospital import Telling
from permanence.command.exercises.rules.live import Live
from permanence.command.exercises.rules.segments import Sent
from permanence.foundation import clock, node
from permanence.foundation.console import console_actor, json_option, say

SEED = 20220821
ACCOUNTS_FILE = "demo-accounts.txt"
# Enough that a commit holds many messages; a hospital has as many senders.
CONNECTIONS = 64
_QUIET_SECONDS = 10.0

seed_option = click.option("--seed", type=int, help=_("The same seed makes the same hospital."))
small_option = click.option("--small", is_flag=True, help=_("A small hospital: 113 beds, 5,000 patients, one week."))


@click.command("demo", help=_("Try everything on a made-up hospital: feed it, declare a blackout, print, serve."))
@small_option
@seed_option
@click.option("--no-serve", is_flag=True, help=_("End when everything is printed."))
@click.option("--port", default=8080, show_default=True, help=_("Port of the site."))
@click.option("--feeds-port", default=2575, show_default=True, help=_("Port of the HL7 v2 door (MLLP)."))
@json_option
def demo(*, small: bool, seed: int | None, no_serve: bool, port: int, feeds_port: int, as_json: bool) -> None:
    """Run the whole demonstration; a second run goes on where the first was stopped."""
    house.run("migrate")
    row = _founded("small" if small else "whole", seed)
    hospital = queries.hospital(row)
    by = console_actor()
    operations.furnish(hospital=hospital, by=by, occurred_at=clock.now())
    _keep(operations.open_accounts(hospital=hospital, by=by, occurred_at=clock.now()))
    _pour(feeds_port)
    _report(_rehearse(), as_json=as_json)
    if not no_serve:
        house.become("serve", "--port", str(port), "--feeds-port", str(feeds_port))


@click.group("exercises", help=_("Exercises on a made-up hospital."))
def exercises() -> None:
    """Group of this room's other commands."""


@exercises.command("messages", help=_("Write what the made-up hospital says to files, or to the standard output."))
@small_option
@seed_option
@click.option("--at", type=click.DateTime(), help=_("The instant it is made at, in UTC; now by default."))
@click.option("--part", "only", default="", help=_("One part only: known, history, charts, agenda or oddities."))
@click.option("--out", required=True, help=_("A folder, or - for the standard output (MLLP frames)."))
@json_option
def messages(*, small: bool, seed: int | None, at: datetime | None, only: str, out: str, as_json: bool) -> None:
    """Write the messages of the hospital, or of one of its parts."""
    hospital = queries.made_up("small" if small else "whole", SEED if seed is None else seed, _instant(at))
    telling = Telling(hospital)
    names = [part.name for part in telling.parts() if part.name.startswith(only)]
    if not names:
        raise click.BadParameter(_("There is no such part: {part}.").format(part=only), param_hint="--part")
    told = chain.from_iterable(telling.messages(name) for name in names)
    if out == "-":
        files.print_out(told)
        return
    counts = files.write(told, Path(out))
    line = _("{sender}: {count} messages")
    say(counts, as_json=as_json, lines=[line.format(sender=sender, count=count) for sender, count in counts.items()])


@exercises.command("live", help=_("Go on speaking as the hospital would, until interrupted."))
@click.option("--rate", default=2.0, show_default=True, help=_("Messages a second."))
@click.option("--seconds", type=float, help=_("Stop after this many seconds."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address of the HL7 v2 door."))
@click.option("--port", default=2575, show_default=True, help=_("Port of the HL7 v2 door (MLLP)."))
@json_option
def live(*, rate: float, seconds: float | None, host: str, port: int, as_json: bool) -> None:
    """Send endless traffic about those this box says are here."""
    row = queries.demo()
    if row is None:
        raise click.ClickException(_no_demonstration())
    since = int(clock.now().timestamp())
    told = Live(queries.hospital(row), queries.here(), since=since, rate=rate, run=str(since))
    count = asyncio.run(_send(told, host, port, since + seconds if seconds else None))
    line = _("{accepted} messages accepted, {refused} set aside.").format(**asdict(count))
    say(asdict(count), as_json=as_json, lines=[line])


commands: tuple[click.Command, ...] = (demo, exercises)


def _founded(scale: str, seed: int | None) -> queries.DemoRow:
    known = queries.demo()
    wanted = seed if seed is not None else known.seed if known else SEED
    try:
        operations.found(seed=wanted, scale=scale, by=console_actor(), occurred_at=clock.now())
    except operations.BoxHoldsWork as refused:
        raise click.ClickException(
            _(
                "{home} holds real work: a demonstration is never mixed with it. "
                "Name an empty folder: PERMANENCE_HOME=./var-demo permanence demo"
            ).format(home=node.home())
        ) from refused
    except operations.AnotherHospital as refused:
        raise click.ClickException(
            _(
                "{home} holds another made-up hospital (seed {seed}, {scale}). "
                "Name another folder: PERMANENCE_HOME=./var-demo permanence demo"
            ).format(home=node.home(), seed=refused.args[0], scale=refused.args[1])
        ) from refused
    row = queries.demo()
    if row is None:
        raise click.ClickException(_no_demonstration())
    return row


def _no_demonstration() -> str:
    return _("This box is no demonstration: make one first, permanence demo")


def _keep(accounts: Sequence[operations.Account]) -> None:
    """Show the passwords once, and keep them where only the owner of the demonstration reads them."""
    if not accounts:
        return
    path = node.home() / ACCOUNTS_FILE
    lines = [f"{account.username:<16} {account.password}  {account.role.label}" for account in accounts]
    house.keep_secret(path, lines)
    _tell(_("Accounts of this demonstration, kept in {path}:").format(path=path))
    for line in lines:
        _tell(f"  {line}")


def _pour(port: int) -> None:
    line = _("{answered} of about {expected} messages, {rate} a second, {left} s left ({part})")

    show_line = _Line()

    def show(progress: operations.Progress) -> None:
        show_line(
            line.format(
                answered=progress.answered,
                expected=progress.expected,
                rate=round(progress.rate),
                left=round(progress.seconds_left),
                part=_part(progress.part),
            )
        )

    try:
        operations.pour(
            port=port, connections=CONNECTIONS, by=console_actor(), occurred_at=clock.now(), on_progress=show
        )
    except OSError as reason:
        raise click.ClickException(
            _("Port {port} cannot be listened on ({reason}): choose another with --feeds-port.").format(
                port=port, reason=reason
            )
        ) from reason
    except operations.SpeakerFailed as reason:
        raise click.ClickException(
            _("The made-up hospital fell silent ({reason}). Run the command again: it goes on where it was.").format(
                reason=reason
            )
        ) from reason
    show_line.end()


def _rehearse() -> operations.Rehearsal:
    line, show_line = _("{done} of {parts} files printed"), _Line()
    rehearsal = operations.rehearse(
        reason=_("Demonstration"),
        by=console_actor(),
        occurred_at=clock.now(),
        on_printed=lambda done, parts: show_line(line.format(done=done, parts=parts)),
    )
    show_line.end()
    return rehearsal


def _part(name: str) -> str:
    known = {
        "known": _("known patients"),
        "history": _("stays and emergencies"),
        "charts": _("charts"),
        "agenda": _("appointments"),
        "oddities": _("odd messages"),
    }
    return known[name.partition("/")[0]]


def _report(rehearsal: operations.Rehearsal, *, as_json: bool) -> None:
    row = queries.demo()
    if row is None:
        raise click.ClickException(_no_demonstration())
    reached = queries.reached(row)
    rate = round(reached.messages / reached.seconds) if reached.seconds else 0
    memory = house.most_memory()
    report = {
        "hospital": {"seed": row.seed, "scale": row.scale, "made_at": row.made_at},
        **asdict(reached),
        "messages_per_second": rate,
        "rehearsal": asdict(rehearsal),
        "memory_bytes": memory,
        "accounts": node.home() / ACCOUNTS_FILE,
    }
    say(report, as_json=as_json, lines=_lines(reached, rehearsal, rate, memory))


def _lines(reached: queries.Reached, rehearsal: operations.Rehearsal, rate: int, memory: int) -> Iterator[str]:
    yield _("{messages} messages told in {seconds} s: {rate} a second.").format(
        messages=reached.messages, seconds=round(reached.seconds), rate=rate
    )
    yield _("{patients} patients known, {stays} stays; {present} people here, {occupied} of {beds} beds taken.").format(
        patients=reached.patients,
        stays=reached.stays,
        present=reached.present,
        occupied=reached.occupied,
        beds=reached.beds,
    )
    for reason, count in reached.refused.items():
        yield _("In quarantine, {count}: {reason}").format(count=count, reason=reason)
    if rehearsal.first_page_s is not None:
        yield _("First page {first} s after the act; {pages} pages in {seconds} s.").format(
            first=f"{rehearsal.first_page_s:.1f}", pages=rehearsal.pages, seconds=round(rehearsal.seconds)
        )
    yield _("{files} files in {folder}").format(files=rehearsal.files, folder=rehearsal.folder)
    yield _("At most {memory} MB of memory in one process.").format(memory=memory // 1_000_000)
    if reached.ledger_unbroken:
        yield _("Ledger: {entries} entries, unbroken.").format(entries=reached.ledger_entries)
    else:
        yield _("THE LEDGER IS BROKEN: permanence ledger verify")


async def _send(told: Live, host: str, port: int, until: float | None) -> lanes.Count:
    door = lanes.Lanes(host, port, connections=4)
    due = 0.0

    def ordered() -> Iterator[Sent]:
        nonlocal due
        for due, message in told.messages():
            if until is not None and due > until:
                return
            yield message

    try:
        await door.tell(ordered(), pace=lambda: due - clock.now().timestamp())
    except lanes.NobodyAnswers as reason:
        raise click.ClickException(
            _("Nobody listens on {address}. Start the box: permanence serve").format(address=reason)
        ) from reason
    except asyncio.CancelledError:
        _tell("")
    finally:
        door.close()
    return door.count


def _instant(at: datetime | None) -> datetime:
    return clock.now() if at is None else at.replace(tzinfo=clock.now().tzinfo)


def _tell(line: str) -> None:
    click.echo(line, err=True)


class _Line:
    """One line that is written over and over on a terminal; elsewhere, a line every ten seconds."""

    def __init__(self) -> None:
        self._said_at = -_QUIET_SECONDS

    def __call__(self, line: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{line}", nl=False, err=True)
        elif time.monotonic() - self._said_at > _QUIET_SECONDS:
            self._said_at = time.monotonic()
            click.echo(line, err=True)

    def end(self) -> None:
        """The next line begins below."""
        if sys.stderr.isatty():
            click.echo(err=True)
