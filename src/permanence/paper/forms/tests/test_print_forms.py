"""Printing forms: every field where the layout says, numbered like every print, moved by nothing filled in."""

from itertools import combinations

import pytest

from permanence.foundation.clock import now
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.forms import operations, queries
from permanence.paper.forms.rules import MARKS, FieldKind, Layout
from permanence.paper.forms.tests.made_up import ALICE, EVERY_TYPE, coding, imported, item, questionnaire
from permanence.paper.forms.tests.pictures import ink_in, marks_in, off_by, pages
from permanence.paper.press import queries as press
from permanence.paper.press.tests.reading import read_pages
from permanence.paper.sheets import queries as sheets

pytestmark = pytest.mark.django_db
LONG_NAME = "DE LA ROCHEFOUCAULD-MONTMORENCY DE SAINT-EXUPERY-BEAUHARNAIS Marie-Antoinette Joséphine " * 2
STORY = "A long story that no frame of this form can hold, told again. " * 60


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")


def every_type() -> Layout:
    taken = next(one for one in imported(EVERY_TYPE) if one.language == "en")
    assert (taken.code, taken.refused) == ("made_up", None)
    return queries.layout_of("made_up", taken.edition)


def printed(**more) -> tuple[operations.PrintedForms, bytes]:
    made = operations.print_forms(code="made_up", by=ALICE, occurred_at=now(), **more)
    (part,) = press.run(made.run).parts
    return made, part.path.read_bytes()


def knowing(monkeypatch, **said) -> None:
    """A room of the house that knows every patient."""
    door = type("Door", (), {"PRINTABLES": (), "PREFILL": staticmethod(lambda _patient: queries.Prefill(**said))})
    printables = tuple(press.printables().values())
    doors = [door, type("Forms", (), {"PRINTABLES": printables})]
    monkeypatch.setattr("permanence.paper.press.queries.catalogue.paper_doors", lambda: doors)


def test_each_field_lies_where_the_layout_says():
    layout = every_type()
    for number in range(1, layout.pages + 1):
        picture = queries.blank_page("made_up", layout.edition, number, 200)
        wrong = {field.link_id: off_by(picture, field) for field in layout.of_page(number)}
        assert {name: off for name, off in wrong.items() if off > 0.25} == {}
        assert max(ink_in(picture, field) for field in layout.of_page(number) if field.kind is not FieldKind.TEXT) == 0


def test_boxes_have_the_size_a_reader_was_taught():
    layout = every_type()
    sizes = {(field.kind, field.box_mm[2:]) for field in layout.fields if field.kind is not FieldKind.TEXT}
    assert {size for kind, size in sizes if kind is FieldKind.TICK} == {(4.5, 4.5)}
    (comb,) = {size for kind, size in sizes if kind is FieldKind.COMB}
    assert comb == pytest.approx((5.62, 7.0))


def test_no_field_lies_on_another_or_on_a_mark():
    layout = every_type()
    for page in range(1, layout.pages + 1):
        boxes = [field.box_mm for field in layout.of_page(page)] + [(x, y, 7.0, 7.0) for x, y in MARKS.values()]
        for (x, y, width, height), (left, top, across, down) in combinations(boxes, 2):
            assert x + width <= left or left + across <= x or y + height <= top or top + down <= y


def test_every_page_has_its_four_marks_and_its_two_codes():
    layout = every_type()
    made, pdf = printed()
    for number, (picture, page) in enumerate(zip(pages(pdf), read_pages(pdf), strict=True), start=1):
        found = marks_in(picture)
        assert set(found) == set(MARKS)
        assert all(found[mark] == pytest.approx(MARKS[mark], abs=0.15) for mark in MARKS)
        assert (page.code.kind, page.code.version) == ("forms.made_up", layout.edition)
        assert (page.code.page, page.code.pages, page.code.number.spoken) == (number, layout.pages, *made.sheets)
        assert page.witness.confirms(page.code)
        assert queries.layout_of_kind(page.code.kind, page.code.version) == layout


def test_each_sheet_of_a_stock_has_a_number_of_its_own():
    every_type()
    made, pdf = printed(count=3, place="Cardiologie")
    assert len(set(made.sheets)) == 3
    assert [page.code.number.spoken for page in read_pages(pdf)][:: made.form.pages] == list(made.sheets)
    rows = [sheets.sheet(page.code.number) for page in read_pages(pdf)]
    assert {(row.kind, row.title) for row in rows} == {("forms.made_up", "Made up")}
    assert "Cardiologie" in read_pages(pdf)[0].words


def test_what_is_filled_in_moves_no_field(monkeypatch):
    layout = every_type()
    knowing(monkeypatch, subject=LONG_NAME, subject_line="born 12/03/1971", number="800001", birth_date="1971-03-12",
            name=LONG_NAME, place="Cardiologie 101 1")  # fmt: skip
    answers = {"item": [
        {"linkId": "g", "item": [{"linkId": "yes", "answer": [{"valueBoolean": True}]},
                                 {"linkId": "day", "answer": [{"valueDate": "2026-11-23"}]}]},
        {"linkId": "long", "answer": [{"valueString": "Words " * 12}]},
        {"linkId": "one", "answer": [coding("g", "Green")]},
    ]}  # fmt: skip
    made, pdf = printed(patient=new_id(), answers=answers)
    assert made.pages == layout.pages
    pictures = pages(pdf)
    for field in layout.fields:
        assert off_by(pictures[field.page - 1], field) <= 0.25, field
    filled = {(field.link_id, field.option, field.cell) for field in layout.fields
              if ink_in(pictures[field.page - 1], field) > 0}  # fmt: skip
    assert {("yes", "true", None), ("one", "g", None), ("long", None, None), ("_patient.sticker", None, None)} <= filled
    assert {("day", None, cell) for cell in range(8)} <= filled
    assert {("_patient.number", None, cell) for cell in range(6, 12)} <= filled
    assert {("yes", "false", None), ("one", "r", None), ("_patient.number", None, 5)} & filled == set()


def test_what_has_no_room_is_printed_in_full_on_a_last_page(monkeypatch):
    layout = every_type()
    answers = {"item": [{"linkId": "long", "answer": [{"valueString": STORY}]},
                        {"linkId": "one", "answer": [{"valueString": "Mauve"}]},
                        {"linkId": "stranger", "answer": [{"valueString": "unasked"}]}]}  # fmt: skip
    made, pdf = printed(answers=answers)
    read = read_pages(pdf)
    assert made.pages == len(read) == layout.pages + 1
    assert [page.code.pages for page in read] == [layout.pages + 1] * len(read)
    last = " ".join(read[-1].words.split())
    assert last.count("told again.") == 60
    assert "Mauve" in last
    assert "unasked" in last


def test_a_patient_nobody_knows_is_refused():
    every_type()
    with pytest.raises(operations.PatientUnknown):
        printed(patient=new_id())


def test_a_form_for_no_patient_asks_for_none():
    (taken,) = imported(questionnaire(item("1", "string"), subjectType=["Location"]))
    fields = queries.layout_of(taken.code, taken.edition).fields
    assert {field.link_id.partition(".")[0] for field in fields} == {"1", "_author", "_checked"}


def test_the_print_says_in_the_ledger_for_whom_it_was_filled(monkeypatch):
    every_type()
    knowing(monkeypatch, subject="MARTIN Anne")
    patient = new_id()
    made, _pdf = printed(patient=patient)
    (row,) = sheets.sheets_of_part(made.part)
    assert row.patient == patient
    from permanence.paper.forms.models import FormFilling  # noqa: PLC0415

    (filling,) = FormFilling.objects.all()
    (entry,) = entries_about(filling.pk)
    assert (entry.kind, str(patient) in entry.facts) == ("forms.filled", True)
