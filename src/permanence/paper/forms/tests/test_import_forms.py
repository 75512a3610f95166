"""Taking forms in: editions, languages, retiring; a file that cannot be printed stops no other."""

import orjson
import pytest

from permanence.foundation.clock import now
from permanence.paper.forms import operations, queries
from permanence.paper.forms.models import FormEdition
from permanence.paper.forms.rules import Reason
from permanence.paper.forms.tests.made_up import ALICE, imported, item, questionnaire, said_in

pytestmark = pytest.mark.django_db
ONE = questionnaire(item("1", "string", "Name"), version="1")
TWO = questionnaire(item("1", "string", "Name"), version="2")


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")


def test_the_same_file_again_changes_nothing():
    (first,), (again,) = imported(ONE), imported(ONE)
    assert (first.fresh, again.fresh, first.edition) == (True, False, again.edition)
    assert len(queries.forms(every=True)) == 1


def test_the_newest_file_is_printed_and_the_sheets_of_the_older_are_still_read():
    (first,), (second,) = imported(ONE), imported(TWO)
    assert first.edition != second.edition
    assert queries.form_named("made_up").version == "2"
    assert queries.layout_of("made_up", first.edition).pages == 1
    assert [row.version for row in queries.forms()] == ["2"]


def test_an_older_file_taken_in_again_is_printed_again():
    imported(ONE), imported(TWO), imported(ONE)
    assert queries.form_named("made_up").version == "1"
    assert len(queries.forms(every=True)) == 2


def test_a_file_in_two_languages_is_two_editions_of_one_form():
    source = questionnaire(item("1", "string", "Name", _text=said_in("fr", "Nom")))
    taken = imported(source)
    assert [(one.code, one.language) for one in taken] == [("made_up", "en"), ("made_up", "fr")]
    assert queries.form_named("made_up", "fr").language == "fr"
    assert queries.questionnaire_of("made_up", taken[1].edition).items[0].text == "Nom"
    assert len({one.edition for one in taken}) == 2


def test_boxes_that_hold_the_same_file_print_it_alike(tmp_path):
    (first,) = imported(ONE)
    file = tmp_path / "one.json"
    file.write_bytes(orjson.dumps(ONE))
    # A check keeps nothing, so it knows nothing of what this box holds: as another box would.
    (checked,) = queries.check([file])
    assert [form.edition for form in checked.forms] == [first.edition]
    assert 1 <= first.edition < 1 << 15


def test_two_prints_with_one_figure_are_refused():
    (taken,) = imported(ONE)
    FormEdition.objects.update(digest="0" * 64)
    (clash,) = imported(ONE)
    assert isinstance(clash.refused, operations.EditionsClash)
    assert taken.refused is None


def test_a_bad_file_stops_no_other():
    bad, good = imported(questionnaire(item("1", "colour")), ONE)[:2]
    told = {one.fresh: one for one in (bad, good)}
    assert (told[False].refused.reason, told[False].refused.item) == (Reason.TYPE_UNKNOWN, "1")
    assert told[True].code == "made_up"


def test_a_form_laid_with_other_templates_is_laid_again_and_keeps_its_figure():
    imported(ONE)
    FormEdition.objects.update(press="older")
    assert operations.renew_forms(by=ALICE, occurred_at=now()) == 0
    assert FormEdition.objects.get().press != "older"


def test_a_retired_form_is_not_printed_but_read_and_may_come_back():
    (taken,) = imported(ONE)
    operations.retire_form(code="made_up", reason="replaced", by=ALICE, occurred_at=now())
    assert (queries.forms(), queries.form_named("made_up")) == ([], None)
    assert queries.layout_of("made_up", taken.edition) is not None
    with pytest.raises(operations.FormRetired):
        operations.print_forms(code="made_up", by=ALICE, occurred_at=now())
    with pytest.raises(operations.FormAlreadyRetired):
        operations.retire_form(code="made_up", reason="", by=ALICE, occurred_at=now())
    operations.return_form(code="made_up", by=ALICE, occurred_at=now())
    assert queries.form_named("made_up") is not None
    with pytest.raises(operations.FormNotRetired):
        operations.return_form(code="made_up", by=ALICE, occurred_at=now())


def test_a_form_that_is_not_here_is_refused():
    for ask in (operations.print_forms, operations.return_form):
        with pytest.raises(operations.FormUnknown):
            ask(code="nothing", by=ALICE, occurred_at=now())
