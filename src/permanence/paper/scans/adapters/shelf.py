"""What the room keeps on the disk: originals by their digest, pages set straight, blank pages, what was learnt."""

import hashlib
import io
import os
from pathlib import Path

import cv2
import numpy as np
import orjson

from permanence.foundation import node
from permanence.paper.scans.rules import (
    Blank,
    Grey,
    Layout,
    Reader,
    layout_from_json,
    prepared,
    reader_as_arrays,
    reader_from_arrays,
)

SHIPPED = Path(__file__).with_name("hands.npz")
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 72]
_BLOCK = 1 << 20


def keep_original(source: Path) -> tuple[str, Path]:
    """A copy of the file under its digest, which is never written again; the digest (SHA-256) and where it lies."""
    digest = hashlib.sha256()
    folder = _folder("originals")
    aside = folder / f".{os.getpid()}.part"
    with source.open("rb") as coming, aside.open("wb") as kept:
        while block := coming.read(_BLOCK):
            digest.update(block)
            kept.write(block)
        kept.flush()
        os.fsync(kept.fileno())
    final = folder / digest.hexdigest()
    if final.exists():
        aside.unlink()
    else:
        aside.chmod(0o400)
        aside.replace(final)
    return digest.hexdigest(), final


def original(sha256: str) -> Path:
    """Where the original of this digest lies."""
    return _folder("originals") / sha256


def straight_path(page: str) -> Path:
    """Where the picture of a page set straight lies."""
    return _folder("straight") / f"{page}.jpg"


def keep_straight(path: Path, picture: Grey) -> None:
    """Keep a page set straight, whole or not at all."""
    aside = path.with_suffix(f".{os.getpid()}.part")
    aside.write_bytes(cv2.imencode(".jpg", picture, _QUALITY)[1].tobytes())
    aside.replace(path)


def crop(page: str, at: tuple[int, int, int, int], margin: int = 0) -> bytes | None:
    """A part of a page set straight as PNG, or None when its picture is gone."""
    picture = cv2.imread(str(straight_path(page)), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        return None
    x, y, w, h = at
    part = picture[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
    return cv2.imencode(".png", part)[1].tobytes() if part.size else None


def lay_out_blank(folder: Path, name: str, picture: Grey, layout: Layout) -> None:
    """Lay a blank page and the layout of its form where worker processes find them."""
    aside = folder / f".{name}.part"
    content = io.BytesIO()
    np.savez(content, picture=picture, layout=np.frombuffer(orjson.dumps(layout.as_json()), np.uint8))
    aside.write_bytes(content.getvalue())
    aside.replace(folder / f"{name}.npz")


def blank_laid_out(folder: Path, name: str, page: int) -> Blank | None:
    """The blank page that was laid out under this name, ready to be compared with scans."""
    try:
        with np.load(folder / f"{name}.npz", allow_pickle=False) as held:
            layout = layout_from_json(orjson.loads(held["layout"].tobytes()))
            return prepared(held["picture"], layout.of_page(page))
    except FileNotFoundError:
        return None


def reader() -> Reader:
    """What was learnt of hands: on this box if it learnt, else what is shipped."""
    own = node.home() / "scans" / "hands.npz"
    with np.load(own if own.exists() else SHIPPED, allow_pickle=False) as held:
        return reader_from_arrays(held)


def keep_reader(path: Path, learnt: Reader, provenance: dict[str, object]) -> None:
    """Keep what was learnt, with where it comes from."""
    content = io.BytesIO()
    told = np.frombuffer(orjson.dumps(provenance), np.uint8)
    np.savez_compressed(content, provenance=told, **reader_as_arrays(learnt))  # type: ignore[arg-type]
    aside = path.with_suffix(".part")
    aside.write_bytes(content.getvalue())
    aside.replace(path)


def _folder(name: str) -> Path:
    folder = node.home() / "scans" / name
    # Patients' data: for the account that runs the box, nobody else on the machine.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
