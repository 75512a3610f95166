"""What a kit holds, in which order, and choosing less of it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.command.crisis.rules import (
    KIT_NAMES,
    OF_A_WARD,
    OF_AN_INPATIENT,
    Pile,
    WardOfKit,
    kit_piles,
    takes_people_in,
)
from permanence.foundation.places.rules import Urgency
from permanence.paper.press.queries import printables

INTENSIVE = WardOfKit(UUID(int=1), "Réanimation", (UUID(int=11), UUID(int=12)), Urgency.FIRST)
MEDICINE = WardOfKit(UUID(int=2), "Médecine", (UUID(int=21),))
EMPTY = WardOfKit(UUID(int=3), "Hôpital de jour", ())
NOWHERE = WardOfKit(None, "", (UUID(int=31),))
WARDS = (INTENSIVE, MEDICINE, EMPTY, NOWHERE)
IN_A_WARD = [kind for one in OF_A_WARD for kind in one.kinds]
OF_PATIENTS = [kind for one in OF_AN_INPATIENT for kind in one.kinds]


def test_a_wards_pile_is_one_file_that_begins_with_its_census():
    (pile,) = [pile for pile in kit_piles(WARDS) if pile.whose == INTENSIVE]
    assert pile.documents[0] == ("beds.ward_census", (INTENSIVE.id,))
    assert [kind for kind, _subjects in pile.documents] == IN_A_WARD + OF_PATIENTS
    assert {subjects for _kind, subjects in pile.documents} == {(INTENSIVE.id,), INTENSIVE.stays}


def test_the_list_by_name_comes_after_urgent_wards_and_before_the_others():
    order = [pile.whose for pile in kit_piles(WARDS)]
    assert order.index(INTENSIVE) < order.index(Pile.SOON) < order.index(MEDICINE)


def test_blocks_of_numbers_lie_with_what_is_printed_first():
    first = kit_piles(WARDS, blocks=[UUID(int=41), UUID(int=42)])[0]
    assert first.whose is Pile.AT_ONCE
    assert first.documents[-1] == ("stays.number_block", (UUID(int=41), UUID(int=42)))


@pytest.mark.parametrize("name", ["Urgences adultes", "Maternité B", "Salle de naissance", "Emergency department"])
def test_wards_where_people_come_in_are_handed_numbers(name):
    assert takes_people_in(name)
    assert not takes_people_in("Cardiologie")


def test_an_empty_ward_has_its_own_documents_and_patients_of_no_ward_theirs():
    piles = {pile.whose: [kind for kind, _subjects in pile.documents] for pile in kit_piles(WARDS)}
    assert piles[EMPTY] == IN_A_WARD
    assert piles[NOWHERE] == OF_PATIENTS


@pytest.mark.parametrize("name", KIT_NAMES)
def test_every_document_can_be_chosen_alone_and_rooms_print_its_kinds(name):
    kinds = {kind for pile in kit_piles(WARDS, [name], [UUID(int=41)]) for kind, _subjects in pile.documents}
    assert kinds
    assert kinds <= set(printables())


@given(st.lists(st.sampled_from(Urgency), max_size=8),
       st.sets(st.sampled_from(KIT_NAMES)))  # fmt: skip
def test_nothing_is_left_out_or_printed_twice_and_urgent_wards_come_first(turns, only):
    wards = [
        WardOfKit(UUID(int=place), "Ward", (UUID(int=100 + place),), turn)
        for place, turn in enumerate(sorted(turns, key=lambda turn: turn.rank))
    ]
    piles = kit_piles(wards, only)
    planned = [(kind, one) for pile in piles for kind, subjects in pile.documents for one in subjects]
    assert len(planned) == len(set(planned))
    chosen = [kind for one in (*OF_A_WARD, *OF_AN_INPATIENT) if not only or one.name in only for kind in one.kinds]
    assert len([kind for kind, _one in planned if kind in {*IN_A_WARD, *OF_PATIENTS}]) == len(wards) * len(chosen)
    order = [pile.whose.urgency.rank for pile in piles if isinstance(pile.whose, WardOfKit)]
    assert order == sorted(order)
