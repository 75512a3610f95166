"""Which sheets come first, and what two people type."""

from hypothesis import given
from hypothesis import strategies as st

from permanence.paper.desk.rules import EntryKind, Reading, Risk, Standing, Told, fold, risk_of

PEOPLE = st.sampled_from(["anne", "boris", "carla"])
TEXTS = st.sampled_from(["5", "50"])


def test_a_form_says_its_risk_itself_before_the_table_does():
    assert risk_of("summary", "A") == Risk.ALLERGIES
    assert risk_of("summary", "A", [("urn:permanence:risk", "critical-result")]) == Risk.CRITICAL_RESULT
    assert risk_of("summary", "A", [("urn:permanence:risk", "no such word")]) == Risk.ALLERGIES
    assert risk_of("blood_order", "A") == Risk.TRANSFUSION
    assert (risk_of("unheard_of", "A"), risk_of("unheard_of", "C")) == (Risk.CARE, Risk.OTHER)


@given(st.lists(st.tuples(PEOPLE, TEXTS), max_size=6))
def test_a_dangerous_field_is_never_settled_by_one_person_nor_by_two_who_differ(said):
    entries = [Told(EntryKind.ENTERED, who, Reading(text=text)) for who, text in said]
    stands = fold(Reading(), entries, sure=False, twice=True, on_paper=False)
    last = dict(said)
    if stands.standing is Standing.SETTLED:
        assert len(last) >= 2
        assert len(set(last.values())) == 1
        assert stands.reading == Reading(text=said[-1][1])
    else:
        assert stands.reading is None


@given(st.lists(st.tuples(PEOPLE, TEXTS), min_size=1, max_size=6), st.booleans())
def test_taking_every_entry_back_leaves_the_field_as_it_came(said, twice):
    entries = [Told(EntryKind.ENTERED, who, Reading(text=text)) for who, text in said]
    back = [Told(EntryKind.UNDONE, who, Reading(text=text), at) for at, (who, text) in enumerate(said)]
    came = fold(Reading(), [], sure=False, twice=twice, on_paper=False)
    assert fold(Reading(), [*entries, *back], sure=False, twice=twice, on_paper=False) == came
