"""How much lies on the desk, of which kinds, and how fast it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permanence.foundation.actors import Role
from permanence.foundation.board import Queue
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskEntry, DeskQuestion, DeskSheet, DeskValidation
from permanence.paper.desk.queries.forms import desk_form
from permanence.paper.desk.queries.words import label_of
from permanence.paper.desk.queries.work import open_sheets, open_work, workable
from permanence.paper.desk.rules import Risk, Standing

DESK_ROLES = (Role.SECRETARY, Role.ADMISSIONS, Role.NURSE, Role.DOCTOR, Role.NIGHT_MANAGER)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Totals:
    """What lies on the desk: sheets, fields to type, to type again, to decide, questions; and what was done today."""

    sheets: int
    waiting: int
    second: int
    differs: int
    questions: int
    done_today: int
    by_risk: tuple[tuple[Risk, int], ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of field of which several wait: the form, the place, how many."""

    form: str
    title: str
    link_id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Sheets in an hour at the desk, over the last week: this person's, and everybody's; None: nothing typed yet."""

    mine: float | None
    all: float | None
    arriving_a_day: float
    people: int


def totals(at: datetime) -> Totals:
    """The desk now."""
    standings = dict(open_work().order_by().values_list("standing").annotate(Count("id")))
    risks = open_sheets().order_by("risk").values_list("risk").annotate(Count("id"))
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Totals(
        sheets=open_sheets().count(),
        waiting=standings.get(Standing.WAITING, 0),
        second=standings.get(Standing.SECOND, 0),
        differs=standings.get(Standing.DIFFERS, 0),
        questions=DeskQuestion.objects.filter(answer__isnull=True).count(),
        done_today=DeskValidation.objects.filter(occurred_at__gte=midnight).count(),
        by_risk=tuple((Risk(risk), count) for risk, count in risks),
    )


def kinds(by: str, most: int = 24) -> list[KindRow]:
    """The kinds of fields with pictures of which most wait for this person."""
    rows = open_work().filter(workable(by)).exclude(standing=Standing.DIFFERS).exclude(sheet__pictures=[])
    counted = rows.order_by().values_list("sheet__form", "link_id").annotate(count=Count("id"))
    found = []
    for form, link_id, count in counted.order_by("-count", "sheet__form", "link_id")[:most]:
        first = rows.filter(sheet__form=form, link_id=link_id).select_related("sheet").order_by("order")[0]
        known = desk_form(form, first.sheet.edition)
        found.append(KindRow(form, known.title, link_id, label_of(known.places[link_id, first.row]), count))
    return found


def pace(by: str, at: datetime) -> Pace:
    """How fast sheets were typed: hours count in quarters in which somebody typed."""
    typed = DeskEntry.objects.filter(occurred_at__gt=at - _WEEK).values_list("by", "field__sheet", "occurred_at")
    sheets: dict[str, set[object]] = {}
    quarters: dict[str, set[int]] = {}
    for who, sheet, when in typed.iterator():
        sheets.setdefault(who, set()).add(sheet)
        quarters.setdefault(who, set()).add(int(when.timestamp()) // 900)
    arrived = DeskSheet.objects.filter(occurred_at__gt=at - _WEEK)
    first = arrived.aggregate(first=Min("occurred_at"))["first"]
    days = max(1.0, (at - first) / timedelta(days=1)) if first else 1.0
    hours = sum(len(one) for one in quarters.values()) / 4
    return Pace(
        mine=len(sheets[by]) / (len(quarters[by]) / 4) if by in sheets else None,
        all=sum(len(one) for one in sheets.values()) / hours if hours else None,
        arriving_a_day=arrived.count() / days,
        people=len(sheets),
    )


def forecast(at: datetime, *, people: list[float], hours: float, an_hour: float) -> rules.Forecast:
    """The day the desk is empty, counted from today, with these people."""
    arriving = pace("", at).arriving_a_day
    waiting = open_sheets().count()
    return rules.forecast(waiting=waiting, arriving_a_day=arriving, an_hour=an_hour, people=people, hours=hours)


def board_queues() -> list[Queue]:
    """Sheets to type, and questions that wait for their author."""
    waiting = open_sheets().aggregate(count=Count("id"), oldest=Min("occurred_at"))
    asked = DeskQuestion.objects.filter(answer__isnull=True).aggregate(count=Count("id"), oldest=Min("occurred_at"))
    roles = frozenset(DESK_ROLES)
    return [
        Queue(_("Sheets to transcribe"), waiting["count"], waiting["oldest"], "desk:desk", roles),
        Queue(_("Questions about sheets"), asked["count"], asked["oldest"], "desk:questions", roles),
    ]
