"""However a feed cuts and orders what it tells, stays stand the same."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.care.stays.models import Stay
from permanence.care.stays.operations import Action, MovementKind
from permanence.care.stays.queries.stored import POSITION_COLUMNS
from permanence.care.stays.tests.conftest import BED_1, BED_2, movement, receive
from permanence.foundation.places.operations import PlaceFact

pytestmark = pytest.mark.django_db

facts = st.tuples(
    st.sampled_from(list(MovementKind)),
    st.integers(0, 9),
    st.sampled_from(["A", "B"]),
    st.sampled_from([PlaceFact(), BED_1, BED_2, PlaceFact("CARD")]),
    st.sampled_from([Action.INSERT, Action.INSERT, Action.INSERT, Action.UPDATE, Action.CANCEL]),
    st.sampled_from(["", "1", "2"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(facts, min_size=1, max_size=10), st.randoms(use_true_random=False), st.integers(1, 4))
def test_one_at_a_time_or_in_batches_in_any_order(patient, told, chance, size):
    story = [
        movement(kind, hour, patient, visit, place=place, action=action, movement_number=number)
        for kind, hour, visit, place, action, number in told
    ]
    shuffled = list(story)
    chance.shuffle(shuffled)
    assert standing([story]) == standing([shuffled[at : at + size] for at in range(0, len(shuffled), size)])


def standing(batches) -> list[dict[str, object]]:
    columns = [
        f"{name}__code" if name in {"ward", "room", "bed", "planned_ward"} else name for name in POSITION_COLUMNS
    ]
    with transaction.atomic():
        for batch in batches:
            receive(*(replace(fact) for fact in batch))
        found = list(Stay.objects.order_by("visit_number").values("visit_number", *columns))
        transaction.set_rollback(True)
    return found
