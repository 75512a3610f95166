"""Reading one page: which it is, what is in each of its fields, and what only a person may say."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from permanence.paper.forms.rules import Field, FieldKind, Hand
from permanence.paper.scans.rules import combs, ticks
from permanence.paper.scans.rules.blanks import Blank
from permanence.paper.scans.rules.identifying import How, Sighting, confirmed, identify
from permanence.paper.scans.rules.inking import Window, paper_noise, share_inked, windows
from permanence.paper.scans.rules.nets import Verdict, judged
from permanence.paper.scans.rules.pictures import Grey, Points, is_two_tone
from permanence.paper.scans.rules.readers import Reader
from permanence.paper.scans.rules.registering import Registration, register

# Plain evidence that must not contradict the classifier: darkness of half a millimetre of ink, 0 to 255.
_INK_OF_NO_EMPTY_BOX, _INK_OF_A_TICK = 70.0, 16.0
_CLEAR_INK, _NO_INK = 0.004, 0.0004
_ROUGH_NOISE, _ROUGH_RESIDUAL_MM = 2.3, 0.3

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

    Other values (`scratched`, `circled`, `#`) name what only a person may judge. `crop` is the field as the scan shows
    it, set straight.
    """

    field: Field
    value: str
    confidence: float
    sure: bool
    crop: Grey


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read, or why it was not."""

    sighting: Sighting
    doubt: Doubt | None
    two_tone: bool = False
    rough: bool = False
    fields: tuple[FieldReading, ...] = ()


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
    return PageReading(sighting, Doubt.NOT_STRAIGHT if registration.in_doubt else None, two_tone, rough, fields)


def _confirmed(sighting: Sighting, picture: Grey, blank: Blank, registration: Registration) -> Sighting:
    if blank.witness_at is None:
        return sighting
    there = cv2.perspectiveTransform(blank.witness_at[None], registration.to_scan)[0]
    at: Points = np.asarray(there, np.float32)
    return confirmed(sighting, picture, at)


def is_rough(registration: Registration) -> bool:
    """Whether the copy is so poor that more of it must be seen by a person."""
    unsteady = float(np.quantile(registration.residual_mm, 0.95)) if registration.residual_mm.size else 0.0
    return registration.landmarks < 5 or unsteady > _ROUGH_RESIDUAL_MM or paper_noise(registration.page) > _ROUGH_NOISE


def _fields(
    registration: Registration, blank: Blank, reader: Reader, *, two_tone: bool, rough: bool
) -> tuple[FieldReading, ...]:
    noise = paper_noise(registration.page)
    trusted = not registration.in_doubt
    found = windows(registration, blank, list(range(len(blank.fields))))
    kinds = {kind: [at for at, field in enumerate(blank.fields) if field.kind is kind] for kind in FieldKind}
    boxes, cells = ([found[at] for at in kinds[kind]] for kind in (FieldKind.TICK, FieldKind.COMB))
    said = dict(zip(kinds[FieldKind.TICK], judged(reader.ticks, ticks.features(boxes, noise)), strict=True))
    said |= dict(zip(kinds[FieldKind.COMB], judged(reader.cells, combs.features(cells, noise)), strict=True))
    readings = []
    for at, (field, window) in enumerate(zip(blank.fields, found, strict=True)):
        if field.kind is FieldKind.TICK:
            value, sure = _tick(said[at], window, reader.tick_bars.of(rough=rough), two_tone=two_tone)
        elif field.kind is FieldKind.COMB:
            value, sure = _cell(said[at], field, reader.cell_bars.of(rough=rough), two_tone=two_tone)
        else:
            share = share_inked(window)
            value, sure = "ink" if share > _NO_INK else "", share > _CLEAR_INK or (share <= _NO_INK and not two_tone)
        confidence = said[at].confidence if at in said else 1.0
        readings.append(FieldReading(field, value, confidence, sure and trusted, 255 - window.seen))
    return tuple(readings)


def _tick(verdict: Verdict, window: Window, bar: float, *, two_tone: bool) -> tuple[str, bool]:
    """A box is sure when the classifier is and plain ink agrees; in two tones what is not there may have been lost."""
    ink = ticks.inside_ink(window)
    if verdict.label == "empty":
        return "false", verdict.confidence >= bar and ink < _INK_OF_NO_EMPTY_BOX and not two_tone
    if verdict.label == "ticked":
        return "true", verdict.confidence >= bar and ink > _INK_OF_A_TICK
    return verdict.label, False


def _cell(verdict: Verdict, field: Field, bar: float, *, two_tone: bool) -> tuple[str, bool]:
    if verdict.label == combs.EMPTY:
        return "", verdict.confidence >= bar and not two_tone
    if field.hand is Hand.LETTERS or verdict.label == combs.OTHER:
        return combs.OTHER, False
    return verdict.label, verdict.confidence >= bar
