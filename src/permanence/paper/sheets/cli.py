"""`permanence sheets`: what a sheet is, what became of it, and saying what did, one number or many."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.places import queries as places
from permanence.paper.sheets import operations, queries

_NUMBERS = _(
    "NUMBERS as printed or as codes are read; FIRST..LAST is a span; `-` reads them from the input, one a line."
)
_STATES = [kind.value for kind in queries.SheetEventKind if kind is not queries.SheetEventKind.UNDONE]
_LISTS = [which.value for which in queries.SheetList]


@click.group("sheets", help=_("The numbered sheets of paper."))
def sheets() -> None:
    """Group of the sheets' commands."""


@sheets.command("show", help=_("Say what a sheet is and what became of it; a scanned code does as well as a number."))
@click.argument("number")
@json_option
def show(*, number: str, as_json: bool) -> None:
    """Print one sheet and its life."""
    with _refusals():
        parsed = queries.number_in(number)
    row = queries.sheet(parsed)
    if row is None:
        raise click.ClickException(_("This box never gave the number {number}.").format(number=parsed.spoken))
    say(_facts(row), as_json=as_json, lines=_lines(row))


@sheets.command("find", help=_("Find sheets by number, patient (id), ward (code), state or form."))
@click.argument("number", required=False)
@click.option("--patient", type=click.UUID, help=_("The id of a patient."))
@click.option("--ward", help=_("The code of a ward."))
@click.option("--state", type=click.Choice(_STATES), help=_("How the sheets stand."))
@click.option("--kind", default="", help=_("The form, as codes name it: `charts.notes`."))
@click.option("--page", default=1, type=click.IntRange(1), help=_("Which hundred of them."))
@json_option
def find(*, number: str | None, patient: UUID | None, ward: str | None, as_json: bool, **asked: Any) -> None:
    """Print what was found."""
    if number is not None:
        show.callback(number=number, as_json=as_json)  # type: ignore[misc]
        return
    asked["state"] = queries.SheetEventKind(asked["state"]) if asked["state"] else None
    found = queries.found(patient=patient, ward=_ward(ward), **asked)
    _say_page(found, as_json=as_json, page=asked["page"])


@sheets.command("list", help=_("List what somebody should see to: a page missing, out for long, lost, to be checked."))
@click.argument("which", type=click.Choice(_LISTS))
@click.option("--ward", help=_("The code of a ward."))
@click.option("--page", default=1, type=click.IntRange(1), help=_("Which hundred of them."))
@json_option
def list_sheets(*, which: str, ward: str | None, page: int, as_json: bool) -> None:
    """Print a list."""
    found = queries.listed(queries.SheetList(which), at=clock.now(), ward=_ward(ward), page=page)
    _say_page(found, as_json=as_json, page=page)


@sheets.command("on-paper", help=_("Say what lies on paper and is not stale, by print run."))
@json_option
def on_paper(*, as_json: bool) -> None:
    """Print the piles."""
    piles = queries.on_paper()
    said = _("{kind}: {sheets} sheets, {pages} pages, printed {printed}")
    names = ("run", "kind", "title", "sheets", "pages", "printed_at", "oldest_data_at")
    report = {"piles": [{name: getattr(pile, name) for name in names} for pile in piles]}
    lines = [
        said.format(kind=pile.title, sheets=pile.sheets, pages=pile.pages, printed=_moment(pile.printed_at))
        for pile in piles
    ]
    say(report, as_json=as_json, lines=lines or [_("Nothing is on paper yet.")])


@sheets.command("copies", help=_("List the pages that came twice and wait for a person."))
@click.option("--page", default=1, type=click.IntRange(1), help=_("Which hundred of them."))
@json_option
def copies(*, page: int, as_json: bool) -> None:
    """Print the questions."""
    rows, more = queries.copy_questions(page=page)
    names = ("id", "title", "page", "first_at", "first_source", "second_at", "second_source")
    found = [{"number": row.number.spoken} | {name: getattr(row, name) for name in names} for row in rows]
    lines = [f"{row.id}  {row.number.spoken}/{row.page or '*'}  {row.title}  {_moment(row.second_at)}" for row in rows]
    say({"copies": found, "more": more}, as_json=as_json, lines=lines or [_("No page came twice.")])


@sheets.command("copy", help=_("Say that there is a second sheet with this number: a photocopy."))
@click.argument("number")
@click.option("--page", type=click.IntRange(1), help=_("The page; without it the whole sheet."))
@json_option
def copy(*, number: str, page: int | None, as_json: bool) -> None:
    """Report a photocopy."""
    with _refusals():
        parsed = queries.number_in(number)
        (asked,) = operations.report_copy(pages=[(parsed, page)], by=console_actor(), occurred_at=clock.now())
    said = _("{number}: somebody must say which is true. Question {id}.").format(number=parsed.spoken, id=asked)
    say({"number": parsed.spoken, "question": asked}, as_json=as_json, lines=[said])


@sheets.command("answer", help=_("Say of pages that came twice which is true, or that both count."))
@click.argument("questions", nargs=-1, required=True, type=click.UUID)
@click.option("--verdict", required=True, type=click.Choice([verdict.value for verdict in queries.CopyVerdict]))
@click.option("--reason", default="", help=_("Why, as it will be read later."))
@json_option
def answer(*, questions: tuple[UUID, ...], verdict: str, reason: str, as_json: bool) -> None:
    """Answer questions about copies."""
    with _refusals():
        made = operations.answer_copy(
            questions=questions,
            verdict=queries.CopyVerdict(verdict),
            reason=reason,
            by=console_actor(),
            occurred_at=clock.now(),
        )
    lines = [_("Write this number on the copy: {number}").format(number=number.spoken) for number in made]
    say({"numbers": [number.spoken for number in made]}, as_json=as_json, lines=lines or [_("Done.")])


def _verb(name: str, help_text: str, done: str, *options: Any) -> Callable[[Callable[..., object]], click.Command]:
    """A command that says one thing of many numbers: all of them, or with `--skip-refused` all that may."""

    def decorate(act: Callable[..., object]) -> click.Command:
        def run(*, numbers: tuple[str, ...], skip_refused: bool, as_json: bool, **said: Any) -> None:
            lines: Sequence[str] = numbers
            if numbers == ("-",):
                lines = sys.stdin.readlines()
            typed = queries.typed(lines)
            if typed.misread:
                raise click.ClickException(_misread(typed.misread[0]))
            refused: Sequence[queries.Refusal] = ()
            stamp = {"by": console_actor(), "occurred_at": clock.now()}
            with _refusals():
                try:
                    act(typed, **said, **stamp)
                except operations.SheetsRefused as some:
                    if not skip_refused:
                        raise
                    refused = some.refusals
                    typed = _without(typed, refused)
                    act(typed, **said, **stamp)
            _say_done(typed, refused, name=name, done=done, as_json=as_json)

        skip = click.option("--skip-refused", is_flag=True, help=_("Go on with the others when some are refused."))
        asked: Any = json_option(run)
        for option in reversed([click.argument("numbers", nargs=-1, required=True), *options, skip]):
            asked = option(asked)
        command: click.Command = sheets.command(name, help=f"{help_text} {_NUMBERS}")(asked)
        return command

    return decorate


_reason = click.option("--reason", required=True, help=_("Why, as it will be read later."))


@_verb(
    "issue",
    _("Hand sheets to a ward, a person or a runner."),
    _("{number} is handed out."),
    click.option("--ward", help=_("The code of the ward that gets them, or that they are carried to.")),
    click.option("--person", help=_("Who gets them, when it is a person.")),
    click.option("--runner", help=_("Who carries them, when it is a runner.")),
)
def _issue(typed: queries.Typed, *, ward: str | None, person: str | None, runner: str | None, **stamp: Any) -> None:
    place = _ward(ward)
    kind = queries.Holder.PERSON if person else queries.Holder.RUNNER if runner else queries.Holder.WARD
    name = person or runner or (places.labels([place])[place] if place else "")
    if not name:
        raise click.ClickException(_("Say to whom: --ward, --person or --runner."))
    operations.issue(numbers=typed.numbers, to=operations.Receiver(kind, name, place), **stamp)


@_verb(
    "back",
    _("Say that sheets are back, whole; with --pages only the pages whose codes were read."),
    _("{number} is back."),
    click.option("--pages", is_flag=True, help=_("Only these pages are back.")),
)
def _back(typed: queries.Typed, *, pages: bool, **stamp: Any) -> None:
    said = typed.pages if pages else [(number, None) for number in typed.numbers]
    operations.record_back(pages=[operations.PageBack(number, page) for number, page in said], **stamp)


_verb("read", _("Say that sheets were read."), _("{number} is read."))(
    lambda typed, **stamp: operations.record_read(numbers=typed.numbers, **stamp)
)
_verb("checked", _("Say that a person checked what was read."), _("{number} is checked."))(
    lambda typed, **stamp: operations.record_checked(numbers=typed.numbers, **stamp)
)
_verb(
    "file",
    _("Say where sheets lie from now on."),
    _("{number} is filed."),
    click.option("--place", required=True, help=_("Box, folder or shelf.")),
)(lambda typed, **said: operations.file_away(numbers=typed.numbers, **said))
_verb("home", _("Say that the restored systems hold what sheets say."), _("{number} is sent home."))(
    lambda typed, **stamp: operations.send_home(numbers=typed.numbers, **stamp)
)
_verb(
    "lost",
    _("Declare sheets lost."),
    _("{number} is lost."),
    click.option("--declared-by", required=True, help=_("Who says so.")),
    click.option("--reason", default="", help=_("Where it was last seen, who looked for it.")),
)(lambda typed, **said: operations.declare_lost(numbers=typed.numbers, **said))
_verb(
    "found",
    _("Say that lost sheets turned up."),
    _("{number} is found."),
    click.option("--reason", default="", help=_("Where it was.")),
)(lambda typed, **said: operations.record_found(numbers=typed.numbers, **said))
_verb("void", _("Say that sheets must never be used."), _("{number} is void."), _reason)(
    lambda typed, **said: operations.void(numbers=typed.numbers, **said)
)
_verb("undo", _("Take back the last thing said of sheets."), _("{number}: taken back."), _reason)(
    lambda typed, **said: operations.undo(numbers=typed.numbers, **said)
)
_verb(
    "patient",
    _("Say whose sheets are."),
    _("{number} is the patient's."),
    click.option("--patient", required=True, type=click.UUID, help=_("The id of a patient.")),
    click.option("--stay", type=click.UUID, help=_("The id of a stay.")),
    click.option("--proof", required=True, type=click.Choice([proof.value for proof in queries.PatientProof])),
    click.option("--reason", default="", help=_("Why, as it will be read later.")),
)(
    lambda typed, proof, **said: operations.attach_patient(
        numbers=typed.numbers, proof=queries.PatientProof(proof), **said
    )
)


def _without(typed: queries.Typed, refused: Sequence[queries.Refusal]) -> queries.Typed:
    gone = {refusal.number for refusal in refused}
    left = tuple(number for number in typed.numbers if number not in gone)
    return queries.Typed(left, tuple(page for page in typed.pages if page[0] not in gone), ())


def _say_done(typed: queries.Typed, refused: Sequence[queries.Refusal], *, name: str, done: str, as_json: bool) -> None:
    spoken = [number.spoken for number in typed.numbers]
    report = {
        "done": spoken,
        "refused": [{"number": one.number.spoken, "why": queries.refusal_label(one)} for one in refused],
    }
    if name == "void":
        report["voided"] = spoken
    lines = [done.format(number=number) for number in spoken] + [queries.refusal_line(one) for one in refused]
    say(report, as_json=as_json, lines=lines)


def _say_page(found: queries.SheetPage, *, as_json: bool, page: int) -> None:
    wards = places.labels({line.ward for line in found.lines if line.ward})
    report = {"sheets": [_line_facts(line, wards) for line in found.lines], "page": page, "more": found.more}
    lines = [
        "  ".join(
            filter(
                None,
                [
                    line.number.spoken,
                    queries.state_label(line.state),
                    _moment(line.since) if line.since else "",
                    wards.get(line.ward, "") if line.ward else "",
                    line.title,
                    line.holder or line.filed_in or line.said_by,
                    _missing(line.missing),
                ],
            )
        )
        for line in found.lines
    ]
    if found.more:
        lines.append(_("There are more: --page {next}").format(next=page + 1))
    say(report, as_json=as_json, lines=lines or [_("None.")])


def _line_facts(line: queries.SheetLine, wards: Mapping[UUID, str]) -> dict[str, object]:
    names = ("kind", "title", "ward", "since", "holder", "filed_in", "pages", "missing", "patient", "reason")
    return {
        "number": line.number.spoken,
        "state": _state(line.state),
        "ward_name": wards.get(line.ward, "") if line.ward else "",
        "declared_by": line.said_by,
    } | {name: getattr(line, name) for name in names}


@contextmanager
def _refusals() -> Iterator[None]:
    """Say a refusal as a sentence with what to do next."""
    try:
        yield
    except (queries.NotASheetNumber, queries.CodeDamaged) as wrong:
        raise click.ClickException(_misread(str(wrong))) from wrong
    except operations.SheetsRefused as refused:
        lines = "\n".join(queries.refusal_line(refusal) for refusal in refused.refusals)
        raise click.ClickException(_("Nothing was written.") + "\n" + lines) from refused
    except operations.CopyAnswered as answered:
        raise click.ClickException(_("Somebody answered this before: nothing was done twice.")) from answered


def _misread(text: str) -> str:
    try:
        queries.number_in(text)
    except queries.CheckCharacterWrong:
        return _("A character of {text} was misread: read it again.").format(text=text)
    except (queries.NotASheetNumber, queries.CodeDamaged):
        pass
    return _("{text} is no sheet number: it looks like K7Q2-004512-X.").format(text=text)


def _ward(code: str | None) -> UUID | None:
    if code is None:
        return None
    found = next((row.id for row in places.wards() if row.code.casefold() == code.casefold()), None)
    if found is None:
        raise click.ClickException(_("No ward has the code {code}: see `permanence places`.").format(code=code))
    return found


def _facts(row: queries.SheetRow) -> dict[str, object]:
    names = (
        "kind", "version", "title", "pages", "missing", "run", "ward", "patient", "stay", "data_as_of", "printed_at",
        "since", "blank", "holder", "filed_in", "questions",
    )  # fmt: skip
    said = ("kind", "occurred_at", "by", "reason", "holder", "filed_in", "declared_by", "undone")
    return (
        {"number": row.number.spoken, "state": row.state}
        | {name: getattr(row, name) for name in names}
        | {
            "copy_of": row.copy_of.spoken if row.copy_of else None,
            "copies": [copy.spoken for copy in row.copies],
            "events": [
                {name: getattr(event, name) for name in said}
                | {"replaced_by": event.replaced_by.spoken if event.replaced_by else None}
                for event in row.events
            ],
        }
    )


def _lines(row: queries.SheetRow) -> Iterator[str]:
    yield f"{row.number.spoken}  {queries.state_label(row.state)}  {_missing(row.missing)}".rstrip()
    yield _("{title} ({kind}, version {version})").format(title=row.title, kind=row.kind, version=row.version)
    for event in row.events:
        newer = event.replaced_by.spoken if event.replaced_by else ""
        words = [event.holder, event.filed_in, event.declared_by, event.reason, newer]
        said = ["(" + queries.state_label(event.kind) + ")" if event.undone else queries.state_label(event.kind)]
        yield "  ".join([_moment(event.occurred_at), *said, event.by, *filter(None, words)])


def _state(state: queries.SheetEventKind | None) -> str:
    return state.value if state else "numbered"


def _missing(pages: Sequence[int]) -> str:
    return _("missing: page {pages}").format(pages=", ".join(map(str, pages))) if pages else ""


def _moment(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"


commands: tuple[click.Command, ...] = (sheets,)
