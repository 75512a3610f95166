"""Copiers and what paper went through: skew, blur, noise, shadows, stains, folds, torn corners, by level of damage."""

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Level:
    """How bad a copy may be; each value is the most."""

    dpis: tuple[int, ...]
    skew: float
    scale: float
    warp_mm: float
    blur: float
    noise: float
    jpeg: tuple[int, int]
    shadow: float
    stains: int
    folds: int
    corners: int
    perspective: float
    contrast: float


LEVELS = {
    "L0": Level((200, 300), 0.5, 0.003, 0.05, 0.4, 2.5, (82, 95), 0.03, 0, 0, 0, 0.0, 0.04),
    "L1": Level((200, 200, 300, 150), 2.0, 0.012, 0.15, 0.8, 5, (60, 85), 0.12, 0, 0, 0, 0.0, 0.12),
    "L2": Level((200, 200, 300, 150, 400), 4.0, 0.02, 0.4, 1.2, 8, (40, 65), 0.25, 3, 2, 2, 0.004, 0.2),
    "L3": Level((200, 200, 150, 300), 8.0, 0.03, 0.9, 1.9, 13, (22, 40), 0.4, 6, 4, 3, 0.012, 0.3),
}


@dataclass(frozen=True)
class Copy:
    """What the scanner gave; `source` says for each pixel of it where on the page (mm) it comes from."""

    picture: np.ndarray
    jpeg: bytes
    dpi: int
    source: np.ndarray
    step: int

    def came_from(self, x, y):
        """Millimetres of the page for a pixel of the copy."""
        at = np.float32([[x / self.step, y / self.step]])
        return cv2.remap(self.source, at[None, :, :], None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0, 0]


def copy(page, page_dpi, rng, level, dpi=None, two_tone=False, upside_down=None):
    """A copy of the page by an office machine, after what the level lets befall it."""
    fault = LEVELS[level] if isinstance(level, str) else level
    dpi = dpi or int(rng.choice(fault.dpis))
    size = round(page.shape[1] * dpi / page_dpi), round(page.shape[0] * dpi / page_dpi)
    paper = cv2.resize(page, size, interpolation=cv2.INTER_AREA if dpi < page_dpi else cv2.INTER_LINEAR)
    paper = worn(paper, rng, fault, dpi)
    flip = (rng.random() < 0.3) if upside_down is None else upside_down
    source, step = geometry(rng, fault, size, dpi, flip)
    grow = np.float32([[step, 0, 0], [0, step, 0]])
    whole = cv2.warpAffine(source, grow, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) * (dpi / 25.4)
    picture = cv2.remap(
        paper, whole, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=int(rng.integers(200, 256))
    )
    picture = seen(picture, rng, fault, dpi)
    if two_tone:
        picture = np.where(picture > int(rng.integers(120, 170)), 255, 0).astype(np.uint8)
        jpeg = cv2.imencode(".png", picture)[1].tobytes()
    else:
        jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*fault.jpeg))])[1].tobytes()
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    return Copy(picture, jpeg, dpi, source, step)


def geometry(rng, fault, size, dpi, flip):
    """On a coarse grid over the copy: the millimetres of the page each point shows."""
    step = 16
    gx, gy = np.meshgrid(np.arange(0, size[0] + step, step), np.arange(0, size[1] + step, step))
    w, h = size
    mm = 25.4 / dpi
    x, y = (gx - w / 2) * mm, (gy - h / 2) * mm
    turn = np.radians(rng.uniform(-fault.skew, fault.skew) + (180 if flip else 0))
    scale = 1 + rng.uniform(-fault.scale, fault.scale)
    sx, sy = rng.normal(0, fault.scale * 60, 2)
    lean = rng.uniform(-1, 1, 2) * fault.perspective / 100
    deep = 1 + lean[0] * x + lean[1] * y
    x, y = x / deep, y / deep
    u = (np.cos(turn) * x - np.sin(turn) * y) / scale + sx + 105
    v = (np.sin(turn) * x + np.cos(turn) * y) / scale * (1 + rng.uniform(-0.3, 0.3) * fault.scale) + sy + 148.5
    bent = []
    for axis in (u, v):
        bumps = rng.normal(0, 1, (5, 4)).astype(np.float32)
        smooth = cv2.resize(bumps, (axis.shape[1], axis.shape[0]), interpolation=cv2.INTER_CUBIC)
        bent.append(axis + smooth * fault.warp_mm / 2)
    return np.dstack(bent).astype(np.float32), step


def worn(paper, rng, fault, dpi):
    """What the sheet itself went through."""
    k = dpi / 25.4
    h, w = paper.shape
    out = paper.copy()
    for _ in range(int(rng.integers(0, fault.stains + 1))):
        cx, cy, a, b = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(3, 18) * k, rng.uniform(3, 18) * k
        blob = np.zeros((h // 4, w // 4), np.float32)
        cv2.ellipse(
            blob, (int(cx / 4), int(cy / 4)), (int(a / 4) + 1, int(b / 4) + 1), rng.uniform(0, 180), 0, 360, 1.0, -1
        )
        if rng.random() < 0.5:
            cv2.ellipse(blob, (int(cx / 4), int(cy / 4)), (int(a / 4.4) + 1, int(b / 4.4) + 1), 0, 0, 360, 0.4, -1)
        blob = cv2.resize(cv2.GaussianBlur(blob, (0, 0), 2.5), (w, h))
        out = (out * (1 - blob * rng.uniform(0.1, 0.45))).astype(np.uint8)
    for _ in range(int(rng.integers(0, fault.folds + 1))):
        at = rng.uniform(0.1, 0.9)
        ends = (
            [(0, int(at * h)), (w, int((at + rng.normal(0, 0.02)) * h))]
            if rng.random() < 0.6
            else [(int(at * w), 0), (int((at + rng.normal(0, 0.02)) * w), h)]
        )
        line = np.zeros((h, w), np.uint8)
        cv2.line(line, *ends, 255, max(1, round(rng.uniform(0.15, 0.5) * k)), cv2.LINE_AA)
        dark = rng.uniform(-0.6, 0.5)
        side = line.astype(np.float32) / 255
        out = (
            (out * (1 - side * dark)).clip(0, 255).astype(np.uint8)
            if dark > 0
            else (out + (255 - out) * side * -dark).astype(np.uint8)
        )
    if fault.skew > 1:
        for _ in range(int(rng.poisson(fault.noise))):
            centre = int(rng.uniform(0, w)), int(rng.uniform(0, h))
            cv2.circle(
                out, centre, max(1, round(rng.exponential(0.18) * k)), int(rng.integers(0, 140)), -1, cv2.LINE_AA
            )
    if rng.random() < min(0.5, fault.skew / 6):
        x, y = int(rng.uniform(8, 20) * k), int(rng.uniform(6, 14) * k)
        cv2.line(
            out,
            (x, y),
            (x + int(11 * k * rng.uniform(0.5, 1)), y + int(rng.normal(0, 4) * k)),
            60,
            max(1, round(0.5 * k)),
            cv2.LINE_AA,
        )
    torn(out, rng, fault, k)
    return out


def torn(out, rng, fault, k):
    h, w = out.shape
    corners = [(0, 0, 1, 1), (w, 0, -1, 1), (0, h, 1, -1), (w, h, -1, -1)]
    count = int(rng.integers(0, fault.corners + 1)) if fault.corners else 0
    for place in rng.permutation(4)[:count]:
        x, y, dx, dy = corners[place]
        a, b = rng.uniform(6, 26) * k, rng.uniform(6, 26) * k
        shape = np.array([(x, y), (x + dx * a, y), (x, y + dy * b)], np.int32)
        cv2.fillPoly(out, [shape], int(rng.choice([255, 30, 90])))


def seen(picture, rng, fault, dpi):
    """What the machine adds."""
    h, w = picture.shape
    sigma = rng.uniform(0.2, 1) * fault.blur * dpi / 200
    out = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0.25 else picture
    out = out.astype(np.float32)
    ends = rng.uniform(1 - fault.shadow, 1, (2, 2)).astype(np.float32)
    out *= cv2.resize(ends, (w, h), interpolation=cv2.INTER_LINEAR)
    dark = 1 - rng.uniform(0, fault.contrast)
    out = 255 - (255 - out) * dark if rng.random() < 0.6 else out * (1 - rng.uniform(0, fault.contrast) / 2)
    if fault.noise > 6 and rng.random() < 0.4:
        x = int(rng.uniform(0, w))
        out[:, x : x + int(rng.integers(1, 3))] *= rng.uniform(0.5, 0.9)
    noise = np.empty((h, w), np.float32)
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    cv2.randn(noise, 0, float(rng.uniform(0.4, 1) * fault.noise))
    return (out + noise).clip(0, 255).astype(np.uint8)
