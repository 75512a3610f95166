"""PDF/A-2b of a file bound from PDF/A-2b files: what binding loses is written back at its end (ISO 19005-2)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

_CLAIM = b"<pdfaid:part>2</pdfaid:part>"
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_SIZE = re.compile(rb"/Size (\d+)")
_ID = re.compile(rb"/ID\s*\[[^\]]+\]")
# ISO 19005-2, 6.6: the identification must be readable without knowing PDF, so this stream is never compressed.
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><dc:format>application/pdf</dc:format>"
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
    "<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate><xmp:CreatorTool>Permanence"
    '</xmp:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


class NotBound(ValueError):
    """The file does not end as a bound file ends."""


def claims_archive(pdf: bytes) -> bool:
    """Whether the file says that it is PDF/A-2."""
    return _CLAIM in pdf


def archival(head: bytes, tail: bytes, size: int, title: str, language: str, at: datetime) -> bytes:
    """What to append to a bound file of `size` bytes so that it is PDF/A-2b again, given its first and last bytes.

    All its pages must come from PDF/A-2 files: binding keeps their fonts and their colours, which name their own ICC
    profiles, and loses the metadata, the language and the identification, which are appended here. Raises `NotBound`.
    """
    trailer = tail[tail.rfind(b"trailer") :]
    start, root, last, identity = (pattern.search(trailer) for pattern in (_START, _ROOT, _SIZE, _ID))
    pages = _PAGES.search(head)
    if not (start and root and last and identity and pages):
        raise NotBound
    number, xmp = int(last.group(1)), _metadata(title, language, at)
    catalog = b"%s 0 obj\n<</Type/Catalog/Pages %s 0 R/Metadata %d 0 R/Lang(%s)%s>>\nendobj\n" % (
        root.group(1), pages.group(1), number, language.encode("ascii"), b"/ViewerPreferences<</DisplayDocTitle true>>",
    )  # fmt: skip
    metadata = b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number, len(xmp), xmp,
    )  # fmt: skip
    table = _table([(int(root.group(1)), size), (number, size + len(catalog))])
    table += b"trailer\n<</Size %d/Root %s 0 R/Prev %s%s>>\n" % (
        number + 1, root.group(1), start.group(1), identity.group(0),
    )  # fmt: skip
    end = b"startxref\n%d\n%%%%EOF\n" % (size + len(catalog) + len(metadata))
    return catalog + metadata + table + end


def _metadata(title: str, language: str, at: datetime) -> bytes:
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return _XMP.format(title=escape(title), language=escape(language), at=moment).encode()


def _table(entries: Sequence[tuple[int, int]]) -> bytes:
    return b"xref\n" + b"".join(b"%d 1\n%010d 00000 n\r\n" % entry for entry in entries)
