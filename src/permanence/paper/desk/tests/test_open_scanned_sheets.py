"""A sheet printed, written on, scanned and read lies on the desk with what only a person can say."""

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from permanence.paper.desk import operations, queries
from permanence.paper.desk.models import DeskSheet
from permanence.paper.desk.rules import Standing
from permanence.paper.desk.tests.made_up_sheets import ANNE, AUTHOR, at, field, type_in
from permanence.paper.forms import operations as forms
from permanence.paper.forms.queries import layout_of
from permanence.paper.press import operations as press
from permanence.paper.scans import operations as scans
from permanence.paper.scans.cli import blank_of

DPI = 200


@pytest.fixture
def scanned(editions, tmp_path):
    """The number of a sheet of the walk that was ticked, signed and scanned."""
    printed = forms.print_forms(code="walk", by=ANNE, occurred_at=at(0))
    _path, content = press.open_file(part=printed.part, by=ANNE, occurred_at=at(0))
    page = np.array(pypdfium2.PdfDocument(content)[0].render(scale=DPI / 72, grayscale=True).to_pil())
    for one in layout_of("walk", editions["walk"]).fields:
        x, y, w, h = (round(side * DPI / 25.4) for side in one.box_mm)
        if one.link_id == "woke" and one.option == "true":
            cv2.line(page, (x + 4, y + 4), (x + w - 4, y + h - 4), 20, 4)
            cv2.line(page, (x + w - 4, y + 4), (x + 4, y + h - 4), 20, 4)
        if one.link_id == "_author.name":
            cv2.putText(page, "Dr Martin", (x + 10, y + h - 12), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.3, 20, 3)
    path = tmp_path / "copier.pdf"
    Image.fromarray(page).save(path, "PDF", resolution=DPI, quality=90)
    batch = scans.receive(file=path, by=ANNE, occurred_at=at(1))
    scans.read_batch(batch=batch, forms=blank_of, by=ANNE, occurred_at=at(1), processes=1)
    return printed.sheets[0]


def test_what_was_read_surely_needs_nobody_and_ink_in_a_frame_waits_beside_its_picture(scanned):
    assert operations.open_scanned(since=None, by=ANNE, occurred_at=at(2)) == 1
    sheet = DeskSheet.objects.get().pk
    woke = field(sheet, "woke")
    assert (woke.standing, woke.holds["ticks"]) == (Standing.READ, ["true"])
    assert field(sheet, "pulse").standing == Standing.READ
    assert field(sheet, "_author.name").standing == Standing.WAITING
    assert queries.crop_of(field(sheet, "_author.name").pk).startswith(b"\x89PNG")
    assert queries.page_png(sheet, 1).startswith(b"\x89PNG")
    assert operations.open_scanned(since=None, by=ANNE, occurred_at=at(3)) == 0
    type_in(sheet, AUTHOR, hour=3)
    assert operations.validate(sheet=sheet, by=ANNE, occurred_at=at(4)).done
