"""Blank pages of made-up forms, with their layout: marks, two codes, boxes, combs, frames and labels."""

import cv2
import numpy as np
import zxingcpp

from permanence.paper.forms.rules import MARK_MM, MARKS, PAGE_MM, Field, FieldKind, Hand, Layout
from permanence.paper.sheets.rules.codes import PageCode, PageWitness, encode_code, encode_witness
from permanence.paper.sheets.rules.numbers import SheetNumber

MASTER_DPI = 300
PX = MASTER_DPI / 25.4
_WORDS = (
    *("allergie", "fievre", "douleur", "oui", "non", "date", "heure", "pouls", "tension"),
    *("poids", "debout", "couche", "service", "lit", "dose", "voie", "per", "os"),
)
_DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
QR_AT, QR_MM = (172.0, 16.0), 22.0
WITNESS_AT, WITNESS_MM = (20.0, 272.0), 11.0


def some_layout(seed, rows=34, form="forms.made_up", boxes=0.5):
    """A page with columns of boxes, combs and a frame, in places the seed chooses."""
    rng = np.random.default_rng(seed)
    fields = []
    y = 44.0 + rng.uniform(0, 4)
    for row in range(rows):
        kind = rng.random()
        if kind < boxes:
            fields += _boxes(rng, row, y)
            y += rng.uniform(6.2, 8.5)
        elif kind < boxes + 0.86 * (1 - boxes):
            fields += _combs(rng, row, y)
            y += rng.uniform(8.5, 11)
        else:
            fields.append(Field(f"{row}", FieldKind.TEXT, 1, (22.0, y, rng.uniform(90, 165), 14.0)))
            y += 17
        if y > 258:
            break
    return Layout(form, 1, 1, PAGE_MM, tuple(fields))


def _boxes(rng, row, y):
    x = 22.0 + rng.uniform(0, 12)
    for option in range(int(rng.integers(3, 10))):
        if x < 185:
            yield Field(f"{row}", FieldKind.TICK, 1, (x, y, 4.5, 4.5), option=f"{option}")
        x += rng.uniform(12, 30)


def _combs(rng, row, y):
    x = 22.0 + rng.uniform(0, 40)
    for group in range(2):
        for cell in range(int(rng.integers(4, 9))):
            if x < 185:
                box = (x, y, 6.0, 7.0)
                yield Field(f"{row}.{group}", FieldKind.COMB, 1, box, cell=cell, hand=Hand.FIGURES)
            x += 6.0
        x += rng.uniform(12, 22)


def blank_page(layout, seed, code=None, dpi=MASTER_DPI):
    """The grey picture of the page as the press prints it; with the codes of a page, or of none in particular."""
    page = np.full((round(297 * PX), round(210 * PX)), 255, np.uint8)
    for number, (x, y) in MARKS.items():
        paste(page, cv2.aruco.generateImageMarker(_DICTIONARY, number, 6), x, y, MARK_MM)
    code = code or PageCode(SheetNumber("K7Q2", 0), layout.form, 1, 1, 1)
    qr = zxingcpp.create_barcode(encode_code(code), zxingcpp.QRCode, ec_level="Q")
    paste(page, np.asarray(qr.to_image(add_quiet_zones=False)), *QR_AT, QR_MM)
    witness = zxingcpp.create_barcode(
        encode_witness(PageWitness(code.number, code.page)), zxingcpp.DataMatrix, force_square=True
    )
    paste(page, np.asarray(witness.to_image(add_quiet_zones=False)), *WITNESS_AT, WITNESS_MM)
    rng = np.random.default_rng(seed)
    text(page, "Fiche de transmission", 22, 26, 1.5)
    text(page, f"Service {seed}  Lit ________  {code.number.spoken}", 22, 36, 0.9)
    for field in layout.fields:
        x, y, w, _ = field.box_mm
        if field.kind is FieldKind.TICK:
            frame(page, field.box_mm, 0.18, 20)
            text(page, str(rng.choice(_WORDS)), x + w + 1.2, y + 3.4, 0.75)
        elif field.kind is FieldKind.COMB:
            frame(page, field.box_mm, 0.13, 140)
            if field.cell == 0:
                text(page, str(rng.choice(_WORDS))[:4], x - 12, y + 4.8, 0.75)
        else:
            frame(page, field.box_mm, 0.18, 60)
            text(page, str(rng.choice(_WORDS)), x + 1, y + 3, 0.6)
    if dpi == MASTER_DPI:
        return page
    size = round(210 * dpi / 25.4), round(297 * dpi / 25.4)
    return cv2.resize(page, size, interpolation=cv2.INTER_AREA)


def paste(page, modules, x, y, size):
    side = round(size * PX)
    big = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
    px, py = round(x * PX), round(y * PX)
    page[py : py + side, px : px + side] = big


def frame(page, box_mm, rule_mm, grey):
    """A rule whose inner edge is the box."""
    x, y, w, h = box_mm
    left, top, right, bottom = (round(v * PX) for v in (x, y, x + w, y + h))
    width = max(1, round(rule_mm * PX))
    outer = (slice(max(0, top - width), bottom + width), slice(left - width, right + width))
    inside = page[top:bottom, left:right].copy()
    page[outer] = np.minimum(page[outer], grey)
    page[top:bottom, left:right] = inside


def text(page, words, x, y, size):
    at = round(x * PX), round(y * PX)
    cv2.putText(
        page, words, at, cv2.FONT_HERSHEY_SIMPLEX, size * PX / 11.8 * 0.9, 10, max(1, round(size * 1.6)), cv2.LINE_AA
    )
