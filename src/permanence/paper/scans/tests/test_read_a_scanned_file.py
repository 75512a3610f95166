from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from permanence.foundation.actors import Actor
from permanence.foundation.ledger.models import LedgerEntry
from permanence.paper.scans import operations, queries
from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.models import ScanPage
from permanence.paper.scans.tests import copying, filling, sheets
from permanence.paper.sheets import operations as numbering
from permanence.paper.sheets import queries as known
from permanence.paper.sheets.rules.codes import PageCode
from permanence.paper.sheets.rules.numbers import SheetNumber

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BY = Actor("person", "alice")
LAYOUT = sheets.some_layout(5, rows=10)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    return tmp_path


def forms(kind, version, page):
    return (sheets.blank_page(LAYOUT, 5, dpi=200), LAYOUT) if (kind, version, page) == (LAYOUT.form, 1, 1) else None


def sheet(counter, seed=1, level="L0", hide_code=False):
    number = SheetNumber("K7Q2", counter)
    page = sheets.blank_page(LAYOUT, 5, PageCode(number, LAYOUT.form, 1, 1, 1, "7F3K9A"))
    if hide_code:
        page[: round(45 * sheets.PX), round(160 * sheets.PX) :] = 255
    rng = np.random.default_rng(seed)
    filled = filling.fill(page, LAYOUT, rng, sheets.MASTER_DPI, pencil=0, scratched=0, circled=0, corrected=0)
    return number, filled, copying.copy(filled.page, sheets.MASTER_DPI, rng, level, dpi=200).picture


def scan(folder, *pictures):
    path = folder / "copier.pdf"
    images = [Image.fromarray(one) for one in pictures]
    images[0].save(path, "PDF", save_all=True, append_images=images[1:], resolution=200, quality=85)
    return path


def read(path):
    batch = operations.receive(file=path, by=BY, occurred_at=AT)
    return batch, operations.read_batch(batch=batch, forms=forms, by=BY, occurred_at=AT, processes=1)


def test_a_pile_in_any_order_is_read_and_what_is_strange_waits_for_a_person(tmp_path):
    first, filled, picture = sheet(1)
    foreign = np.full((2339, 1654), 245, np.uint8)
    second, _, other = sheet(2, seed=2, level="L1")
    batch, done = read(scan(tmp_path, picture, foreign, other, sheet(1, seed=3)[2]))
    assert (done.pages, done.read, done.to_a_person) == (4, 4, 2)
    rows = queries.pages(batch)
    assert [row.number for row in rows] == [first.compact, None, second.compact, first.compact]
    assert [row.doubt for row in rows] == [None, "no code could be read", None, "it was read before"]
    read_again = [one for one in queries.fields(batch) if one.number == first.compact][-len(queries.fields(batch)) :]
    assert any(one.sure for one in read_again)
    boxes = [field.value for field in queries.fields(batch) if field.kind == "tick"]
    drawn = [
        "true" if t == "ticked" else "false"
        for t, f in zip(filled.truth, LAYOUT.fields, strict=True)
        if f.kind == "tick"
    ]
    assert boxes[: len(drawn)] == drawn


def test_the_same_sheet_again_is_a_question_and_nothing_of_it_is_sure(tmp_path):
    read(scan(tmp_path, sheet(7)[2]))
    batch, _ = read(scan(tmp_path, sheet(7, seed=4)[2]))
    assert [row.doubt for row in queries.pages(batch)] == ["it was read before"]
    assert not any(field.sure for field in queries.fields(batch))


def test_the_ledger_of_sheets_knows_what_is_back_and_asks_about_a_second_copy(tmp_path):
    number, _, picture = sheet(8)
    read(scan(tmp_path, picture))
    assert known.sheet(number).state is known.SheetEventKind.READ
    assert known.copies_waiting().count == 0
    read(scan(tmp_path, sheet(8, seed=5)[2]))
    assert known.copies_waiting().count == 1


def test_a_void_sheet_that_comes_all_the_same_is_read_and_stays_void(tmp_path):
    read(scan(tmp_path, sheet(9)[2]))
    number = SheetNumber("K7Q2", 9)
    numbering.void(numbers=[number], reason="torn", by=BY, occurred_at=AT)
    batch, _ = read(scan(tmp_path, sheet(9, seed=6)[2], sheet(10)[2]))
    assert [row.number for row in queries.pages(batch)] == [number.compact, SheetNumber("K7Q2", 10).compact]
    assert known.sheet(number).state is known.SheetEventKind.VOIDED
    assert known.sheet(SheetNumber("K7Q2", 10)).state is known.SheetEventKind.READ


def test_a_page_known_by_its_witness_finds_its_form_among_the_sheets_of_the_box(tmp_path):
    request = numbering.SheetRequest(kind=LAYOUT.form, version=1)
    (number,) = numbering.allocate(requests=[request], by=BY, occurred_at=AT)
    page = sheets.blank_page(LAYOUT, 5, PageCode(number, LAYOUT.form, 1, 1, 1))
    page[: round(45 * sheets.PX), round(160 * sheets.PX) :] = 255
    batch, _ = read(scan(tmp_path, page[::1]))
    (row,) = queries.pages(batch)
    assert (row.how, row.number, row.doubt) == ("witness", number.compact, None)


def test_the_original_is_kept_as_it_came_and_the_same_file_is_not_read_twice(tmp_path):
    path = scan(tmp_path, sheet(3)[2])
    batch, _ = read(path)
    row = queries.batch(batch)
    assert shelf.original(row.sha256).read_bytes() == path.read_bytes()
    assert read(path)[0] == batch
    assert len(queries.pages(batch)) == 1


def test_a_reading_that_was_killed_goes_on_where_it_stopped(tmp_path):
    batch = operations.receive(file=scan(tmp_path, sheet(4)[2], sheet(5)[2]), by=BY, occurred_at=AT)
    ScanPage.objects.filter(batch=batch, place=1).update(lease="a dead process", lease_until=AT)
    done = operations.read_batch(batch=batch, forms=forms, by=BY, occurred_at=AT, processes=1)
    assert (done.read, done.to_a_person) == (2, 0)


def test_a_form_of_another_house_waits_for_a_person(tmp_path):
    batch = operations.receive(file=scan(tmp_path, sheet(6)[2]), by=BY, occurred_at=AT)
    operations.read_batch(batch=batch, forms=lambda *_: None, by=BY, occurred_at=AT, processes=1)
    assert [row.doubt for row in queries.pages(batch)] == ["its form is not known here"]


def test_the_ledger_says_what_came_and_what_was_read(tmp_path):
    batch, _ = read(scan(tmp_path, sheet(8)[2]))
    kinds = LedgerEntry.objects.filter(subject=str(batch)).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["scans.received", "scans.read"]


def test_an_unknown_file_is_refused():

    with pytest.raises(operations.BatchUnknown):
        operations.read_batch(batch=uuid4(), forms=forms, by=BY, occurred_at=AT)
