"""The hospital's index merges, renumbers, links files, and takes it back."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients import operations, queries
from permanence.care.patients.models import PatientLink
from permanence.care.patients.operations import IdentifierFact, LinkFact, LinkKind
from permanence.care.patients.rules import Statement, survivors
from permanence.care.patients.tests.made_up import (
    CLERK,
    GAM,
    at,
    hear,
    heard,
    ins,
    ipp,
    known,
    link,
    receive,
    said,
    traits,
)
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
MERGE, RENUMBER, LINK, UNLINK = LinkKind.MERGE, LinkKind.RENUMBER, LinkKind.LINK, LinkKind.UNLINK
NUMBER = "271037511604240"


def holder(value):
    (patient,) = queries.holders_of([value])
    return patient


def test_after_a_merge_every_read_of_the_absorbed_finds_the_survivor():
    kept, absorbed = known(ipp("100")), known(ipp("200"), family="MARTIN")
    heard(MERGE, "100", "200", hours=1)
    assert queries.patient(absorbed).id == kept
    assert queries.patients([kept, absorbed]).keys() == {kept, absorbed}
    assert queries.files_of(absorbed) == (kept, absorbed)
    assert [row.id for row in queries.search("200")] == [kept]
    assert [row.id for row in queries.search("martin marie")] == [kept]
    assert queries.patient(absorbed).ipp == "100"


def test_what_is_said_under_the_old_number_goes_to_the_survivor():
    kept, _ = known(ipp("100")), known(ipp("200"))
    heard(MERGE, "100", "200", hours=1)
    assert receive(facts=[said(ipp("200"), hours=2, who=traits(phone="0601"))], by=GAM) == [kept]
    assert queries.patient(kept).phone == "0601"


def test_the_survivor_shows_what_only_the_absorbed_file_said_and_inherits_no_trust():
    kept = known(ipp("100"))
    known(ipp("200"), phone="0601", family="MARTIN", reliability=("VALI",))
    heard(MERGE, "100", "200", hours=1)
    row = queries.patient(kept)
    assert (row.phone, row.birth_family, row.reliability) == ("0601", "DUPONT", ())
    heard(UNLINK, "100", "200", hours=2)
    assert queries.patient(kept).phone == ""


def test_an_unlink_takes_a_merge_back_as_one_more_row():
    kept, absorbed = known(ipp("100")), known(ipp("200"), family="MARTIN")
    heard(MERGE, "100", "200", hours=1)
    heard(UNLINK, "200", "100", hours=2)
    assert queries.patient(absorbed).id == absorbed
    assert queries.patient(kept).id == kept
    assert PatientLink.objects.count() == 2
    assert [(row.kind, row.taken_back) for row in queries.links_of(kept)] == [(MERGE, True), (UNLINK, False)]


def test_an_unlink_that_arrives_before_the_merge_it_takes_back_still_does():
    known(ipp("100")), known(ipp("200"))
    heard(UNLINK, "100", "200", hours=2)
    heard(MERGE, "100", "200", hours=1)
    assert holder("200") != holder("100")


def test_a_merge_said_again_after_it_was_taken_back_holds():
    known(ipp("100")), known(ipp("200"))
    for hours, kind in enumerate((MERGE, UNLINK, MERGE)):
        heard(kind, "100", "200", hours=hours)
    assert holder("200") == holder("100")


def test_a_merge_of_merged_files_leads_to_the_last_survivor():
    files = {value: known(ipp(value)) for value in ("100", "200", "300")}
    heard(MERGE, "200", "100", hours=1)
    heard(MERGE, "300", "200", hours=2)
    assert set(queries.survivors_of(files.values()).values()) == {files["300"]}
    heard(UNLINK, "300", "200", hours=3)
    assert queries.survivors_of(files.values()) == {
        files["100"]: files["200"],
        files["200"]: files["200"],
        files["300"]: files["300"],
    }


def test_a_merge_back_turns_in_no_circle_and_changes_the_survivor():
    first, second = known(ipp("100")), known(ipp("200"))
    heard(MERGE, "100", "200", hours=1)
    heard(MERGE, "200", "100", hours=2)
    assert queries.patient(first).id == queries.patient(second).id == second
    assert queries.patient(first).ipp == "200"


def test_a_merge_may_come_before_either_patient_was_ever_seen():
    heard(MERGE, "100", "200")
    kept, absorbed = receive(facts=[said(ipp("100"), hours=1), said(ipp("200"), hours=1)], by=GAM)
    assert kept == absorbed
    assert queries.patient(kept).birth_family == "DUPONT"


def test_a_merge_whose_survivor_brings_the_ins_of_the_absorbed_raises_no_contradiction():
    absorbed = known(ipp("200"), ins(NUMBER))
    fact = LinkFact(MERGE, (ipp("100"), ins(NUMBER)), (ipp("200"),), at(1), new_id())
    hear(facts=[fact], by=GAM)
    row = queries.patient(absorbed)
    assert (row.ipp, row.ins.number) == ("100", NUMBER)
    assert queries.open_contradictions() == []


def test_several_links_of_one_call_apply_together():
    files = [known(ipp(value)) for value in ("100", "200", "300")]
    hear(facts=[link(MERGE, "200", "100"), link(MERGE, "300", "200", hours=1)], by=GAM)
    assert set(queries.survivors_of(files).values()) == {files[2]}


def test_a_renumbering_puts_the_new_number_on_the_same_file():
    patient = known(ipp("100"))
    heard(RENUMBER, "200", "100", hours=1)
    assert receive(facts=[said(ipp("200"), hours=2)], by=GAM) == [patient]
    assert queries.patient(patient).ipp == "200"
    assert [(row.value, row.superseded) for row in queries.identifiers_of(patient)] == [("200", False), ("100", True)]


def test_a_renumbering_back_brings_the_old_number_back():
    patient = known(ipp("100"))
    heard(RENUMBER, "200", "100", hours=1)
    heard(RENUMBER, "100", "200", hours=2)
    assert queries.patient(patient).ipp == "100"


def test_a_renumbering_told_after_the_new_number_was_used_joins_the_old_one():
    patient = known(ipp("200"))
    heard(RENUMBER, "200", "100", hours=1)
    assert holder("100") == patient
    assert queries.patient(patient).ipp == "200"


def test_a_renumbering_between_two_known_files_merges_them():
    old, new = known(ipp("100")), known(ipp("200"))
    heard(RENUMBER, "200", "100", hours=1)
    assert queries.patient(old).id == new


def test_a_renumbering_of_unknown_numbers_makes_one_file():
    heard(RENUMBER, "200", "100")
    assert holder("100") == holder("200")


def test_a_link_keeps_the_files_apart_and_shows_on_both():
    one, other = known(ipp("100")), known(ipp("200"))
    heard(LINK, "100", "200")
    assert holder("200") == other
    assert [row.kind for row in queries.links_of(one)] == [row.kind for row in queries.links_of(other)] == [LINK]


def test_two_numbers_of_one_file_that_are_said_apart_become_work():
    patient = known(ipp("100"))
    heard(RENUMBER, "200", "100", hours=1)
    heard(UNLINK, "200", "100", hours=2)
    (row,) = queries.open_contradictions()
    assert (row.kind, row.holder.id, row.value) == ("inseparable", patient, "100")
    with pytest.raises(operations.NothingToMove):
        operations.settle_contradiction(
            contradiction=row.id, verdict=operations.Verdict.MOVE, reason="", by=CLERK, occurred_at=at(3)
        )


def test_it_refuses_a_link_with_a_side_that_names_nobody():
    fact = LinkFact(MERGE, (ipp("100"),), (IdentifierFact("GAM", "9", "VN"),), at(0), new_id())
    assert not operations.usable(fact)
    with pytest.raises(operations.NoUsableIdentifier):
        hear(facts=[fact], by=GAM)
    assert queries.holders_of(["100"]) == []


def test_it_appears_in_the_ledger_and_only_when_new():
    kept, absorbed = known(ipp("100")), known(ipp("200"))
    heard(MERGE, "100", "200")
    heard(MERGE, "100", "200", hours=1)
    hear(facts=[], by=GAM)
    entry = LedgerEntry.objects.get(kind="patients.links_received")
    assert entry.subject == str(kept)
    assert str(absorbed) in entry.facts
    assert PatientLink.objects.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_of_arrival_does_not_matter(order):
    files = [known(ipp(value)) for value in ("100", "200", "300")]
    facts = [
        link(MERGE, "100", "200", 1),
        link(MERGE, "300", "100", 2),
        link(UNLINK, "100", "200", 3),
        link(MERGE, "200", "300", 4),
    ]
    for one in order:
        hear(facts=[facts[one]], by=GAM)
    assert queries.survivors_of(files) == dict.fromkeys(files, files[1])


FILES = [new_id() for _ in range(5)]
STATEMENTS = st.lists(
    st.builds(
        lambda kind, pair, hours: Statement(new_id(), kind, *pair, *pair, at(hours)),
        st.sampled_from(LinkKind),
        st.permutations(FILES).map(lambda files: files[:2]),
        st.integers(0, 20),
    ),
    max_size=15,
)


@given(STATEMENTS)
def test_whoever_a_file_lives_on_in_lives_on_in_itself(statements):
    current = survivors(statements)
    assert all(current[survivor] == survivor for survivor in current.values())


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_who_survives_depends_on_what_was_said_and_when_only(statements, random):
    shuffled = random.sample(statements, len(statements))
    assert survivors(shuffled) == survivors(statements)


@given(STATEMENTS)
def test_taking_everything_back_leaves_every_file_alone(statements):
    pairs = [(one.kept, one.other) for one in statements]
    taken_back = [Statement(new_id(), UNLINK, *pair, *pair, at(100)) for pair in pairs]
    current = survivors(statements + taken_back)
    assert all(file == survivor for file, survivor in current.items())
