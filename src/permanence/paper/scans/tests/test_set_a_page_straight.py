import cv2
import numpy as np
import pytest
import zxingcpp

from permanence.paper.scans.rules import blanks, identifying, pictures, registering
from permanence.paper.scans.rules.identifying import How
from permanence.paper.scans.tests import copying, filling, sheets
from permanence.paper.sheets.rules.codes import PageCode, PageWitness, encode_witness
from permanence.paper.sheets.rules.numbers import SheetNumber

LAYOUT = sheets.some_layout(3, rows=14)
CODE = PageCode(SheetNumber("K7Q2", 4512), LAYOUT.form, 1, 1, 1, "7F3K9A")


@pytest.fixture(scope="module")
def printed():
    return sheets.blank_page(LAYOUT, 3, CODE)


@pytest.fixture(scope="module")
def blank():
    return blanks.prepared(sheets.blank_page(LAYOUT, 3, dpi=200), LAYOUT.fields)


def copied(printed, seed, level, **how):
    rng = np.random.default_rng(seed)
    filled = filling.fill(printed, LAYOUT, rng, sheets.MASTER_DPI)
    return copying.copy(filled.page, sheets.MASTER_DPI, rng, level, **how)


@pytest.mark.parametrize("turned", [None, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_page_is_known_whichever_way_it_was_laid_down(printed, turned):
    picture = copied(printed, 1, "L1", dpi=200, upside_down=False).picture
    picture = picture if turned is None else np.ascontiguousarray(cv2.rotate(picture, turned))
    sighting = identifying.identify(picture)
    assert (sighting.number, sighting.page) == (CODE.number, 1)
    assert sighting.code == CODE


def test_the_witness_alone_says_the_number_when_the_code_is_torn_off(printed):
    torn = printed.copy()
    torn[: round(45 * sheets.PX), round(160 * sheets.PX) :] = 255
    sighting = identifying.identify(torn)
    assert sighting.how is How.WITNESS
    assert (sighting.number, sighting.page, sighting.code) == (CODE.number, 1, None)


def test_a_page_with_the_label_of_another_sheet_is_no_sheets_page(printed, blank):
    other = PageWitness(SheetNumber("K7Q2", 4513), 1)
    label = zxingcpp.create_barcode(encode_witness(other), zxingcpp.DataMatrix, force_square=True)
    mixed = printed.copy()
    sheets.paste(mixed, np.asarray(label.to_image(add_quiet_zones=False)), *sheets.WITNESS_AT, sheets.WITNESS_MM)
    sighting = identifying.identify(mixed)
    straight = registering.register(mixed, blank, sighting)
    at = cv2.perspectiveTransform(blank.witness_at[None], straight.to_scan)[0].astype(np.float32)
    sighting = identifying.confirmed(sighting, mixed, at)
    assert sighting.how is How.DISAGREE
    assert sighting.number is None


def test_a_page_of_somebody_else_is_nobodys():
    sighting = identifying.identify(np.full((2339, 1654), 240, np.uint8))
    assert sighting.how is How.NOTHING
    assert sighting.number is None


@pytest.mark.parametrize(("level", "most_mm"), [("L0", 0.5), ("L1", 0.6), ("L2", 1.0)])
def test_every_box_is_found_to_within_a_millimetre_or_the_page_is_in_doubt(printed, blank, level, most_mm):
    for seed in range(4):
        copy = copied(printed, seed, level)
        sighting = identifying.identify(copy.picture)
        assert sighting.number == CODE.number
        straight = registering.register(copy.picture, blank, sighting)
        if straight is None or straight.in_doubt:
            continue
        boxes = blank.boxes[:, :2] + blank.boxes[:, 2:] / 2
        there = cv2.perspectiveTransform((boxes + straight.shifts).astype(np.float32)[None], straight.to_scan)[0]
        found = np.array([copy.came_from(*at) for at in there])
        off = np.linalg.norm(found - boxes / pictures.PX_A_MM, axis=1)
        small = blank.boxes[:, 2] < 60
        assert off[small].max() < most_mm


def test_another_form_under_the_same_code_is_in_doubt(printed):
    other = sheets.some_layout(8, rows=14)
    blank = blanks.prepared(sheets.blank_page(other, 8, dpi=200), other.fields)
    sighting = identifying.identify(printed)
    straight = registering.register(printed, blank, sighting)
    assert straight is None or straight.in_doubt


def test_black_and_white_copies_are_recognised(printed):
    grey = copied(printed, 2, "L1", dpi=200)
    two_tone = copied(printed, 2, "L1", dpi=200, two_tone=True)
    assert not pictures.is_two_tone(grey.picture)
    assert pictures.is_two_tone(two_tone.picture)
