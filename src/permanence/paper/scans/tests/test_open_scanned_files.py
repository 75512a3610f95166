import io
import zlib

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from permanence.paper.scans.adapters import documents


@pytest.fixture
def picture():
    page = np.full((1100, 800), 250, np.uint8)
    cv2.putText(page, "7", (300, 600), cv2.FONT_HERSHEY_SIMPLEX, 12, 0, 20)
    return page


def pdf_of(folder, *pictures):
    path = folder / "scan.pdf"
    images = [Image.fromarray(one) for one in pictures]
    images[0].save(path, "PDF", save_all=True, append_images=images[1:], resolution=100, quality=90)
    return path


def same(one, other):
    return one.shape == other.shape and float(np.abs(one.astype(int) - other).mean()) < 2


def test_a_scanned_pdf_gives_the_very_image_of_each_page(tmp_path, picture):
    path = pdf_of(tmp_path, picture, 255 - picture)
    assert documents.page_count(path) == 2
    assert same(documents.page_picture(path, 1), picture)
    assert same(documents.page_picture(path, 2), 255 - picture)


def test_a_drawn_pdf_is_rasterised_in_grey(tmp_path):
    made = pdfium.PdfDocument.new()
    made.new_page(595, 842)
    path = tmp_path / "drawn.pdf"
    made.save(path)
    page = documents.page_picture(path, 1)
    assert page.shape == (2339, 1653)
    assert page.min() == 255


@pytest.mark.parametrize("kept", ["tiff_lzw", "group4"])
def test_a_tiff_gives_its_pages_one_by_one(tmp_path, picture, kept):
    mode = "1" if kept == "group4" else "L"
    images = [Image.fromarray(one).convert(mode) for one in (picture, 255 - picture)]
    path = tmp_path / "scan.tif"
    images[0].save(path, save_all=True, append_images=images[1:], compression=kept)
    assert documents.page_count(path) == 2
    assert documents.page_picture(path, 2).mean() < 60 < documents.page_picture(path, 1).mean()


def test_a_see_through_png_lies_on_white_paper(tmp_path, picture):
    clear = np.dstack([picture, picture, picture, np.where(picture < 100, 255, 0).astype(np.uint8)])
    path = tmp_path / "phone.png"
    Image.fromarray(clear).save(path)
    page = documents.page_picture(path, 1)
    assert page[0, 0] == 255
    assert page.min() == 0


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path):
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (60000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    with pytest.raises(documents.PageUnreadable):
        documents.page_picture(path, 1)


def test_one_bad_page_costs_no_other(tmp_path, picture):
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "JPEG")
    path = tmp_path / "half.jpg"
    path.write_bytes(content.getvalue()[:900])
    with pytest.raises(documents.PageUnreadable):
        documents.page_picture(path, 1)
    whole = pdf_of(tmp_path, picture)
    assert same(documents.page_picture(whole, 1), picture)


def test_what_is_no_scan_is_refused(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 no scan")
    with pytest.raises(documents.NotAScan):
        documents.page_count(path)
