"""What the poison guard counts in the movements of one message."""

from datetime import UTC, datetime, timedelta

from permanence.care.stays.rules import Action, MovementFact, MovementKind, VisitNumber
from permanence.exchange.feeds.rules.guard import Suspicion
from permanence.exchange.feeds.rules.suspicions import suspicions_of_movements
from permanence.foundation.ids import new_id

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def moved(kind: MovementKind, *, days_ago: float, action: Action = Action.INSERT) -> MovementFact:
    return MovementFact(new_id(), VisitNumber("CHT", "1"), kind, action, NOW - timedelta(days=days_ago), new_id())


def test_somebody_gone_is_counted_however_long_ago():
    assert suspicions_of_movements([moved(MovementKind.DISCHARGE, days_ago=30)], NOW) == {Suspicion.DEPARTURE}


def test_a_whole_stay_of_last_month_is_an_archive():
    stay = [moved(MovementKind.ADMIT, days_ago=40), moved(MovementKind.DISCHARGE, days_ago=30)]
    assert suspicions_of_movements(stay, NOW) == frozenset()


def test_a_whole_stay_that_ended_tonight_empties_a_bed():
    stay = [moved(MovementKind.ADMIT, days_ago=4), moved(MovementKind.DISCHARGE, days_ago=0.1)]
    assert suspicions_of_movements(stay, NOW) == {Suspicion.DEPARTURE}


def test_what_is_taken_back_is_a_deletion_whatever_it_was():
    cancel = moved(MovementKind.DISCHARGE, days_ago=0, action=Action.CANCEL)
    assert suspicions_of_movements([cancel], NOW) == {Suspicion.DELETION}
    assert suspicions_of_movements([moved(MovementKind.TRANSFER, days_ago=0)], NOW) == frozenset()
