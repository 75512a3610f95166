"""Made-up handwriting: strokes of figures and marks, by several hands with several pens, from a seed."""

from dataclasses import dataclass

import cv2
import numpy as np

# Ways to write each figure, French ones among them: strokes apart by a bar, points in hundredths of a box, y down.
_WRITTEN = {
    0: [
        "55,2 15,20 8,60 40,98 80,75 85,30 55,2",
        "70,10 30,5 5,50 35,97 85,80 90,30 60,5 45,10",
    ],
    1: [
        "50,0 50,50 50,100",
        "15,40 40,18 62,0 | 62,0 60,50 58,100",
        "5,50 35,25 65,0 | 65,0 63,50 60,100",
        "20,25 50,0 | 50,0 50,100 | 20,100 80,98",
    ],
    2: [
        "12,25 40,0 80,15 75,45 40,75 10,98 | 10,98 90,95",
        "10,20 50,0 85,25 50,65 15,95 12,80 30,82 60,98 95,90",
        "15,30 30,2 75,5 80,35 10,100 | 10,100 85,100",
    ],
    3: [
        "15,12 50,0 80,20 40,45 | 40,45 85,60 75,92 40,100 10,88",
        "15,2 85,2 | 85,2 42,42 | 42,42 85,60 70,95 30,100 10,85",
        "12,15 45,0 80,18 50,46 42,50 55,50 88,72 50,100 8,90",
    ],
    4: [
        "35,0 20,35 8,62 | 8,62 95,60 | 65,30 62,100",
        "65,0 5,65 | 5,65 95,65 | 65,0 65,100",
        "15,0 12,50 | 12,50 80,48 | 78,0 75,100",
    ],
    5: [
        "80,2 25,2 | 25,2 20,42 | 20,42 60,38 88,65 60,98 10,90",
        "22,0 20,42 55,40 85,68 55,100 10,92 | 22,2 85,0",
        "85,0 30,2 20,40 70,42 80,80 40,100 8,88",
    ],
    6: [
        "75,5 30,25 10,65 35,100 80,85 75,55 40,52 15,75",
        "60,0 20,40 12,80 45,100 82,75 50,55 18,75",
    ],
    7: [
        "10,5 85,2 | 85,2 55,50 35,100",
        "10,5 85,2 | 85,2 55,50 40,100 | 30,52 85,48",
        "12,18 14,3 90,3 | 90,3 50,55 40,100 | 25,50 80,50",
        "8,12 40,5 85,5 60,50 45,100",
    ],
    8: [
        "75,15 40,0 18,22 50,48 85,75 50,100 12,78 48,48 82,20 70,10",
        "50,0 20,22 50,46 80,22 50,0 | 50,46 12,74 50,100 88,74 50,46",
    ],
    9: [
        "80,20 45,0 12,25 40,50 78,25 | 80,15 78,60 70,100",
        "80,22 45,0 12,25 40,50 80,22 82,70 50,100 15,90",
        "78,10 30,2 12,30 40,48 80,15 60,60 40,100",
    ],
}
FIGURES = {
    figure: [
        [[tuple(int(at) / 100 for at in point.split(",")) for point in stroke.split()] for stroke in way.split("|")]
        for way in ways
    ]
    for figure, ways in _WRITTEN.items()
}
MARKS_OF_HAND = ("check", "cross", "slash", "dash", "scribble", "dot")


@dataclass(frozen=True)
class Pen:
    """How wide a line is, how dark, and how grainy."""

    name: str
    width_mm: float
    dark: float
    grain: float


def some_pen(rng, pencil=0.12):
    """A ball-point mostly, a felt, a pencil."""
    kind = rng.random()
    if kind < pencil:
        return Pen("pencil", rng.uniform(0.35, 0.6), rng.uniform(0.22, 0.5), rng.uniform(0.25, 0.5))
    if kind < pencil + 0.12:
        return Pen("felt", rng.uniform(0.55, 0.95), rng.uniform(0.75, 0.97), 0.04)
    if kind < pencil + 0.5:
        return Pen("blue", rng.uniform(0.28, 0.5), rng.uniform(0.5, 0.8), rng.uniform(0.05, 0.2))
    return Pen("black", rng.uniform(0.28, 0.55), rng.uniform(0.7, 0.95), rng.uniform(0.03, 0.15))


@dataclass(frozen=True)
class Writer:
    """A person's habits: slant, unsteadiness, size, and which of the ways to write each figure is theirs."""

    slant: float
    shake: float
    size: float
    ways: dict[int, int]
    mark: str
    pen: Pen


def some_writer(rng, pencil=0.12):
    """A person drawn from the seed."""
    return Writer(
        slant=rng.normal(0.1, 0.18),
        shake=rng.uniform(0.015, 0.075),
        size=rng.uniform(0.62, 1.0),
        ways={figure: int(rng.integers(len(ways))) for figure, ways in FIGURES.items()},
        mark=str(rng.choice(MARKS_OF_HAND, p=[0.34, 0.34, 0.1, 0.06, 0.12, 0.04])),
        pen=some_pen(rng, pencil),
    )


def curve(points, steps=10):
    """A Catmull-Rom spline through the points."""
    points = np.asarray(points, float)
    if len(points) == 2:
        return points[0] + (points[1] - points[0]) * np.linspace(0, 1, steps)[:, None]
    held = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(held, held[1:], held[2:], held[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, points[-1:]])


def figure_strokes(rng, writer, figure):
    """The strokes of a figure in a box of 1 by 1, as this writer makes it this time."""
    ways = FIGURES[figure]
    way = writer.ways[figure] if rng.random() < 0.85 else int(rng.integers(len(ways)))
    turn = rng.normal(0, 0.06)
    matrix = np.array([[np.cos(turn), -np.sin(turn) - writer.slant], [np.sin(turn), np.cos(turn)]])
    squeeze = np.array([rng.uniform(0.6, 1.15), rng.uniform(0.85, 1.05)])
    bow = rng.normal(0, 0.08, (2, 2))
    strokes = []
    for stroke in ways[way]:
        points = np.asarray(stroke) - 0.5 + rng.normal(0, writer.shake, (len(stroke), 2))
        drawn = curve((points * squeeze) @ matrix.T)
        # The whole figure bends a little, as a hand in a hurry bends it.
        strokes.append(drawn + (drawn**2 - 0.08) @ bow + 0.5)
    return strokes


def mark_strokes(rng, kind):
    """The strokes of a mark, in boxes: 0 to 1 is the inside of the box."""
    made = _STRAIGHT.get(kind)
    if made is not None:
        over = rng.uniform(-0.12, 0.35)
        return [curve((np.array(line) - 0.5) * (1 + 2 * over) + 0.5 + rng.normal(0, 0.07, (2, 2))) for line in made]
    return _BENT[kind](rng)


def _check(rng):
    reach = rng.uniform(0.0, 0.7)
    return [curve(np.array([(0.1, 0.5), (0.4, 0.9), (0.95 + reach * 0.5, 0.0 - reach)]) + rng.normal(0, 0.07, (3, 2)))]


def _dot(rng):
    turns = np.linspace(0, 6 * np.pi, 30)
    return [0.5 + 0.012 * turns[:, None] * np.stack([np.cos(turns), np.sin(turns)], 1) + rng.normal(0, 0.07, (1, 2))]


def _zigzag(rng, turns, left, right, top, bottom):
    ends = np.stack([np.where(np.arange(turns) % 2, right, left), np.linspace(top, bottom, turns)], 1)
    return curve(ends + rng.normal(0, 0.07 * (right - left), (turns, 2)), 5)


def _scribble(rng):
    return [_zigzag(rng, int(rng.integers(5, 9)), 0.08, 0.92, 0.08, 0.92)]


def _circle(rng):
    turns = np.linspace(0, 2 * np.pi * rng.uniform(0.95, 1.1), 26) + rng.uniform(0, 6)
    radius = np.array([rng.uniform(0.75, 0.98), rng.uniform(0.72, 0.95)])
    return [0.5 + radius * np.stack([np.cos(turns), np.sin(turns)], 1) + rng.normal(0, 0.07, (1, 2))]


def _scratch(rng):
    return [*mark_strokes(rng, "cross"), _zigzag(rng, int(rng.integers(9, 16)), -0.35, 1.35, -0.2, 1.2)]


_STRAIGHT = {
    "cross": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "slash": [[(0, 1), (1, 0)]],
    "dash": [[(0.05, 0.5), (0.95, 0.5)]],
}
_BENT = {"check": _check, "dot": _dot, "scribble": _scribble, "circle": _circle, "scratch": _scratch}


def draw(page, rng, pen, strokes_mm, dpi):
    """Draw strokes (millimetres of the page) into a grey page, in place."""
    scale = dpi / 25.4
    every = np.vstack(strokes_mm) * scale
    pad = pen.width_mm * scale + 3
    low = np.floor(every.min(0) - pad).astype(int).clip(0)
    high = np.ceil(every.max(0) + pad).astype(int)
    high = np.minimum(high, np.array(page.shape[::-1]))
    if (high - low).min() <= 0:
        return
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    for stroke in strokes_mm:
        points = np.round((stroke * scale - low) * 16).astype(np.int32)
        width = max(1, round(pen.width_mm * scale * rng.uniform(0.85, 1.15)))
        cv2.polylines(mask, [points], False, 255, width, cv2.LINE_AA, 4)
    ink = mask.astype(np.float32) / 255
    grain = rng.random(mask.shape, np.float32)
    if pen.grain > 0.2:
        grain = cv2.GaussianBlur(grain, (3, 3), 0) * 1.6 - 0.3
    ink *= pen.dark * (1 - pen.grain * grain.clip(0, 1))
    patch = page[low[1] : high[1], low[0] : high[0]]
    patch[:] = (patch * (1 - ink)).astype(np.uint8)
