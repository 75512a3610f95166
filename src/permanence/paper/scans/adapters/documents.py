"""Pages of a scanned file as grey pictures: PDF, TIFF, JPEG, PNG; one at a time, within bounds."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, UnidentifiedImageError
from pypdfium2 import raw

from permanence.paper.scans.rules import Grey

# A3 at 400 dpi has 31 million pixels; beyond twice that a picture is a mistake or a bomb, and is not decoded.
MOST_PIXELS = 64_000_000
# Bounds what one file may ask of the box.
MOST_PAGES = 20_000
_RENDER_DPI = 200
_POINTS_AN_INCH = 72
# An image over most of the page is the scan itself: taken out as it is, nothing is resampled.
_COVERS = 0.9
_OFFICE_FORMATS = ("TIFF", "JPEG", "PNG")


class NotAScan(ValueError):
    """The file is neither PDF nor TIFF, JPEG or PNG, or is damaged beyond opening."""


class PageUnreadable(ValueError):
    """One page cannot be decoded, or is too large; the others may be fine."""


def page_count(path: Path) -> int:
    """How many pages a file holds. Raises `NotAScan`."""
    try:
        count = _pages_of_pdf(path) if _is_pdf(path) else _frames(path)
    except (pdfium.PdfiumError, UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise NotAScan(str(fault)) from fault
    if not 1 <= count <= MOST_PAGES:
        raise NotAScan(f"{count} pages")
    return count


def page_picture(path: Path, place: int) -> Grey:
    """The page at this place, from 1, as grey. Raises `PageUnreadable`."""
    try:
        return _pdf_page(path, place) if _is_pdf(path) else _image_page(path, place)
    except PageUnreadable:
        raise
    except Exception as fault:  # Decoders of damaged files raise anything; one bad page must cost one page.
        raise PageUnreadable(type(fault).__name__) from fault


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _pages_of_pdf(path: Path) -> int:
    # Opened anew: a copier writes its next pile under the name of the last.
    with closing(pdfium.PdfDocument(path)) as document:
        return len(document)


# For originals, which lie under their digest and never change.
@lru_cache(maxsize=1)
def _pdf(path: Path) -> Any:
    return pdfium.PdfDocument(path)


def _pdf_page(path: Path, place: int) -> Grey:
    page = _pdf(path)[place - 1]
    try:
        image = _scan_on(page)
        taken = _taken_out(image) if image else None
        return _rendered(page) if taken is None else taken
    finally:
        page.close()


def _scan_on(page: Any) -> Any:
    """The one image that covers the page, upright or turned but not mirrored; or None."""
    objects = list(page.get_objects(max_depth=1))
    images = [one for one in objects if one.type == raw.FPDF_PAGEOBJ_IMAGE]
    if len(images) != 1 or len(objects) > 1:
        return None
    left, bottom, right, top = images[0].get_bounds()
    width, height = page.get_size()
    a, b, c, d, _, _ = images[0].get_matrix().get()
    covers = (right - left) * (top - bottom) >= _COVERS * width * height
    return images[0] if covers and a * d - b * c > 0 else None


def _taken_out(image: Any) -> Grey | None:
    width, height = image.get_px_size()
    _bounded(width, height)
    filters = image.get_filters()
    if filters == ["DCTDecode"]:
        return _decoded(Image.open(io.BytesIO(bytes(image.get_data()))))
    if set(filters) - {"FlateDecode", "CCITTFaxDecode", "JBIG2Decode", "LZWDecode", "RunLengthDecode"}:
        return None
    return _decoded(image.get_bitmap().to_pil())


def _rendered(page: Any) -> Grey:
    width, height = page.get_size()
    scale = _RENDER_DPI / _POINTS_AN_INCH
    _bounded(width * scale, height * scale)
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    return np.ascontiguousarray(picture.reshape(picture.shape[:2]))


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    with Image.open(path, formats=_OFFICE_FORMATS) as image:
        yield image


def _frames(path: Path) -> int:
    with _opened(path) as image:
        return int(getattr(image, "n_frames", 1))


def _image_page(path: Path, place: int) -> Grey:
    with _opened(path) as image:
        image.seek(place - 1)
        return _decoded(image)


def _decoded(image: Image.Image) -> Grey:
    _bounded(*image.size)
    if image.format == "JPEG":
        image.draft("L", image.size)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper
    if image.mode.startswith("I;16") or image.mode == "I":
        return np.asarray(np.asarray(image, np.uint32) >> 8, np.uint8)
    return np.array(image.convert("L"))


def _bounded(width: float, height: float) -> None:
    if width * height > MOST_PIXELS or min(width, height) < 64:
        raise PageUnreadable("size")
