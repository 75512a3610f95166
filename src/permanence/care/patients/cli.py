"""`permanence patients`: find and show patients from the box's own console, each read accounted for."""

from dataclasses import asdict
from uuid import UUID

import click
from django.utils.translation import gettext as _

from permanence.care.patients import operations, queries
from permanence.foundation import clock
from permanence.foundation.console import console_actor, json_option, say


@click.group("patients", help=_("Who patients are. What is shown is accounted for, patient by patient."))
def patients() -> None:
    """Group of the patients' commands."""


@patients.command("search", help=_("Find patients by birth date, letters or number, as a clerk types them."))
@click.argument("text", required=False)
@click.option("--limit", default=20, show_default=True, help=_("The most patients to show."))
@json_option
def search(*, text: str | None, limit: int, as_json: bool) -> None:
    """Search; without an argument it asks, so that no name stays in the shell's history, then asks what parts them."""
    typed = text or click.prompt(_("Birth date, name or number"))
    found = _searched(typed, limit, as_json=as_json)
    while found.ask and text is None and not as_json:
        more = click.prompt(str(queries.ASKED[found.ask[0]]), default="", show_default=False)
        if not more.strip():
            break
        typed = queries.told_too(typed, found.ask[0], more)
        found = _searched(typed, limit, as_json=as_json)


def _searched(text: str, limit: int, *, as_json: bool) -> queries.Found:
    found = queries.find(text, limit=limit)
    operations.account_for_reads(
        patients=[answer.patient.id for answer in found.answers],
        screen="cli patients search",
        by=console_actor(),
        occurred_at=clock.now(),
    )
    answers = [{**_facts(one.patient), "score": round(one.score, 4), "why": one.why} for one in found.answers]
    say(
        {"count": len(answers), "alike": found.alike, "ask": found.ask, "patients": answers},
        as_json=as_json,
        lines=[*([_line(one.patient) for one in found.answers] or [_("Nobody answers this.")]), *_asked(found)],
    )
    return found


def _asked(found: queries.Found) -> list[str]:
    """What to ask when several patients answer as well, in capitals, for it must not be missed."""
    if not found.ask:
        return []
    first, *others = [str(queries.ASKED[trait]) for trait in found.ask]
    told = _("{count} patients answer this equally well. ONE MORE THING: {trait}").format(
        count=found.alike, trait=first.upper()
    )
    return ["", told, *([_("or: {traits}").format(traits=", ".join(others))] if others else [])]


@patients.command("show", help=_("Show one patient, by id or by number; exit with 1 when there is none."))
@click.argument("which")
@json_option
def show(*, which: str, as_json: bool) -> None:
    """Show a patient with every number; a number that several patients have shows nobody."""
    row = _one(which)
    if row is None:
        say({"patient": None}, as_json=as_json, lines=[_("No patient, or more than one, has this number.")])
        raise SystemExit(1)
    operations.account_for_read(patient=row.id, screen="cli patients show", by=console_actor(), occurred_at=clock.now())
    identifiers = queries.identifiers_of(row.id)
    say(
        {"patient": _facts(row), "identifiers": [asdict(identifier) for identifier in identifiers]},
        as_json=as_json,
        lines=[_line(row), *(f"  {one.kind} {one.value} ({one.authority})" for one in identifiers)],
    )


def _one(which: str) -> queries.PatientRow | None:
    try:
        return queries.patient(UUID(which))
    except ValueError:
        holders = queries.holders_of([which])
        return queries.patient(holders[0]) if len(holders) == 1 else None


def _facts(row: queries.PatientRow) -> dict[str, object]:
    return asdict(row)


def _line(row: queries.PatientRow) -> str:
    born = row.birth_date.strftime("%d/%m/%Y") if row.birth_date else row.birth_date_as_sent
    used = _("goes by {family}").format(family=row.used_family) if row.renamed else ""
    warning = _("HOMONYM") if row.homonym else ""
    parts = (row.ipp, row.birth_family, row.given, born, row.sex or "", used, warning)
    return "  ".join(part for part in parts if part)


commands: tuple[click.Command, ...] = (patients,)
