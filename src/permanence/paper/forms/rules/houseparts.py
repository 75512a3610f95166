"""What the house puts on every form, under names no questionnaire may use: the patient, who wrote, who checked."""

from permanence.paper.forms.rules.combs import DATE_COMB, TIME_COMB, Comb, Part
from permanence.paper.forms.rules.controls import LINE_MM, Fields, Piece, Words, comb_piece, frame_piece

PATIENT_STICKER, PATIENT_NUMBER = "_patient.sticker", "_patient.number"
PATIENT_NAME, PATIENT_BIRTH, PATIENT_PLACE = "_patient.name", "_patient.birth_date", "_patient.place"
AUTHOR, CHECKED = "_author", "_checked"
NUMBER_CELLS = 12
NUMBER_COMB = Comb((Part(NUMBER_CELLS),))
_STICKER = (72.0, 31.0)
_NAME_MM = 101.0
_PLACE_MM = 47.0
_HALF_MM = 86.0


def patient_block(fields: Fields, words: Words) -> Piece:
    """The place of the sticker, and what is written where there is none."""
    return {
        "b": "patient",
        "sticker": frame_piece(PATIENT_STICKER, fields, 0, *_STICKER),
        "number": comb_piece(PATIENT_NUMBER, NUMBER_COMB, fields, words, 0),
        "name": frame_piece(PATIENT_NAME, fields, 0, _NAME_MM, LINE_MM),
        "birth": comb_piece(PATIENT_BIRTH, DATE_COMB, fields, words, 0),
        "place": frame_piece(PATIENT_PLACE, fields, 0, _PLACE_MM, LINE_MM),
    }


def signature_block(fields: Fields, words: Words) -> Piece:
    """Who wrote the sheet and when, and who checked it."""
    return {"b": "signatures", "signed": [_signed(AUTHOR, fields, words), _signed(CHECKED, fields, words)]}


def _signed(who: str, fields: Fields, words: Words) -> Piece:
    return {
        "title": words[f"{who}.title"],
        "name": frame_piece(f"{who}.name", fields, 0, _HALF_MM - 34.0, LINE_MM, words["name"]),
        "role": frame_piece(f"{who}.role", fields, 0, 32.0, LINE_MM, words["role"]),
        "date": comb_piece(f"{who}.date", DATE_COMB, fields, words, 0),
        "hour": comb_piece(f"{who}.hour", TIME_COMB, fields, words, 0),
        "signature": frame_piece(f"{who}.signature", fields, 0, _HALF_MM, 9.0, words["signature"]),
    }
