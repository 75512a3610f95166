"""Blank numbered sheets are stock of a ward until somebody uses them; what runs out is known before it does."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.foundation.ledger.queries import entries_about
from permanence.paper.sheets import operations, queries, rules
from permanence.paper.sheets.tests.made_up import ALICE, READER, at, back, issued, printed, scanned

WARD = uuid4()
STICKER = queries.PatientProof.STICKER


def blanks(count: int, **more) -> list:
    return printed(count, **{"blank": True, "ward": WARD, **more})


def line(hours: float, **asked) -> queries.StockLine:
    (found,) = [one for one in queries.stock(at=at(hours), **asked) if one.kind == "charts.notes"]
    return found


@pytest.mark.django_db
def test_blank_sheets_of_a_ward_are_its_stock_and_others_are_not():
    blanks(12)
    printed(5, ward=WARD, patient=uuid4())
    found = line(1)
    assert (found.ward, found.level.on_hand, found.level.days, found.title) == (WARD, 12, None, "Notes")


@pytest.mark.django_db
def test_what_a_ward_or_a_runner_holds_is_stock_and_what_a_person_holds_is_used():
    numbers = blanks(30)
    issued(numbers[:10], 1, ward=WARD)
    for_a_patient = operations.Receiver(operations.Holder.PERSON, "Nora", WARD)
    operations.issue(numbers=numbers[10:14], to=for_a_patient, by=ALICE, occurred_at=at(1))
    back(numbers[:2], 2)
    assert line(3).level.on_hand == 24


@pytest.mark.django_db
def test_stock_carried_to_another_ward_is_that_wards():
    other = uuid4()
    numbers = blanks(30)
    issued(numbers[:10], 1, ward=other)
    assert line(2, ward=other).level.on_hand == 10
    assert line(2, ward=WARD).level.on_hand == 20


@pytest.mark.django_db
def test_days_and_sheets_to_print_are_learned_from_use():
    numbers = blanks(40)
    back(numbers[:20], 24)
    found = line(24 * 3)
    assert found.level.per_day == pytest.approx(10)
    assert found.level.days == pytest.approx(2)
    assert (found.level.short, found.level.to_print) == (True, 50)


@pytest.mark.django_db
def test_what_the_hospital_wants_of_one_form_in_one_ward_outweighs_what_it_wants_of_all():
    back(blanks(40)[:20], 24)
    everywhere, here = queries.StockTarget(1, 2, 5), queries.StockTarget(5, 30, 5)
    operations.set_stock(ward=None, kind="", target=everywhere, by=ALICE, occurred_at=at(0))
    assert not line(24 * 3).level.short
    operations.set_stock(ward=WARD, kind="charts.notes", target=here, by=ALICE, occurred_at=at(1))
    assert line(24 * 3).level.to_print == 280
    with pytest.raises(ValueError, match="warn_days=9"):
        operations.set_stock(ward=None, kind="", target=queries.StockTarget(9, 3, 5), by=ALICE, occurred_at=at(2))


@pytest.mark.django_db
def test_a_blank_sheet_becomes_a_patients_by_a_row_and_is_stock_no_more():
    number, *_rest = blanks(5)
    patient, stay = uuid4(), uuid4()
    said = {"numbers": [number], "patient": patient, "stay": stay, "by": READER, "occurred_at": at(2)}
    operations.attach_patient(proof=STICKER, **said)
    row = queries.sheet(number)
    assert (row.patient, row.stay, row.patients[-1].proof, row.patients[-1].by) == (patient, stay, STICKER, "box:K7Q2")
    assert line(3).level.on_hand == 4
    assert "sheets.patient_attached" in {entry.kind for entry in entries_about(number.compact)}
    assert [one.number for one in queries.found(patient=patient).lines] == [number]


@pytest.mark.django_db
@pytest.mark.parametrize("blank", [True, False])
def test_no_reader_moves_a_sheet_from_one_patient_to_another_and_a_person_may(blank):
    first, second = uuid4(), uuid4()
    (number,) = printed(blank=blank, patient=None if blank else first)
    said = {"numbers": [number], "occurred_at": at(2)}
    if blank:
        operations.attach_patient(patient=first, proof=STICKER, by=READER, **said)
    with pytest.raises(operations.SheetsRefused):
        operations.attach_patient(patient=second, proof=STICKER, by=READER, **said)
    assert queries.sheet(number).patient == first
    confirmed = {"patient": second, "proof": queries.PatientProof.CONFIRMED, "reason": "wrong sticker"}
    with pytest.raises(operations.NotAPerson):
        operations.attach_patient(**confirmed, by=READER, **said)
    operations.attach_patient(**confirmed, by=ALICE, **said)
    assert queries.sheet(number).patient == second


@pytest.mark.django_db
def test_a_photocopied_blank_is_nobodys_until_somebody_says_whose():
    (number,) = blanks(1)
    scanned(number, 1)
    operations.attach_patient(numbers=[number], patient=uuid4(), proof=STICKER, by=READER, occurred_at=at(2))
    scanned(number, 1, batch="scan-2", hours=3)
    asked = [row.id for row in queries.copy_questions()[0]]
    (copy,) = operations.answer_copy(
        questions=asked, verdict=queries.CopyVerdict.BOTH, reason="", by=ALICE, occurred_at=at(4)
    )
    assert queries.sheet(copy).patient is None


@pytest.mark.django_db
def test_the_board_counts_forms_that_run_out():
    blanks(3)
    names = {str(queue.name): queue.count for queue in queries.board_queues()}
    assert names["Forms running out in a ward"] == 1


targets = st.builds(
    lambda warn, more, least: rules.StockTarget(warn, warn + more, least),
    st.floats(0, 30),
    st.floats(0, 60),
    st.integers(0, 500),
)


@given(st.integers(0, 10_000), st.floats(0, 500), targets)
def test_what_is_printed_is_enough_for_the_days_wanted(on_hand, per_day, target):
    level = rules.level(on_hand, per_day, target)
    assert level.to_print >= 0
    if level.short:
        assert on_hand + level.to_print >= target.least
        assert on_hand + level.to_print >= per_day * target.hold_days - 1e-6
        full = rules.level(on_hand + level.to_print, per_day, target)
        assert full.to_print == 0
    else:
        assert level.to_print == 0
        assert on_hand >= target.least


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.floats(1, 60))
def test_use_a_day_adds_up_over_wards(uses, days):
    together = rules.use_per_day(sum(uses), days)
    assert together == pytest.approx(sum(rules.use_per_day(use, days) for use in uses))
    assert rules.use_per_day(uses[0], 0.01) == uses[0]
