"""Reading one page: which it is, what is in each of its fields, and what only a person may say."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from permanence.paper.forms.rules import Field, FieldKind, Hand
from permanence.paper.scans.rules import combs, ticks
from permanence.paper.scans.rules.blanks import Blank
from permanence.paper.scans.rules.identifying import How, Sighting, confirmed, identify
from permanence.paper.scans.rules.inking import paper_noise, share_inked, windows
from permanence.paper.scans.rules.nets import Verdict, judged
from permanence.paper.scans.rules.pictures import Grey, Points, is_two_tone
from permanence.paper.scans.rules.readers import Reader
from permanence.paper.scans.rules.registering import Registration, register

_CLEAR_INK, _NO_INK = 0.004, 0.0002
_FEW_LANDMARKS, _ROUGH_RESIDUAL_MM = 4, 0.36

FindBlank = Callable[[Sighting], Blank | None]


class Doubt(StrEnum):
    """Why a whole page goes to a person."""

    UNIDENTIFIED = "no code could be read"
    CODES_DISAGREE = "its codes name two pages"
    FORM_UNKNOWN = "its form is not known here"
    NOT_STRAIGHT = "its fields could not be found"


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What was read in a field: `true` or `false` of a box, a figure or nothing of a cell, `ink` or nothing of a frame.

    Other values (`scratched`, `circled`, `#`) name what only a person may judge. `at` is where the field lies in the
    page set straight: x, y, width, height in pixels.
    """

    field: Field
    value: str
    confidence: float
    sure: bool
    at: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read, or why it was not; `straight` is the page set straight, its light taken out."""

    sighting: Sighting
    doubt: Doubt | None
    two_tone: bool = False
    rough: bool = False
    fields: tuple[FieldReading, ...] = ()
    straight: Grey | None = None

    def without_picture(self) -> "PageReading":
        """The same reading, its picture left behind."""
        return replace(self, straight=None)


def read_page(picture: Grey, find: FindBlank, reader: Reader) -> PageReading:
    """Read a picture in grey; `find` gives the blank page a sighting names. Whatever is in doubt is not sure."""
    sighting = identify(picture)
    two_tone = is_two_tone(picture)
    if sighting.number is None:
        doubt = Doubt.CODES_DISAGREE if sighting.how is How.DISAGREE else Doubt.UNIDENTIFIED
        return PageReading(sighting, doubt, two_tone)
    blank = find(sighting)
    if blank is None:
        return PageReading(sighting, Doubt.FORM_UNKNOWN, two_tone)
    registration = register(picture, blank, sighting)
    if registration is None:
        return PageReading(sighting, Doubt.NOT_STRAIGHT, two_tone)
    sighting = _confirmed(sighting, picture, blank, registration)
    if sighting.number is None:
        return PageReading(sighting, Doubt.CODES_DISAGREE, two_tone)
    rough = two_tone or is_rough(registration)
    fields = _fields(registration, blank, reader, two_tone=two_tone, rough=rough)
    astray = Doubt.NOT_STRAIGHT if registration.in_doubt else None
    return PageReading(sighting, astray, two_tone, rough, fields, registration.page)


def _confirmed(sighting: Sighting, picture: Grey, blank: Blank, registration: Registration) -> Sighting:
    there = cv2.perspectiveTransform(blank.witness_at[None], registration.to_scan)[0]
    at: Points = np.asarray(there, np.float32)
    return confirmed(sighting, picture, at)


def is_rough(registration: Registration) -> bool:
    """Whether the copy is so poor that more of it must be seen by a person."""
    unsteady = float(np.quantile(registration.residual_mm, 0.95)) if registration.residual_mm.size else 0.0
    return registration.landmarks < _FEW_LANDMARKS or unsteady > _ROUGH_RESIDUAL_MM


def _fields(
    registration: Registration, blank: Blank, reader: Reader, *, two_tone: bool, rough: bool
) -> tuple[FieldReading, ...]:
    noise = paper_noise(registration.page)
    trusted = not registration.in_doubt
    found = windows(registration, blank, list(range(len(blank.fields))))
    kinds = {kind: [at for at, field in enumerate(blank.fields) if field.kind is kind] for kind in FieldKind}
    boxes, cells = ([found[at] for at in kinds[kind]] for kind in (FieldKind.TICK, FieldKind.COMB))
    rows = ticks.features(boxes, noise)
    marks = judged(reader.ticks, rows)
    against = dict(zip(kinds[FieldKind.TICK], ticks.contradicted(rows, [one.label for one in marks]), strict=True))
    said = dict(zip(kinds[FieldKind.TICK], marks, strict=True))
    bare = dict(zip(kinds[FieldKind.TICK], ticks.plainly_empty(rows, [one.label for one in marks]), strict=True))
    rows = combs.features(cells, noise)
    figures = judged(reader.cells, rows)
    against |= dict(zip(kinds[FieldKind.COMB], combs.contradicted(rows, [one.label for one in figures]), strict=True))
    said |= dict(zip(kinds[FieldKind.COMB], figures, strict=True))
    boxes_at = _boxes_at(registration, blank)
    readings = []
    for at, (field, window) in enumerate(zip(blank.fields, found, strict=True)):
        if field.kind is FieldKind.TICK:
            value, sure = _tick(said[at], reader.tick_bars.of(rough=rough), two_tone=two_tone)
            # Print of other forms beside a box is nothing the classifier saw; no ink at all is plain on a good copy.
            sure = sure or (bare[at] and not rough)
        elif field.kind is FieldKind.COMB:
            value, sure = _cell(said[at], field, reader.cell_bars.of(rough=rough), two_tone=two_tone)
        else:
            share = share_inked(window)
            value, sure = "ink" if share > _NO_INK else "", share > _CLEAR_INK or (share <= _NO_INK and not two_tone)
        confidence = said[at].confidence if at in said else 1.0
        readings.append(
            FieldReading(field, value, confidence, sure and trusted and not against.get(at, False), boxes_at[at])
        )
    return tuple(readings)


def _boxes_at(registration: Registration, blank: Blank) -> list[tuple[int, int, int, int]]:
    there = blank.boxes.copy()
    there[:, :2] += registration.shifts
    return [(round(x), round(y), round(w), round(h)) for x, y, w, h in there.tolist()]


def _tick(verdict: Verdict, bar: float, *, two_tone: bool) -> tuple[str, bool]:
    """A box is sure when the classifier is; in two tones what is not there may have been lost."""
    if verdict.label == "empty":
        return "false", verdict.confidence >= bar and not two_tone
    if verdict.label == "ticked":
        return "true", verdict.confidence >= bar
    return verdict.label, False


def _cell(verdict: Verdict, field: Field, bar: float, *, two_tone: bool) -> tuple[str, bool]:
    if verdict.label == combs.EMPTY:
        return "", verdict.confidence >= bar and not two_tone
    if field.hand is Hand.LETTERS or verdict.label == combs.OTHER:
        return combs.OTHER, False
    return verdict.label, verdict.confidence >= bar
