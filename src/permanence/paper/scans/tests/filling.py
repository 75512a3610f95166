"""Filling blank pages by hand: answers, and the marks people really make."""

from dataclasses import dataclass

import numpy as np

from permanence.paper.forms.rules import FieldKind
from permanence.paper.scans.tests import hands


@dataclass(frozen=True)
class Filled:
    """What was drawn in each field, in the order of the layout: a state of a box, a figure or '' in a cell, ink."""

    page: np.ndarray
    truth: tuple[str, ...]
    pen: str
    mark: str


def fill(
    blank,
    layout,
    rng,
    dpi,
    pencil=0.12,
    scratched=0.003,
    circled=0.002,
    ticked=0.3,
    written=0.8,
    corrected=0.004,
    page_no=1,
):
    """Fill a page as one writer does; `truth` says empty, ticked, scratched, circled; or the figure; or ink."""
    page = blank.copy()
    writer = hands.some_writer(rng, pencil)
    truth = []
    blank_combs = {}
    for field in layout.of_page(page_no):
        x, y, w, h = field.box_mm
        at, size = np.array([x, y]), np.array([w, h])
        if field.kind is FieldKind.TICK:
            truth.append(tick(page, rng, writer, at, size, dpi, ticked, scratched, circled))
        elif field.kind is FieldKind.COMB:
            left_out = blank_combs.setdefault((field.link_id, field.row), rng.random() > written)
            if left_out:
                truth.append("")
                continue
            figure = int(rng.integers(10))
            strokes = hands.figure_strokes(rng, writer, figure)
            reach = size * np.array([0.62, 0.8]) * writer.size * rng.uniform(0.9, 1.1)
            corner = at + (size - reach) / 2 + rng.normal(0, 0.3, 2)
            hands.draw(page, rng, writer.pen, [stroke * reach + corner for stroke in strokes], dpi)
            truth.append(str(figure))
            if rng.random() < corrected:
                over = spoil(rng, writer, figure)
                hands.draw(page, rng, writer.pen, [stroke * reach + corner for stroke in over], dpi)
                truth[-1] = "#"
        else:
            truth.append(frame_text(page, rng, writer, at, size, dpi))
    return Filled(page, tuple(truth), writer.pen.name, writer.mark)


def spoil(rng, writer, figure):
    """A figure struck out, or written over by another."""
    if rng.random() < 0.5:
        return hands.figure_strokes(rng, writer, (figure + int(rng.integers(1, 10))) % 10)
    n = int(rng.integers(4, 9))
    ends = np.stack([np.where(np.arange(n) % 2, 1.0, 0.0), np.linspace(0.1, 0.9, n)], 1)
    return [hands.curve(ends + rng.normal(0, 0.08, (n, 2)), 5)]


def tick(page, rng, writer, at, size, dpi, ticked, scratched, circled):
    kind = rng.random()
    if kind < scratched:
        state, mark = "scratched", "scratch"
    elif kind < scratched + circled:
        state, mark = "circled", "circle"
    elif kind < ticked:
        state, mark = "ticked", writer.mark if rng.random() < 0.9 else str(rng.choice(hands.MARKS_OF_HAND[:3]))
    else:
        # A note beside the box, a slip of the pen: ink near an empty box is no tick. It ends before the next box.
        if rng.random() < 0.05:
            start = at + np.array([rng.uniform(6.2, 9), rng.uniform(-1, 3)])
            word = hands.curve(start + np.cumsum(rng.normal(0, 0.9, (7, 2)) + np.array([0.9, 0]), 0), 5)
            hands.draw(page, rng, writer.pen, [word.clip(at + np.array([5.8, -0.5]), at + np.array([10.6, 5]))], dpi)
        return "empty"
    shift = rng.normal(0, 0.09, 2)
    scale = rng.uniform(0.85, 1.1)
    strokes = [((stroke - 0.5) * scale + 0.5 + shift) * size + at for stroke in hands.mark_strokes(rng, mark)]
    hands.draw(page, rng, writer.pen, strokes, dpi)
    return state


def frame_text(page, rng, writer, at, size, dpi):
    if rng.random() < 0.4:
        return ""
    x = at[0] + 4
    while x < at[0] + size[0] * rng.uniform(0.3, 0.9):
        start = np.array([x, at[1] + size[1] * rng.uniform(0.5, 0.7)])
        word = start + np.cumsum(np.stack([rng.uniform(0.4, 1.2, 9), rng.normal(0, 1.2, 9)], 1), 0)
        word[:, 1] = word[:, 1].clip(at[1] + 1, at[1] + size[1] - 1)
        hands.draw(page, rng, writer.pen, [hands.curve(word, 6)], dpi)
        x += 12
    return "ink"
