"""Numbers of sheets and the codes on their pages."""

from permanence.paper.sheets.rules.codes import (
    CodeDamaged,
    CodeForeign,
    PageCode,
    PageWitness,
    crc16,
    decode_code,
    decode_witness,
    encode_code,
    encode_witness,
    patient_key,
)
from permanence.paper.sheets.rules.events import ENDINGS, SheetEventKind, state_of
from permanence.paper.sheets.rules.numbers import (
    ALPHABET,
    CheckCharacterWrong,
    NotASheetNumber,
    SheetNumber,
    check_character,
    parse_number,
)

__all__ = [
    "ALPHABET",
    "ENDINGS",
    "CheckCharacterWrong",
    "CodeDamaged",
    "CodeForeign",
    "NotASheetNumber",
    "PageCode",
    "PageWitness",
    "SheetEventKind",
    "SheetNumber",
    "check_character",
    "crc16",
    "decode_code",
    "decode_witness",
    "encode_code",
    "encode_witness",
    "parse_number",
    "patient_key",
    "state_of",
]
