"""Reading printed pages back the way a scanner would: as grey pixels at 200 dpi."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

from permanence.paper.sheets.queries import PageCode, PageWitness, decode_code, decode_witness


@dataclass(frozen=True)
class ReadPage:
    """What one page says: its two codes, and its words."""

    code: PageCode
    witness: PageWitness
    words: str


def read_pages(pdf: bytes) -> list[ReadPage]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_read(page) for page in document]


def _read(page: pypdfium2.PdfPage) -> ReadPage:
    bitmap = page.render(scale=200 / 72, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B", (bitmap.height, bitmap.stride))
    found = {code.format: code.text for code in zxingcpp.read_barcodes(pixels)}
    words = page.get_textpage().get_text_bounded()
    return ReadPage(decode_code(found[zxingcpp.QRCode]), decode_witness(found[zxingcpp.DataMatrix]), words)
