"""Made-up handwriting: strokes of figures and marks, by several hands with several pens, from a seed."""

from dataclasses import dataclass

import cv2
import numpy as np

# Control points of each stroke in a box of 1 by 1, y down; several ways to write each figure, French ones among them.
FIGURES = {
    0: [
        [[(0.55, 0.02), (0.15, 0.2), (0.08, 0.6), (0.4, 0.98), (0.8, 0.75), (0.85, 0.3), (0.55, 0.02)]],
        [[(0.7, 0.1), (0.3, 0.05), (0.05, 0.5), (0.35, 0.97), (0.85, 0.8), (0.9, 0.3), (0.6, 0.05), (0.45, 0.1)]],
    ],
    1: [
        [[(0.5, 0.0), (0.5, 0.5), (0.5, 1.0)]],
        [[(0.15, 0.4), (0.4, 0.18), (0.62, 0.0)], [(0.62, 0.0), (0.6, 0.5), (0.58, 1.0)]],
        [[(0.05, 0.5), (0.35, 0.25), (0.65, 0.0)], [(0.65, 0.0), (0.63, 0.5), (0.6, 1.0)]],
        [[(0.2, 0.25), (0.5, 0.0)], [(0.5, 0.0), (0.5, 1.0)], [(0.2, 1.0), (0.8, 0.98)]],
    ],
    2: [
        [[(0.12, 0.25), (0.4, 0.0), (0.8, 0.15), (0.75, 0.45), (0.4, 0.75), (0.1, 0.98)], [(0.1, 0.98), (0.9, 0.95)]],
        [[(0.1, 0.2), (0.5, 0.0), (0.85, 0.25), (0.5, 0.65), (0.15, 0.95), (0.12, 0.8), (0.3, 0.82), (0.6, 0.98), (0.95, 0.9)]],
        [[(0.15, 0.3), (0.3, 0.02), (0.75, 0.05), (0.8, 0.35), (0.1, 1.0)], [(0.1, 1.0), (0.85, 1.0)]],
    ],
    3: [
        [[(0.15, 0.12), (0.5, 0.0), (0.8, 0.2), (0.4, 0.45)], [(0.4, 0.45), (0.85, 0.6), (0.75, 0.92), (0.4, 1.0), (0.1, 0.88)]],
        [[(0.15, 0.02), (0.85, 0.02)], [(0.85, 0.02), (0.42, 0.42)], [(0.42, 0.42), (0.85, 0.6), (0.7, 0.95), (0.3, 1.0), (0.1, 0.85)]],
        [[(0.12, 0.15), (0.45, 0.0), (0.8, 0.18), (0.5, 0.46), (0.42, 0.5), (0.55, 0.5), (0.88, 0.72), (0.5, 1.0), (0.08, 0.9)]],
    ],
    4: [
        [[(0.35, 0.0), (0.2, 0.35), (0.08, 0.62)], [(0.08, 0.62), (0.95, 0.6)], [(0.65, 0.3), (0.62, 1.0)]],
        [[(0.65, 0.0), (0.05, 0.65)], [(0.05, 0.65), (0.95, 0.65)], [(0.65, 0.0), (0.65, 1.0)]],
        [[(0.15, 0.0), (0.12, 0.5)], [(0.12, 0.5), (0.8, 0.48)], [(0.78, 0.0), (0.75, 1.0)]],
    ],
    5: [
        [[(0.8, 0.02), (0.25, 0.02)], [(0.25, 0.02), (0.2, 0.42)], [(0.2, 0.42), (0.6, 0.38), (0.88, 0.65), (0.6, 0.98), (0.1, 0.9)]],
        [[(0.22, 0.0), (0.2, 0.42), (0.55, 0.4), (0.85, 0.68), (0.55, 1.0), (0.1, 0.92)], [(0.22, 0.02), (0.85, 0.0)]],
        [[(0.85, 0.0), (0.3, 0.02), (0.2, 0.4), (0.7, 0.42), (0.8, 0.8), (0.4, 1.0), (0.08, 0.88)]],
    ],
    6: [
        [[(0.75, 0.05), (0.3, 0.25), (0.1, 0.65), (0.35, 1.0), (0.8, 0.85), (0.75, 0.55), (0.4, 0.52), (0.15, 0.75)]],
        [[(0.6, 0.0), (0.2, 0.4), (0.12, 0.8), (0.45, 1.0), (0.82, 0.75), (0.5, 0.55), (0.18, 0.75)]],
    ],
    7: [
        [[(0.1, 0.05), (0.85, 0.02)], [(0.85, 0.02), (0.55, 0.5), (0.35, 1.0)]],
        [[(0.1, 0.05), (0.85, 0.02)], [(0.85, 0.02), (0.55, 0.5), (0.4, 1.0)], [(0.3, 0.52), (0.85, 0.48)]],
        [[(0.12, 0.18), (0.14, 0.03), (0.9, 0.03)], [(0.9, 0.03), (0.5, 0.55), (0.4, 1.0)], [(0.25, 0.5), (0.8, 0.5)]],
        [[(0.08, 0.12), (0.4, 0.05), (0.85, 0.05), (0.6, 0.5), (0.45, 1.0)]],
    ],
    8: [
        [[(0.75, 0.15), (0.4, 0.0), (0.18, 0.22), (0.5, 0.48), (0.85, 0.75), (0.5, 1.0), (0.12, 0.78), (0.48, 0.48), (0.82, 0.2), (0.7, 0.1)]],
        [
            [(0.5, 0.0), (0.2, 0.22), (0.5, 0.46), (0.8, 0.22), (0.5, 0.0)],
            [(0.5, 0.46), (0.12, 0.74), (0.5, 1.0), (0.88, 0.74), (0.5, 0.46)],
        ],
    ],
    9: [
        [[(0.8, 0.2), (0.45, 0.0), (0.12, 0.25), (0.4, 0.5), (0.78, 0.25)], [(0.8, 0.15), (0.78, 0.6), (0.7, 1.0)]],
        [[(0.8, 0.22), (0.45, 0.0), (0.12, 0.25), (0.4, 0.5), (0.8, 0.22), (0.82, 0.7), (0.5, 1.0), (0.15, 0.9)]],
        [[(0.78, 0.1), (0.3, 0.02), (0.12, 0.3), (0.4, 0.48), (0.8, 0.15), (0.6, 0.6), (0.4, 1.0)]],
    ],
}  # fmt: skip
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
        slant=rng.normal(0.1, 0.14),
        shake=rng.uniform(0.015, 0.05),
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
    squeeze = np.array([rng.uniform(0.75, 1.1), rng.uniform(0.9, 1.05)])
    strokes = []
    for stroke in ways[way]:
        points = np.asarray(stroke) - 0.5 + rng.normal(0, writer.shake, (len(stroke), 2))
        strokes.append(curve((points * squeeze) @ matrix.T + 0.5))
    return strokes


def mark_strokes(rng, kind):
    """The strokes of a mark, in boxes: 0 to 1 is the inside of the box."""
    j = lambda *shape: rng.normal(0, 0.07, shape)  # noqa: E731
    if kind == "check":
        reach = rng.uniform(0.0, 0.7)
        return [curve(np.array([(0.1, 0.5), (0.4, 0.9), (0.95 + reach * 0.5, 0.0 - reach)]) + j(3, 2))]
    if kind == "cross":
        over = rng.uniform(-0.15, 0.3)
        a, b = 0 - over, 1 + over
        return [curve(np.array([(a, a), (b, b)]) + j(2, 2)), curve(np.array([(b, a), (a, b)]) + j(2, 2))]
    if kind == "slash":
        over = rng.uniform(-0.1, 0.4)
        return [curve(np.array([(-over, 1 + over), (1 + over, -over)]) + j(2, 2))]
    if kind == "dash":
        return [curve(np.array([(0.05, 0.5), (0.95, 0.5)]) + j(2, 2))]
    if kind == "dot":
        turns = np.linspace(0, 6 * np.pi, 30)
        return [np.stack([0.5 + 0.012 * turns * np.cos(turns), 0.5 + 0.012 * turns * np.sin(turns)], 1) + j(1, 2)]
    if kind == "scribble":
        n = int(rng.integers(5, 9))
        ends = np.stack([np.where(np.arange(n) % 2, 0.92, 0.08), np.linspace(0.08, 0.92, n)], 1)
        return [curve(ends + j(n, 2), 5)]
    if kind == "circle":
        turns = np.linspace(0, 2 * np.pi * rng.uniform(0.95, 1.1), 26) + rng.uniform(0, 6)
        radius = np.array([rng.uniform(0.75, 0.98), rng.uniform(0.72, 0.95)])
        return [np.stack([0.5 + radius[0] * np.cos(turns), 0.5 + radius[1] * np.sin(turns)], 1) + j(1, 2)]
    if kind == "scratch":
        n = int(rng.integers(9, 16))
        ends = np.stack([np.where(np.arange(n) % 2, 1.35, -0.35), np.linspace(-0.2, 1.2, n)], 1)
        return [*mark_strokes(rng, "cross"), curve(ends + j(n, 2) * 2, 5)]
    raise ValueError(kind)


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
