"""Reading printed pages back the way a scanner would: as grey pixels at 200 dpi."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

from permanence.paper.sheets.queries import PageCode, PageWitness, decode_code, decode_witness
from permanence.paper.sheets.rules.codes import CODE_PREFIX, WITNESS_PREFIX


@dataclass(frozen=True)
class ReadPage:
    """What one page says: its two codes, its words, and what the codes say that are not the page's own."""

    code: PageCode
    witness: PageWitness
    words: str
    others: tuple[str, ...]


def read_pages(pdf: bytes) -> list[ReadPage]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_read(page) for page in document]


def _read(page: pypdfium2.PdfPage) -> ReadPage:
    bitmap = page.render(scale=200 / 72, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B", (bitmap.height, bitmap.stride))
    found = [code.text for code in zxingcpp.read_barcodes(pixels)]
    (code,) = [text for text in found if text.startswith(CODE_PREFIX)]
    (witness,) = [text for text in found if text.startswith(WITNESS_PREFIX)]
    others = tuple(text for text in found if text not in {code, witness})
    words = page.get_textpage().get_text_bounded()
    return ReadPage(decode_code(code), decode_witness(witness), words, others)
