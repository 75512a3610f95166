"""The worker: reads jobs from its standard input, typesets them, answers with PDF; it knows neither Django nor a room.

A message either way is the length of a JSON text (8 bytes, big-endian) and the text; an answer's JSON is followed by
as many bytes of PDF as it says.
"""

import contextlib
import re
import signal
import sys
from operator import le
from pathlib import Path
from typing import IO, Any, Literal

import orjson
import typst
import zxingcpp

from permanence.paper.press.rules import Sealed, page_codes

HOUSE = Path(__file__).resolve().parents[3]
PRESS = HOUSE / "paper" / "press" / "templates" / "press"
_LENGTH_BYTES = 8
_ROUNDS = 4
# A page that Typst accepts so has no letter without a glyph: PDF/A forbids the empty boxes printed instead of it.
_STRICT: Literal["a-2b"] = "a-2b"
PLAIN = "/paper/press/templates/press/plain.typ"
# What a page has and a screen does not: space, breaks, rules. Anything else that goes is a word lost.
_ONLY_FOR_PAPER = {"h", "v", "line", "curve", "pagebreak", "colbreak", "hide", "repeat"}
_IGNORED = re.compile(r"^(\w+) was ignored during HTML export$")
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_STYLED = re.compile(r' (?:style|data-lang)="[^"]*"')


class PagesUnstable(RuntimeError):
    """A document took another number of pages each time it was typeset."""


class Typesetter:
    """Typst with the house's templates and fonts, and nothing of the machine it runs on."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(
            PRESS / "main.typ", root=HOUSE, font_paths=[PRESS / "fonts"], ignore_system_fonts=True
        )

    def typeset(self, job: dict[str, Any]) -> tuple[bytes, list[int]]:
        """All documents of the job as one PDF, and how many pages each takes.

        A document marked lenient may hold letters no font here has. Raises `TypstError` or `PagesUnstable`.
        """
        lenient = any(document.get("lenient") for document in job["documents"])
        most = [document.get("mostly", 1) for document in job["documents"]]
        for _ in range(_ROUNDS):
            documents = [_coded(document, pages) for document, pages in zip(job["documents"], most, strict=True)]
            inputs = {"job": orjson.dumps(job | {"documents": documents}).decode()}
            pdf = self._compiler.compile(sys_inputs=inputs, pdf_standards=[] if lenient else [_STRICT])
            # The layout is still in Typst's memory: asking it costs nothing.
            pages: list[int] = orjson.loads(self._compiler.query("<document-end>", field="value"))
            if all(map(le, pages, most)) and isinstance(pdf, bytes):
                return pdf, pages
            most = pages
        raise PagesUnstable

    def measure(self, job: dict[str, Any]) -> tuple[bytes, list[int], list[Any]]:
        """One document without codes, and where on which page its template says that its fields lie."""
        inputs = {"job": orjson.dumps(job | {"documents": [_uncoded(one) for one in job["documents"]]}).decode()}
        pdf = self._compiler.compile(sys_inputs=inputs | {"measure": "yes"})
        pages: list[int] = orjson.loads(self._compiler.query("<document-end>", field="value"))
        fields: list[Any] = orjson.loads(self._compiler.query("<field>", field="value"))
        return pdf if isinstance(pdf, bytes) else b"".join(pdf or ()), pages, fields


class ScreenTypesetter:
    """The same templates drawn as HTML, for whoever has a browser and no paper."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(
            PRESS / "screen.typ", root=HOUSE, font_paths=[PRESS / "fonts"], ignore_system_fonts=True
        )

    def draw(self, document: dict[str, Any], words: dict[str, Any]) -> tuple[str, bool]:
        """A document's body as HTML, and whether it had to be told plainly. Raises `TypstError`."""
        try:
            html, lost = self._drawn(document["template"], document["data"], words)
        except Exception:  # noqa: BLE001 (a template made for paper alone is told plainly, whatever it stumbles over)
            lost = True
        return (self._drawn(PLAIN, document["data"], words)[0], True) if lost else (html, False)

    def _drawn(self, template: str, data: Any, words: dict[str, Any]) -> tuple[str, bool]:
        inputs = {"job": orjson.dumps({"template": template, "data": data, "words": words}).decode(), "screen": "yes"}
        made, warnings = self._compiler.compile_with_warnings(format="html", sys_inputs=inputs)
        ignored = {found.group(1) for one in warnings if (found := _IGNORED.match(one.message))}
        found = _BODY.search(made.decode() if isinstance(made, bytes) else "")
        # Styles of a page would be refused by the policy of whoever shows this.
        return _STYLED.sub("", found.group(1)) if found else "", bool(ignored - _ONLY_FOR_PAPER) or not found


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Typeset jobs until the other side closes."""
    typesetter, screens = Typesetter(), None
    pages: list[int]
    fields: list[Any]
    while (job := read_message(requests)) is not None:
        fields = []
        try:
            if job.get("form") == "measure":
                pdf, pages, fields = typesetter.measure(job)
            elif job.get("form") == "screen":
                screens = screens or ScreenTypesetter()
                drawn = [screens.draw(document, job["labels"][document["kind"]]) for document in job["documents"]]
                pdf, pages = orjson.dumps(drawn), []
            else:
                pdf, pages = typesetter.typeset(job)
        except Exception as fault:  # noqa: BLE001 (whatever happens is told to the press, which decides)
            # Typst may quote the data, which may be a patient's.
            reason = re.sub(r'"[^"]*"', '"..."', f"{type(fault).__name__}: {fault}")
            write_message(answers, {"failed": reason[:200]})
            continue
        write_message(answers, {"pages": pages, "fields": fields, "bytes": len(pdf)}, pdf)


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


def _coded(document: dict[str, Any], most: int) -> dict[str, Any]:
    """The document with the codes of its pages, for each number of pages up to `most` that it may turn out to have."""
    # Codes for fewer pages than a document can have would be drawn for nothing.
    least = document.get("least", 1)
    texts = [page_codes(Sealed(**document["sealed"]), pages) if pages >= least else [] for pages in range(1, most + 1)]
    return document | {
        "codes": [[_svg(text, zxingcpp.QRCode, ec_level="Q") for text, _ in pages] for pages in texts],
        "witnesses": [[_svg(text, zxingcpp.DataMatrix, force_square=True) for _, text in pages] for pages in texts],
    }


def _uncoded(document: dict[str, Any]) -> dict[str, Any]:
    return document | {"codes": [], "witnesses": []}


def _svg(text: str, kind: zxingcpp.BarcodeFormat, **options: str | bool) -> str:
    svg: str = zxingcpp.create_barcode(text, kind, **options).to_svg(add_quiet_zones=False)
    return svg


if __name__ == "__main__":
    # The press decides when to stop; whoever interrupts it at a terminal must not see the workers' traces.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
