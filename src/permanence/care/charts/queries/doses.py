"""The last doses of each order, chosen by the database: a long stay has hundreds."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from permanence.care.charts.models import Administration
from permanence.care.charts.rules import GIVEN, MISSED, AdministrationStatus

_IN_ERROR = AdministrationStatus.ENTERED_IN_ERROR


def last_of_each_order(told: "QuerySet[Any]") -> "QuerySet[Any]":
    """Of each order the last dose given, the last one missed, and one taken back, which is no dose but a word of it.

    A dose is taken back by a later word of the same order and hour.
    """
    taken_back = Administration.objects.filter(
        patient=OuterRef("patient"),
        order_key=OuterRef("order_key"),
        given_at=OuterRef("given_at"),
        status=_IN_ERROR,
        said_again_at__gte=OuterRef("said_again_at"),
    )
    kind = Case(When(status__in=GIVEN, then=Value(1)), When(status__in=MISSED, then=Value(2)), default=Value(3))
    newest = Window(
        RowNumber(),
        partition_by=[F("patient"), F("order_key"), kind],
        order_by=[F("given_at").desc(), F("said_again_at").desc()],
    )
    last: QuerySet[Any] = told.filter(Q(status=_IN_ERROR) | ~Exists(taken_back)).annotate(newest=newest)
    return last.filter(newest=1)
