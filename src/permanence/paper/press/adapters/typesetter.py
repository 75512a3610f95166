"""The worker: reads jobs from its standard input, typesets them, answers with PDF; it knows neither Django nor a room.

A message either way is the length of a JSON text (8 bytes, big-endian) and the text; an answer's JSON is followed by
as many bytes of PDF as it says.
"""

import contextlib
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson
import typst
import zxingcpp

from permanence.paper.press.rules import Sealed, page_codes

HOUSE = Path(__file__).resolve().parents[3]
PRESS = HOUSE / "paper" / "press" / "templates" / "press"
PLAIN = "/paper/press/templates/press/plain.typ"
_LENGTH_BYTES = 8
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Typeset:
    """Pages ready to print: how many each document takes, and which documents had to be drawn plainly and why."""

    pdf: bytes
    pages: tuple[int, ...]
    faults: tuple[tuple[int, str], ...] = ()


class PagesUnstable(RuntimeError):
    """A document took another number of pages each time it was typeset."""


class Typesetter:
    """Typst with the house's templates and fonts, and nothing of the machine it runs on."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(
            PRESS / "main.typ", root=HOUSE, font_paths=[PRESS / "fonts"], ignore_system_fonts=True
        )

    def typeset(self, job: dict[str, Any]) -> Typeset:
        """All documents of the job as one PDF; a document its template cannot draw is drawn plainly, never left out."""
        try:
            return self._typeset(job)
        except (typst.TypstError, PagesUnstable):
            faults = self._faults(job)
        documents = [
            document | {"template": PLAIN} if place in faults else document
            for place, document in enumerate(job["documents"])
        ]
        done = self._typeset(job | {"documents": documents})
        return Typeset(done.pdf, done.pages, tuple(sorted(faults.items())))

    def _typeset(self, job: dict[str, Any]) -> Typeset:
        expected = [1] * len(job["documents"])
        for _ in range(_ROUNDS):
            documents = [_coded(document, pages) for document, pages in zip(job["documents"], expected, strict=True)]
            text = orjson.dumps(job | {"documents": documents}).decode()
            pdf = self._compiler.compile(sys_inputs={"job": text})
            # The layout is still in Typst's memory: asking it costs nothing.
            pages = orjson.loads(self._compiler.query("<document-end>", field="value"))
            if pages == expected:
                if not isinstance(pdf, bytes):
                    raise TypeError("Typst gave no PDF")
                return Typeset(pdf, tuple(pages))
            expected = pages
        raise PagesUnstable

    def _faults(self, job: dict[str, Any]) -> dict[int, str]:
        found: dict[int, str] = {}
        for place, document in enumerate(job["documents"]):
            try:
                self._typeset(job | {"documents": [document]})
            except (typst.TypstError, PagesUnstable) as fault:
                # Typst may quote the data, which may be a patient's.
                found[place] = re.sub(r'"[^"]*"', '"..."', str(fault) or type(fault).__name__)[:200]
        return found


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Typeset jobs until the other side closes."""
    typesetter = Typesetter()
    while (job := read_message(requests)) is not None:
        try:
            done = typesetter.typeset(job)
        except Exception as fault:  # noqa: BLE001 (whatever happens is told to the press, which decides)
            write_message(answers, {"failed": type(fault).__name__})
            continue
        write_message(answers, {"pages": done.pages, "faults": done.faults, "bytes": len(done.pdf)}, done.pdf)


def read_message(source: IO[bytes]) -> Any:
    """The next message, or None when the other side is gone."""
    head = source.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head)
    body = source.read(length)
    return orjson.loads(body) if len(body) == length else None


def write_message(target: IO[bytes], message: object, payload: bytes = b"") -> None:
    """Send a message, and the bytes it announces."""
    body = orjson.dumps(message)
    target.write(len(body).to_bytes(_LENGTH_BYTES) + body + payload)
    target.flush()


def _coded(document: dict[str, Any], pages: int) -> dict[str, Any]:
    texts = page_codes(Sealed(**document["sealed"]), pages)
    return document | {
        "codes": [_svg(text, zxingcpp.QRCode, ec_level="Q") for text, _ in texts],
        "witnesses": [_svg(text, zxingcpp.DataMatrix) for _, text in texts],
    }


def _svg(text: str, kind: zxingcpp.BarcodeFormat, **options: str) -> str:
    svg: str = zxingcpp.create_barcode(text, kind, **options).to_svg(add_quiet_zones=False)
    return svg


if __name__ == "__main__":
    # The press decides when to stop; whoever interrupts it at a terminal must not see the workers' traces.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
