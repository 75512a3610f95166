"""Crops with what was really drawn in them: made-up sheets, damaged, read as the product reads them."""

from functools import lru_cache

import numpy as np

from permanence.paper.forms.rules import FieldKind
from permanence.paper.scans.rules import blanks, combs, identifying, inking, reading, registering, ticks
from permanence.paper.scans.tests import copying, filling, sheets
from permanence.paper.sheets.rules.codes import PageCode
from permanence.paper.sheets.rules.numbers import SheetNumber

# Rare marks are shown oftener than they are met, so that each is learnt.
OFTEN = {"scratched": 0.05, "circled": 0.05, "ticked": 0.42, "written": 0.85, "corrected": 0.05, "pencil": 0.2}
HELD_LAYOUTS = 40
# How much of a page is boxes: forms of choices, forms of figures.
BOXES = (0.45, 0.95, 0.95)


def page_of(seed, level, often, two_tone=False, layout_seed=None):
    """A copy of a filled sheet, its blank, its layout and what was drawn."""
    rng = np.random.default_rng(seed)
    at = seed % HELD_LAYOUTS if layout_seed is None else layout_seed
    layout = sheets.some_layout(at, boxes=BOXES[at % len(BOXES)])
    code = PageCode(SheetNumber("K7Q2", seed % 900000 + 1), layout.form, 1, 1, 1)
    filled = filling.fill(sheets.blank_page(layout, at, code), layout, rng, sheets.MASTER_DPI, **often)
    copied = copying.copy(filled.page, sheets.MASTER_DPI, rng, level, two_tone=two_tone)
    return code, layout, filled, copied


@lru_cache(maxsize=64)
def blank_of(at, layout):
    return blanks.prepared(sheets.blank_page(layout, at, dpi=200), layout.fields)


def crops(seed, level, two_tone=False):
    """Features of the boxes and of the cells of one page, with the place of each one's class, and its roughness."""
    at = seed % HELD_LAYOUTS
    _, layout, filled, copied = page_of(seed, level, OFTEN, two_tone)
    blank = blank_of(at, layout)
    sighting = identifying.identify(copied.picture)
    registration = registering.register(copied.picture, blank, sighting) if sighting.number else None
    if registration is None or registration.in_doubt:
        return None
    noise = inking.paper_noise(registration.page)
    found = []
    for kind, room in ((FieldKind.TICK, ticks), (FieldKind.COMB, combs)):
        places = [place for place, field in enumerate(layout.fields) if field.kind is kind]
        windows = inking.windows(registration, blank, places)
        truth = np.array([room.CLASSES.index(filled.truth[place]) for place in places], int)
        found.append((room.features(windows, noise).astype(np.float16), truth))
    return (*found, reading.is_rough(registration))
