"""What the 2-D codes on a page say, and how a damaged one is refused."""

import re
from dataclasses import dataclass
from uuid import UUID

from permanence.paper.sheets.rules.numbers import ALPHABET, NotASheetNumber, SheetNumber, parse_number

# The figure is the version of the layout; only characters of QR's alphanumeric mode are used, which keeps codes small.
CODE_PREFIX = "PMN1"
WITNESS_PREFIX = "PMW1"
NO_PATIENT = "-"
_KIND = re.compile(r"[a-z][a-z0-9._]{0,39}")
_POLYNOMIAL = 0x1021


class CodeForeign(ValueError):
    """The code is none of ours: another label on the page, a box of medicine, a wristband."""


class CodeDamaged(ValueError):
    """The code is ours but was misread, or the page is not one we printed so."""


@dataclass(frozen=True, slots=True)
class PageCode:
    """One page of a sheet: `page` counts from 1, `patient_key` is empty when the sheet is about no patient."""

    number: SheetNumber
    kind: str
    version: int
    page: int
    pages: int
    patient_key: str = ""


@dataclass(frozen=True, slots=True)
class PageWitness:
    """What the small second code says of the same page."""

    number: SheetNumber
    page: int

    def confirms(self, code: PageCode) -> bool:
        """Whether both codes were printed on one page; two that disagree are work for a person."""
        return (self.number, self.page) == (code.number, code.page)


def encode_code(code: PageCode) -> str:
    """`PMN1*K7Q2004512X*BEDS.WARD-CENSUS*1*1*2*7F3K9A*B4C1`: the last field is the CRC-16 of all before it."""
    if not _KIND.fullmatch(code.kind):
        raise ValueError(f"a kind of sheet is small letters, figures, dots and underscores: {code.kind!r}")
    key = code.patient_key or NO_PATIENT
    fields = (code.number.compact, code.kind.upper().replace("_", "-"), code.version, code.page, code.pages, key)
    return _sealed(CODE_PREFIX, *fields)


def encode_witness(witness: PageWitness) -> str:
    """`PMW1*K7Q2004512X*1*9A0F`."""
    return _sealed(WITNESS_PREFIX, witness.number.compact, witness.page)


def decode_code(text: str) -> PageCode:
    """The page a QR code names. Raises `CodeForeign` or `CodeDamaged`; never returns a page it is not sure of."""
    number, kind, version, page, pages, key = _opened(text, CODE_PREFIX, 6)
    patient = "" if key == NO_PATIENT else key
    code = PageCode(_number(number), _kind(kind), _figure(version), _figure(page), _figure(pages), patient)
    if not 1 <= code.page <= code.pages:
        raise CodeDamaged(text)
    return code


def decode_witness(text: str) -> PageWitness:
    """The page a Data Matrix names. Raises `CodeForeign` or `CodeDamaged`."""
    number, page = _opened(text, WITNESS_PREFIX, 2)
    return PageWitness(_number(number), _figure(page))


def patient_key(patient: UUID) -> str:
    """Six characters of the patient's id: enough to notice a page of somebody else, no trait of anybody.

    The last 30 bits of a UUIDv7 are random (RFC 9562 5.7).
    """
    bits = patient.int & ((1 << 30) - 1)
    return "".join(ALPHABET[(bits >> shift) & 31] for shift in range(25, -1, -5))


def crc16(data: bytes) -> int:
    """CRC-16/IBM-3740 ("CCITT-FALSE"): polynomial 0x1021, start 0xFFFF, no reflection, check value 0x29B1.

    Finds every burst of up to 16 wrong bits and every two wrong bits at the lengths used here.
    """
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ _POLYNOMIAL if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc


def _sealed(*fields: object) -> str:
    body = "*".join(str(field) for field in fields) + "*"
    return f"{body}{crc16(body.encode('ascii')):04X}"


def _opened(text: str, prefix: str, count: int) -> list[str]:
    if not text.startswith(f"{prefix}*") or not text.isascii():
        raise CodeForeign(text)
    body, _, seal = text.rpartition("*")
    fields = body.split("*")[1:]
    if seal != f"{crc16((body + '*').encode('ascii')):04X}" or len(fields) != count:
        raise CodeDamaged(text)
    return fields


def _number(text: str) -> SheetNumber:
    try:
        return parse_number(text)
    except NotASheetNumber as wrong:
        raise CodeDamaged(text) from wrong


def _kind(text: str) -> str:
    kind = text.lower().replace("-", "_")
    if not _KIND.fullmatch(kind):
        raise CodeDamaged(text)
    return kind


def _figure(text: str) -> int:
    if not text.isdecimal():
        raise CodeDamaged(text)
    return int(text)
