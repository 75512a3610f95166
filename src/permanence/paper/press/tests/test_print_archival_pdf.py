"""A bound file is PDF/A-2b as its pages were: it says so, and holds nothing that PDF/A forbids.

No validator is at hand for these tests, so what ISO 19005-2 asks of such a file is looked for piece by piece.
"""

import re
import zlib
from datetime import UTC, datetime

import pypdfium2
import pytest
from pypdfium2 import raw

from permanence.paper.press.adapters.binding import bind, bind_files
from permanence.paper.press.adapters.workers import Workers
from permanence.paper.press.tests.drawing import document, job

AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)
HEADING = {"title": "Kit <1> & Réanimation", "language": "fr", "at": AT}
DEVICE_COLOUR = re.compile(rb"(?:^|\s)(?:[\d.]+\s+)+(?:g|G|rg|RG|k|K)(?=\s)")


@pytest.fixture(scope="module")
def chunks() -> list[bytes]:
    with Workers(1) as workers:
        drawn = [workers.typeset(job(document(n), document(n + 1))).result() for n in (1, 3)]
    return [pdf for typeset in drawn for pdf in typeset.pdfs]


@pytest.fixture(scope="module")
def without_a_glyph() -> bytes:
    with Workers(1) as workers:
        (pdf,) = workers.typeset(job(document(9, data={"lines": ["name 鍾"]}))).result().pdfs
    return pdf


def streams(pdf: bytes) -> list[bytes]:
    """Every compressed stream of the file, opened."""
    found = []
    for match in re.finditer(rb"stream\r?\n", pdf):
        if pdf[match.start() - 3 : match.start()] == b"end":
            continue
        try:
            found.append(zlib.decompressobj().decompress(pdf[match.end() :]))
        except zlib.error:
            continue
    return found


def fonts_outside(pdf: bytes) -> list[str]:
    """Letters drawn with a font that is not in the file."""
    missing = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(item.raw)
                if raw.FPDFFont_GetIsEmbedded(font) != 1:
                    missing.append(str(page))
    return missing


def assert_archival(pdf: bytes) -> None:
    text = pdf.decode("latin-1")
    last_catalog = [found for found in re.findall(r"/Type/Catalog.*?>>>>", text) if "/Metadata" in found][-1]
    assert "/Lang(fr)" in last_catalog
    metadata = int(re.search(r"/Metadata (\d+) 0 R", last_catalog).group(1))
    stream = pdf[pdf.rindex(b"%d 0 obj" % metadata) :]
    assert b"/Filter" not in stream[: stream.index(b"stream")]
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in stream
    trailer = text[text.rindex("trailer") :]
    assert "/ID[<" in trailer
    assert "/Encrypt" not in trailer
    assert "/Info" not in trailer
    for forbidden in ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/LZWDecode", "/AA"):
        assert forbidden not in text
    opened = streams(pdf)
    assert any(b"BT" in stream for stream in opened)
    assert not [stream for stream in opened if b"BT" in stream and DEVICE_COLOUR.search(stream)]
    assert fonts_outside(pdf) == []


def test_a_bound_part_is_archival_whole_and_says_its_name(chunks):
    pdf = bind(chunks, **HEADING)
    assert_archival(pdf)
    assert "Kit &lt;1&gt; &amp; Réanimation".encode() in pdf
    with pypdfium2.PdfDocument(pdf) as opened:
        assert len(opened) == 4
        assert "DURAND" in opened[3].get_textpage().get_text_bounded()


def test_a_whole_run_in_one_file_is_archival_too(chunks, tmp_path):
    paths = []
    for place in range(3):
        paths.append(tmp_path / f"{place}.pdf")
        paths[-1].write_bytes(bind(chunks, **HEADING) if place else chunks[0])
    assert bind_files(paths, tmp_path / "whole.pdf", **HEADING) == 10
    assert_archival((tmp_path / "whole.pdf").read_bytes())


def test_a_file_with_a_letter_no_font_has_does_not_claim_to_be_archival(chunks, without_a_glyph, tmp_path):
    pdf = bind([*chunks, without_a_glyph], **HEADING)
    assert b"pdfaid" not in pdf
    (tmp_path / "part.pdf").write_bytes(pdf)
    bind_files([tmp_path / "part.pdf"], tmp_path / "whole.pdf", **HEADING)
    assert b"pdfaid" not in (tmp_path / "whole.pdf").read_bytes()
    with pypdfium2.PdfDocument(tmp_path / "whole.pdf") as opened:
        assert len(opened) == 5
