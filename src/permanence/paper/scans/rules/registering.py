"""Setting a scan straight: where every field of the blank page lies in it, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from permanence.paper.forms.rules import MARK_MM, MARKS
from permanence.paper.scans.rules.blanks import COARSE, SIZE_PX, Blank, Patch
from permanence.paper.scans.rules.identifying import Sighting
from permanence.paper.scans.rules.pictures import PX_A_MM, Floats, Grey, Points, levelled

# Beyond this a box may be taken for its neighbour: the page goes to a person.
DOUBT_MM = 0.8
_DETECTOR_SIDE = 1500
_REACH_MM, _WIDE_REACH_MM = 3.5, 9.0
_FINE_REACH_PX = 6
_GOOD = 0.45
_NEIGHBOURS = 8
_FAR_PX = 45 * PX_A_MM
_SECOND_REACH_PX = 11
_AGREES_PX = 0.45 * PX_A_MM
# What an unseen field may be off beyond what its neighbours are; a page where hardly any field was seen.
_UNSEEN_PX = 0.25 * PX_A_MM
_LONE_PX = 1.0 * PX_A_MM


@dataclass(frozen=True, slots=True)
class Registration:
    """A page set straight: `page` in reading scale with its light taken out, `shifts` from where each field should lie.

    `residual_mm` estimates by how much a field may still be off; `to_scan` is the homography from page to scan pixels.
    """

    page: Grey
    shifts: Floats
    residual_mm: Floats
    to_scan: Floats
    landmarks: int

    @property
    def in_doubt(self) -> bool:
        """Whether a person must look, because some field may lie elsewhere."""
        return bool(self.residual_mm.size and self.residual_mm.max() > DOUBT_MM)


def register(scan: Grey, blank: Blank, sighting: Sighting) -> Registration | None:
    """The scan against its blank page; None when marks and codes are too few to know where anything lies."""
    on_page, on_scan, landmarks = _landmarks(scan, blank, sighting)
    if landmarks == 0:
        return None
    to_scan = _homography(on_page, on_scan, landmarks)
    if to_scan is None or not _plausible(to_scan, scan.shape):
        return None
    page = levelled(_straightened(scan, to_scan))
    smooth = _coarse_shifts(page, blank, _REACH_MM if landmarks >= 3 else _WIDE_REACH_MM)
    if smooth is None:
        return None
    shifts, residual = _fine_shifts(page, blank, smooth)
    return Registration(page, shifts, residual, to_scan, landmarks)


def _straightened(scan: Grey, to_scan: Floats) -> Grey:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = int(np.median(scan[::16, ::16]))
    return np.asarray(cv2.warpPerspective(scan, to_scan, SIZE_PX, flags=flags, borderValue=border), np.uint8)


def _landmarks(scan: Grey, blank: Blank, sighting: Sighting) -> tuple[Points, Points, int]:
    on_page: list[Points] = []
    on_scan: list[Points] = []
    for number, corners in _marks(scan).items():
        x, y = MARKS[number]
        square = np.array([(x, y), (x + MARK_MM, y), (x + MARK_MM, y + MARK_MM), (x, y + MARK_MM)], np.float32)
        on_page.append(square * PX_A_MM)
        on_scan.append(corners)
    for here, there in ((blank.code_at, sighting.code_at), (blank.witness_at, sighting.witness_at)):
        if there is not None:
            on_page.append(here)
            on_scan.append(there)
    if not on_page:
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32), 0
    return np.vstack(on_page), np.vstack(on_scan), len(on_page)


def _marks(scan: Grey) -> dict[int, Points]:
    shrink = min(1.0, _DETECTOR_SIDE / max(scan.shape))
    small = cv2.resize(scan, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    parameters = cv2.aruco.DetectorParameters()
    parameters.adaptiveThreshWinSizeMin = parameters.adaptiveThreshWinSizeMax = 23
    parameters.minMarkerPerimeterRate = 0.05
    parameters.maxMarkerPerimeterRate = 0.3
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(small)
    numbers = [int(number) for number in np.asarray(ids).ravel()] if len(corners) else []
    # A mark seen twice is on two sheets, or in the print: it says nothing.
    return {
        number: (np.asarray(at, np.float32).reshape(4, 2) + 0.5) / shrink - 0.5
        for number, at in zip(numbers, corners, strict=True)
        if number in MARKS and numbers.count(number) == 1
    }


def _homography(on_page: Points, on_scan: Points, landmarks: int) -> Floats | None:
    if landmarks >= 3:
        found, _ = cv2.findHomography(on_page, on_scan, cv2.RANSAC, 6.0)
        return None if found is None else np.asarray(found, float)
    # Few corners close together would make a perspective out of their own noise.
    near, _ = cv2.estimateAffinePartial2D(on_page, on_scan, method=cv2.LMEDS)
    return None if near is None else np.vstack([near, [0.0, 0.0, 1.0]])


def _plausible(to_scan: Floats, shape: tuple[int, ...]) -> bool:
    """Whether the page lands about where the scan is, in about one scale."""
    corners = np.array([[[0, 0]], [[SIZE_PX[0], 0]], [[SIZE_PX[0], SIZE_PX[1]]], [[0, SIZE_PX[1]]]], np.float32)
    there = cv2.perspectiveTransform(corners, to_scan).reshape(4, 2)
    sides = np.linalg.norm(there - np.roll(there, -1, axis=0), axis=1)
    across, down = sides[[0, 2]], sides[[1, 3]]
    even = max(across) < 1.25 * min(across) and max(down) < 1.25 * min(down)
    return bool(even and 0.3 * max(shape) < max(down) < 4 * max(shape) and 1.2 < down.mean() / across.mean() < 1.7)


def _found(page: Grey, patch: Patch, by: tuple[float, float], reach: int) -> tuple[float, float, float]:
    """By how much a patch lies off its place, looked for around `by`, and how like it is; pixels of `page`."""
    high, wide = patch.picture.shape
    left, top = round(patch.x + by[0]) - reach, round(patch.y + by[1]) - reach
    right, bottom = left + wide + 2 * reach, top + high + 2 * reach
    if left < 0 or top < 0 or right > page.shape[1] or bottom > page.shape[0]:
        return by[0], by[1], 0.0
    likeness = cv2.matchTemplate(page[top:bottom, left:right], patch.picture, cv2.TM_CCOEFF_NORMED)
    _, best, _, (px, py) = cv2.minMaxLoc(likeness)
    if not np.isfinite(best):
        return by[0], by[1], 0.0
    if px in {0, 2 * reach} or py in {0, 2 * reach}:
        return by[0], by[1], 0.0
    dx = _peak(likeness[py, px - 1 : px + 2])
    dy = _peak(likeness[py - 1 : py + 2, px])
    return left + px + dx - patch.x, top + py + dy - patch.y, float(best)


def _peak(three: Floats) -> float:
    """Where between three likenesses the top of their parabola lies, -0.5 to 0.5."""
    before, at, after = (float(one) for one in three)
    bend = before - 2 * at + after
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


@dataclass(frozen=True, slots=True)
class _Smooth:
    """Shifts all over the page: a bent plane, and what good patches near a point say beyond it."""

    plane: Floats
    at: Floats
    rest: Floats

    def __call__(self, points: Floats) -> Floats:
        near = np.exp(-((points[:, None, :] - self.at[None]) ** 2).sum(2) / (2 * (22 * PX_A_MM) ** 2)) + 1e-9
        weights = near / (near.sum(1, keepdims=True) + 0.15)
        return np.asarray(_bent(points) @ self.plane + weights @ self.rest)


def _bent(points: Floats) -> Floats:
    x, y = points[:, 0] / SIZE_PX[0] - 0.5, points[:, 1] / SIZE_PX[1] - 0.5
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], 1)


def _coarse_shifts(page: Grey, blank: Blank, reach_mm: float) -> _Smooth | None:
    small = np.asarray(cv2.resize(page, None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA), np.uint8)
    reach = round(reach_mm * PX_A_MM / COARSE)
    found = np.array([(*patch.centre, *_found(small, patch, (0.0, 0.0), reach)) for patch in blank.coarse])
    if len(found) == 0:
        return None
    good = found[found[:, 4] > _GOOD]
    if len(good) < 8:
        return None
    at, shifts, weights = good[:, :2] * COARSE, good[:, 2:4] * COARSE, good[:, 4:5]
    return _robust(at, shifts, weights)


def _robust(at: Floats, shifts: Floats, weights: Floats) -> _Smooth | None:
    """A bent plane through most shifts (iterated reweighting, Tukey), and the rest of those that agree with it."""
    basis = _bent(at)
    middle = np.median(shifts, axis=0)
    rest = np.linalg.norm(shifts - middle, axis=1)
    wide = 3.5 * PX_A_MM
    for limit in (wide, 2 * PX_A_MM, 1.2 * PX_A_MM, PX_A_MM):
        trusted = weights[:, 0] * np.clip(1 - (rest / limit) ** 2, 0, None) ** 2
        if np.count_nonzero(trusted) < 8:
            return None
        root = np.sqrt(trusted)[:, None]
        steady = np.diag([0, 0.01, 0.01, 0.05, 0.05, 0.05]) * trusted.sum()
        plane = np.linalg.solve(
            (basis * root).T @ (basis * root) + steady * 0.02, (basis * trusted[:, None]).T @ shifts
        )
        rest = np.linalg.norm(shifts - basis @ plane, axis=1)
    agree = rest < 1.2 * PX_A_MM
    return _Smooth(plane, at[agree], (shifts - basis @ plane)[agree])


def _fine_shifts(page: Grey, blank: Blank, smooth: _Smooth) -> tuple[Floats, Floats]:
    """Each field's own shift where its neighbours agree, theirs where not; and how far apart they are, in mm.

    A field that was not found, or found elsewhere than its neighbours, is looked for once more around where they lie.
    """
    if not blank.fine:
        return np.zeros((0, 2)), np.zeros(0)
    centres = np.array([patch.centre for patch in blank.fine])
    expected = smooth(centres)
    own, good = _own(page, blank.fine, expected, range(len(centres)), _FINE_REACH_PX)
    beside, spread = _neighbours(centres, own, good)
    apart = np.linalg.norm(own - beside, axis=1)
    astray = np.flatnonzero(~good | (apart > _AGREES_PX))
    again, found = _own(page, blank.fine, expected + beside, astray, _SECOND_REACH_PX)
    own[astray], good[astray] = again[astray] + beside[astray], found[astray]
    beside, spread = _neighbours(centres, own, good)
    apart = np.linalg.norm(own - beside, axis=1)
    agrees = good & (apart < _AGREES_PX)
    shifts = expected + np.where(agrees[:, None], 0.75 * own + 0.25 * beside, beside)
    residual = np.where(agrees, apart / 2, np.maximum(spread, apart * good) + _UNSEEN_PX) / PX_A_MM
    return shifts, residual


def _own(
    page: Grey, patches: tuple[Patch, ...], expected: Floats, places: Iterable[int], reach: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """Where the patches of these places lie, from where they are expected; and whether they were found."""
    own, good = np.zeros_like(expected), np.zeros(len(expected), bool)
    for place in places:
        x, y = float(expected[place, 0]), float(expected[place, 1])
        dx, dy, likeness = _found(page, patches[place], (x, y), reach)
        own[place], good[place] = (dx - x, dy - y), likeness > _GOOD
    return own, good


def _neighbours(centres: Floats, own: Floats, good: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The median of the nearest found fields' shifts and their spread; a lone field leans on the page as a whole."""
    distance = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    distance[:, ~good] = np.inf
    nearest = np.argsort(distance, axis=1)[:, :_NEIGHBOURS]
    near = np.take_along_axis(distance, nearest, axis=1) < _FAR_PX
    theirs = np.where(near[:, :, None], own[nearest], np.nan)
    enough = near.sum(1) >= 3
    strayed = np.linalg.norm(own[good], axis=1)
    alone = float(np.quantile(strayed, 0.97)) if len(strayed) >= _NEIGHBOURS else _LONE_PX
    middle, spread = np.zeros_like(own), np.full(len(own), alone)
    if enough.any():
        middle[enough] = np.nanmedian(theirs[enough], axis=1)
        off = np.linalg.norm(theirs[enough] - middle[enough][:, None], axis=2)
        spread[enough] = np.nanmedian(off, axis=1)
    return middle, spread
