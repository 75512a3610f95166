"""Which fields and sheets have something for whom, the gravest and oldest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from permanence.foundation.places import queries as places
from permanence.paper.desk import rules
from permanence.paper.desk.models import DeskField, DeskQuestion, DeskSheet
from permanence.paper.desk.rules import Risk, Standing
from permanence.paper.sheets.queries import SheetNumber, parse_number

_DONE = [standing.value for standing in rules.DONE]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A sheet of the queue: how many of its fields wait for a first, a second person, a decision, an answer."""

    id: UUID
    number: SheetNumber
    title: str
    risk: Risk
    ward: str
    since: datetime
    blind: bool
    waiting: int
    second: int
    differs: int
    asked: int
    left: int
    typed_by: str

    @property
    def to_finish(self) -> bool:
        """Whether all its fields are settled and only the last step is left."""
        return self.left == 0 and self.asked == 0


def workable(by: str) -> Q:
    """Fields this person's typing brings on, and those where two differ."""
    second = Q(standing=Standing.SECOND) & ~Q(alone=by)
    return Q(standing__in=[Standing.WAITING, Standing.DIFFERS]) | second


def open_sheets() -> QuerySet[DeskSheet]:
    """Sheets that are not done, in the order they are to be typed."""
    return DeskSheet.objects.filter(validation__isnull=True).order_by("risk", "occurred_at", "id")


def open_work() -> QuerySet[DeskField]:
    """The fields of sheets that are not done."""
    return DeskField.objects.filter(sheet__validation__isnull=True)


def sheets_for(by: str, at: datetime) -> QuerySet[DeskSheet]:
    """Sheets with something for this person that nobody else is typing."""
    own = DeskField.objects.filter(sheet=OuterRef("pk"))
    taken = own.filter(leased_until__gt=at).exclude(leased_to=by)
    unanswered = DeskQuestion.objects.filter(sheet=OuterRef("pk"), answer__isnull=True)
    finished = ~Exists(own.exclude(standing__in=_DONE)) & ~Exists(unanswered)
    something = Exists(own.filter(workable(by))) | finished
    return open_sheets().filter(something).exclude(Exists(taken))


def next_sheet(by: str, at: datetime, named: UUID | None = None) -> UUID | None:
    """The sheet this person should type next, or the one named when it is free."""
    rows = sheets_for(by, at)
    return (rows.filter(pk=named) if named else rows).values_list("pk", flat=True).first()


def queue(at: datetime, *, of: str = "", most: int = 100) -> list[QueueRow]:
    """The first sheets of the queue; `of`: only those this person took or asked about."""
    rows = open_sheets()
    if of:
        mine = DeskField.objects.filter(leased_to=of, leased_until__gt=at).values("sheet")
        asked = DeskQuestion.objects.filter(by=of, answer__isnull=True).values("sheet")
        rows = rows.filter(Q(pk__in=mine) | Q(pk__in=asked))
    chosen = list(rows[:most])
    return _rows(chosen, at)


def _rows(chosen: list[DeskSheet], at: datetime) -> list[QueueRow]:
    fields = DeskField.objects.filter(sheet__in=[row.pk for row in chosen])
    counted = fields.order_by().values_list("sheet", "standing").annotate(Count("id"))
    counts = {(sheet, standing): count for sheet, standing, count in counted}
    typing = dict(fields.filter(leased_until__gt=at).values_list("sheet", "leased_to"))
    open_questions = DeskQuestion.objects.filter(sheet__in=[row.pk for row in chosen], answer__isnull=True)
    asked = dict(open_questions.order_by().values_list("sheet").annotate(Count("id")))
    names = places.labels([row.ward for row in chosen if row.ward])
    made = []
    for row in chosen:
        waiting, second, differs = (
            counts.get((row.pk, one.value), 0) for one in (Standing.WAITING, Standing.SECOND, Standing.DIFFERS)
        )
        made.append(
            QueueRow(
                id=row.pk,
                number=parse_number(row.number),
                title=row.title,
                risk=Risk(row.risk),
                ward=names.get(row.ward, "") if row.ward else "",
                since=row.occurred_at,
                blind=not row.pictures,
                waiting=waiting,
                second=second,
                differs=differs,
                asked=asked.get(row.pk, 0),
                left=waiting + second + differs,
                typed_by=typing.get(row.pk, ""),
            )
        )
    return made
