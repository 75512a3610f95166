"""Which characters the bytes of a message stand for: MSH-18, the feed's setting, and what the bytes themselves say."""

import re
from functools import lru_cache
from typing import NamedTuple

# HL7 table 0211 and the spellings met in the wild, without spaces and signs; the value is a Python codec.
_CODECS: dict[str, str] = {
    "ASCII": "ascii",
    "USASCII": "ascii",
    "ISOIR6": "ascii",
    "8859": "latin-1",
    "LATIN1": "latin-1",
    "ISOIR100": "latin-1",
    "ISOIR203": "iso8859-15",
    **{f"8859{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    "88591": "latin-1",
    **{f"{prefix}125{page}": f"cp125{page}" for prefix in ("CP", "WINDOWS", "WIN", "ANSI") for page in range(9)},
    "ANSI": "cp1252",
    "CP850": "cp850",
    "CP437": "cp437",
    "IBM850": "cp850",
    "UNICODEUTF8": "utf-8",
    "UTF8": "utf-8",
    "UNICODE": "utf-8",
    "ISOIR192": "utf-8",
    "UNICODEUTF16": "utf-16",
    "UTF16": "utf-16",
    "UNICODEUTF32": "utf-32",
    "UTF32": "utf-32",
    "ISOIR14": "iso2022_jp",
    "ISOIR87": "iso2022_jp",
    "ISOIR159": "iso2022_jp_1",
    "GB180302000": "gb18030",
    "GB18030": "gb18030",
    "KSX1001": "euc_kr",
    "BIG5": "big5",
}
_SIGNS = re.compile(r"[\s_/().-]+")
_C1 = re.compile(rb"[\x80-\x9f]")
_SINGLE_BYTE = frozenset(codec for codec in _CODECS.values() if codec.startswith(("latin", "iso8859", "cp")))
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"M\x00", b"\x00M")


class Decoded(NamedTuple):
    """Text, the codec that gave it, and whether the sender's or the feed's declaration was wrong."""

    text: str
    charset: str
    suspect: bool


@lru_cache(maxsize=256)
def codec_of(name: str) -> str | None:
    """The Python codec of a charset's name (MSH-18 or a feed's setting), None when the name means nothing."""
    bare = _SIGNS.sub("", name.upper())
    return _CODECS.get(bare) or _CODECS.get(bare.removeprefix("ISO"))


def decode(body: bytes, *, declared: str, feed: str) -> Decoded:
    """The text of a message.

    `declared` is the first repetition of MSH-18 and wins over `feed`, the feed's setting. A declaration that the
    bytes contradict falls back to what they fit, and is suspect. Source: HL7 v2 chapter 2 (MSH-18, table 0211).
    """
    said = codec_of(declared or feed or "utf-8")
    codec = said or codec_of(feed) or "utf-8"
    suspect = said is None
    if body.isascii() and not codec.startswith(("iso2022", "utf-16", "utf-32")):
        return Decoded(body.decode("ascii"), codec, suspect)
    if body[:2] in _UTF16_MARKS:
        return _decoded_wide(body)
    return _decoded_bytes(body, codec, suspect=suspect)


def _decoded_wide(body: bytes) -> Decoded:
    """UTF-16 or UTF-32, told by its first bytes whatever was declared."""
    codec = "utf-16"
    if body[:4] in (b"\xff\xfe\x00\x00", b"M\x00\x00\x00"):
        codec = "utf-32-le"
    elif body[:2] == b"M\x00":
        codec = "utf-16-le"
    elif body[:2] == b"\x00M":
        codec = "utf-16-be"
    return Decoded(body.decode(codec, errors="replace").removeprefix("\ufeff"), codec, suspect=False)


def _decoded_bytes(body: bytes, codec: str, *, suspect: bool) -> Decoded:
    body = body.removeprefix(b"\xef\xbb\xbf")
    if codec == "ascii" or codec.startswith(("utf-16", "utf-32")):
        # Not ASCII after all, and not wide either: the bytes decide.
        codec, suspect = "utf-8", True
    single_byte = codec in _SINGLE_BYTE
    if single_byte and (text := _tried(body, "utf-8")) is not None:
        # Two accented letters in a row never look like UTF-8 by chance: the declaration is wrong.
        return Decoded(text, "utf-8", suspect=True)
    if single_byte and codec.startswith(("latin", "iso")) and _C1.search(body):
        # Windows senders say 8859/1 and mean its superset: C1 controls are no letters of any language.
        suspect = suspect or codec != "latin-1"
        codec = "cp1252"
    text = _tried(body, codec)
    if text is not None:
        return Decoded(text, codec, suspect)
    return _fallen_back(body)


def _fallen_back(body: bytes) -> Decoded:
    for codec in ("utf-8", "cp1252"):
        text = _tried(body, codec)
        if text is not None:
            return Decoded(text, codec, suspect=True)
    return Decoded(body.decode("latin-1"), "latin-1", suspect=True)


def _tried(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None
