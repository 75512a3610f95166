"""Closing a bed by a sheet of paper that is typed later."""

from pathlib import Path

import orjson
import pytest

from permanence.care.beds import queries
from permanence.care.beds.models import BedClosure
from permanence.care.beds.tests.conftest import at as bed_hour
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.desk import operations as desk
from permanence.paper.desk.models import DeskQuestion
from permanence.paper.desk.tests.made_up_sheets import ANNE, at, fill, hold_forms, lay, type_in

FORM = Path(__file__).resolve().parents[5] / "packs" / "forms" / "bed_closure.json"


@pytest.fixture
def sheet(ward, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    editions = hold_forms(orjson.loads(FORM.read_bytes()))
    sheet = lay(editions, form="bed_closure", ward=ward.id)
    type_in(sheet, {"reason": ""}, ticks={"reason": ["broken"]})
    fill(sheet, bed__ward="CARD", bed__label="101 1", remark="Barrière cassée")
    return sheet


def validate(sheet, hour=3.0):
    return desk.validate(sheet=sheet, by=ANNE, occurred_at=at(hour))


def test_the_bed_is_closed_by_who_signed_since_the_hour_on_the_sheet(ward, sheet):
    assert validate(sheet).acted
    closure = BedClosure.objects.get(bed_id=ward.bed_1)
    assert (closure.closed_by, closure.occurred_at) == ("paper:Dr Martin", at(-1 - 55 / 60))
    assert closure.reason.endswith(": Barrière cassée")
    (entry,) = entries_about(ward.bed_1)
    assert (entry.kind, entry.actor) == ("beds.closed", "paper:Dr Martin")


def test_what_the_room_refuses_becomes_a_question_and_is_done_once_the_way_is_free(ward, admit, sheet):
    admit(hour=bed_hour(-3))
    outcome = validate(sheet)
    question = DeskQuestion.objects.get(sheet=sheet)
    assert (outcome.done, question.kind) == (False, "refused")
    assert "move them first" in question.words or "déplacez" in question.words
    assert queries.open_closures() == {}
    desk.answer_question(question=question.pk, words="She was moved at 21:00", by=ANNE, occurred_at=at(3.5))
    assert not validate(sheet, hour=4).done
    again = DeskQuestion.objects.get(sheet=sheet, answer__isnull=True)
    desk.answer_question(question=again.pk, words="The bed stays open", by=ANNE, occurred_at=at(4.5))
    kept = desk.keep_as_answers(sheet=sheet, reason="The bed stays open", by=ANNE, occurred_at=at(5))
    assert (kept.done, kept.acted) == (True, False)
    assert queries.open_closures() == {}
