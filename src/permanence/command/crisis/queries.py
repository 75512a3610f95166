"""Whether a crisis is open, since when, and what was printed for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from permanence.care.stays import queries as stays
from permanence.command.crisis import rules
from permanence.command.crisis.adapters.first_hour import first_hour_pack
from permanence.command.crisis.adapters.numbers import numbers_pack
from permanence.command.crisis.models import CrisisDeclaration
from permanence.command.crisis.rules import SPARE_BLOCKS, WardOfKit
from permanence.exchange.feeds import queries as feeds
from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press


@dataclass(frozen=True, slots=True)
class CrisisState:
    """Standby when `declared_at` is None; else an open crisis, real or an exercise."""

    declared_at: datetime | None
    day: int | None
    reason: str
    exercise: bool
    declaration: UUID | None = None
    declared_by: str = ""
    picture_at: datetime | None = None
    print_run: UUID | None = None


STANDBY = CrisisState(declared_at=None, day=None, reason="", exercise=False)


def state() -> CrisisState:
    """How the box stands now."""
    declaration = CrisisDeclaration.objects.filter(lift__isnull=True).order_by("-occurred_at").first()
    if declaration is None:
        return STANDBY
    return CrisisState(
        declared_at=declaration.occurred_at,
        day=rules.crisis_day(declaration.occurred_at, clock.now()),
        reason=declaration.reason,
        exercise=declaration.exercise,
        declaration=declaration.id,
        declared_by=declaration.declared_by,
        picture_at=declaration.picture_at,
        print_run=declaration.print_run,
    )


@dataclass(frozen=True, slots=True)
class KitScope:
    """What declaring now would print, and how old it would be."""

    wards: int
    inpatients: int
    picture_at: datetime | None


def wards_to_print() -> list[WardOfKit]:
    """Every ward with its stays, the most urgent first, and last, if there are any, the stays in no known ward."""
    present = stays.present_by_ward()
    wards = [
        WardOfKit(row.ward, row.name, tuple(present.get(row.ward, ())), row.urgency)
        for row in places.wards_by_urgency()
    ]
    nowhere = [stay for ward, inside in present.items() if ward not in {w.id for w in wards} for stay in inside]
    return [*wards, *([WardOfKit(None, "", tuple(nowhere))] if nowhere else [])]


def desks_of(wards: Sequence[WardOfKit]) -> list[str]:
    """The desks each kit hands a block of numbers to: admissions, wards where people come in, and whoever needs one."""
    return [_("Admissions"), *(ward.name for ward in wards if rules.takes_people_in(ward.name)), *[""] * SPARE_BLOCKS]


def kit_scope() -> KitScope:
    """What declaring now would print."""
    wards = wards_to_print()
    return KitScope(
        wards=sum(ward.id is not None for ward in wards),
        inpatients=sum(len(ward.stays) for ward in wards),
        picture_at=feeds.picture_at(),
    )


def kit_progress() -> press.RunRow | None:
    """How far the newest kit of the open crisis is; None when there is none."""
    run = state().print_run
    return press.run(run) if run else None


@dataclass(frozen=True, slots=True)
class FirstHourSection:
    """One block of the first hour: `key` is attack, unplug, press or after; `otherwise` when the lead does not hold."""

    key: str
    title: str
    lead: str
    steps: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class FirstHourCall:
    """Somebody to call, and why; an empty number is the hospital's own, to be written by hand."""

    who: str
    why: str
    number: str


@dataclass(frozen=True, slots=True)
class FirstHour:
    """What the screen and the card of the first hour both say."""

    title: str
    lead: str
    sections: tuple[FirstHourSection, ...]
    calls_title: str
    calls_lead: str
    calls: tuple[FirstHourCall, ...]
    number_missing: str


def first_hour(language: str) -> FirstHour:
    """The words of the first hour in a language, from the pack `first-hour`."""
    pack = first_hour_pack(language)
    return FirstHour(
        title=pack["title"],
        lead=pack["lead"],
        sections=tuple(
            FirstHourSection(one["key"], one["title"], one["lead"], tuple(one["steps"]), one.get("otherwise", ""))
            for one in pack["sections"]
        ),
        calls_title=pack["calls_title"],
        calls_lead=pack["calls_lead"],
        calls=tuple(FirstHourCall(one["who"], one["why"], one.get("number", "")) for one in pack["calls"]),
        number_missing=pack["number_missing"],
    )


@dataclass(frozen=True, slots=True)
class OutsideNumber:
    """Somebody to ring; an empty number is to be written by hand, `source` says who published the others."""

    who: str
    number: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """Numbers that belong together."""

    name: str
    lines: tuple[OutsideNumber, ...]


def outside_numbers(language: str) -> list[NumberGroup]:
    """Whom to ring in the first hours, in a language, from the pack `fr`."""

    def said(words: dict[str, str]) -> str:
        return words.get(language) or next(iter(words.values()), "")

    return [
        NumberGroup(
            said(group["name"]),
            tuple(
                OutsideNumber(said(one["who"]), one.get("number", ""), said(one.get("why", {})), one.get("source", ""))
                for one in group["lines"]
            ),
        )
        for group in numbers_pack()
    ]
