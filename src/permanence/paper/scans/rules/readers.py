"""A reader: what was learnt of hands, how sure it must be to pass alone, and how it learns more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from permanence.paper.scans.rules import combs, ticks
from permanence.paper.scans.rules.nets import Net, as_arrays, from_arrays, judged, trained
from permanence.paper.scans.rules.pictures import Floats

# What may pass silently wrong, of all fields of a kind: one box in 10,000, one cell in 1,000. Half of it is aimed at,
# because what was held back to measure is never quite what comes.
TICKS_WRONG, CELLS_WRONG = 1e-4, 1e-3
_AIM = 0.5
_NEVER = 1.01
# Spoilt figures and boxes are drawn a dozen times oftener than people make them.
_MET = {combs.OTHER: 0.1, "scratched": 0.06, "circled": 0.04}


@dataclass(frozen=True, slots=True)
class Bars:
    """The confidence from which a reading passes alone, on ordinary copies and on rough ones."""

    ordinary: float
    rough: float

    def of(self, *, rough: bool) -> float:
        """The bar for a page."""
        return self.rough if rough else self.ordinary


@dataclass(frozen=True, slots=True)
class Reader:
    """The classifiers of boxes and of cells with their bars."""

    ticks: Net
    cells: Net
    tick_bars: Bars
    cell_bars: Bars


@dataclass(frozen=True, slots=True)
class Crops:
    """Features of fields, the place of each one's true class, and whether its page was a rough copy."""

    features: Floats
    labels: Floats
    rough: Floats

    def only(self, chosen: Floats) -> "Crops":
        """Some of them."""
        return Crops(self.features[chosen], self.labels[chosen], self.rough[chosen])


def bar_for(right: Floats, confidence: Floats, wrong_at_most: float, weights: Floats | None = None) -> float:
    """The least confidence above which, of all fields, no more than half of `wrong_at_most` are wrong; held-back crops.

    `weights` say how often a crop is met, where rare marks were drawn oftener to be learnt. Above every confidence
    when the crops are too few to show it: none wrong among a few proves nothing.
    """
    weights = np.ones(len(right)) if weights is None else weights
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum((~right.astype(bool) * weights)[order])
    allowed = _AIM * wrong_at_most * weights.sum()
    fitting = np.flatnonzero(wrong <= allowed)
    if allowed < _AIM or len(fitting) == 0:
        return _NEVER
    last = fitting[-1]
    if last + 1 >= len(order):
        return float(confidence[order[-1]])
    return float(np.nextafter(confidence[order[last + 1]], 2.0))


def met(classes: tuple[str, ...], labels: Floats) -> Floats:
    """How often each crop is met, against how often it was drawn."""
    return np.array([_MET.get(name, 1.0) for name in classes])[labels]


def learnt(boxes: Crops, cells: Crops, *, seed: int = 4) -> Reader:
    """A reader from crops; its bars are set by crops none of its like had seen, each half judged by the other's."""
    tick_net, tick_bars = _learnt(boxes, ticks.CLASSES, TICKS_WRONG, seed, hidden=56)
    cell_net, cell_bars = _learnt(cells, combs.CLASSES, CELLS_WRONG, seed + 100, hidden=72)
    return Reader(tick_net, cell_net, tick_bars, cell_bars)


def with_hospital(reader: Reader, made_up: Crops, checked: Crops, *, seed: int = 8) -> Reader:
    """The reader after the hospital's own checked cells were learnt beside made-up ones.

    The bars are set on a fifth of the hospital's cells, which were held back from learning: the share that passes
    alone rises only as far as this hospital's hands show.
    """
    order = np.random.default_rng(seed).permutation(len(checked.labels))
    held, taught = checked.only(order[: len(order) // 5]), checked.only(order[len(order) // 5 :])
    often = max(1, min(8, len(made_up.labels) // max(1, 4 * len(taught.labels))))
    features = np.concatenate([made_up.features, *[taught.features] * often])
    labels = np.concatenate([made_up.labels, *[taught.labels] * often])
    net = trained(features, labels, combs.CLASSES, seed=seed, hidden=72)
    right, sure = measured(net, held)
    bar = bar_for(right, sure, CELLS_WRONG, met(combs.CLASSES, held.labels))
    return replace(reader, cells=net, cell_bars=Bars(bar, bar))


def _learnt(
    crops: Crops, classes: tuple[str, ...], wrong_at_most: float, seed: int, *, hidden: int
) -> tuple[Net, Bars]:
    order = np.random.default_rng(seed).permutation(len(crops.labels))
    halves = crops.only(order[::2]), crops.only(order[1::2])
    right: list[Floats] = []
    sure: list[Floats] = []
    for taught, held in (halves, halves[::-1]):
        net = trained(taught.features, taught.labels, classes, seed=seed, hidden=hidden)
        places, confidence = judged_labels(net, held.features)
        # What plain evidence sends to a person is not silently wrong.
        stopped = ticks.contradicted(held.features, [classes[at] for at in places]) if classes is ticks.CLASSES else ()
        right.append((places == held.labels) | (np.array(stopped) if stopped else False))
        sure.append(confidence)
    rough = np.concatenate([halves[1].rough, halves[0].rough])
    weights = met(classes, np.concatenate([halves[1].labels, halves[0].labels]))
    bars = bars_from(np.concatenate(right), np.concatenate(sure), rough, weights, wrong_at_most)
    return trained(crops.features, crops.labels, classes, seed=seed, hidden=hidden), bars


def bars_from(right: Floats, sure: Floats, rough: Floats, weights: Floats, wrong_at_most: float) -> Bars:
    """The bars that held-back crops allow; the one of rough copies is never the lower."""
    apart = rough.astype(bool)
    plain, poor = (bar_for(right[of], sure[of], wrong_at_most, weights[of]) for of in (~apart, apart))
    return Bars(plain, max(plain, poor))


def measured(net: Net, crops: Crops) -> tuple[Floats, Floats]:
    """For each crop whether the net is right, and how sure it is."""
    said = judged_labels(net, crops.features)
    return said[0] == crops.labels, said[1]


def judged_labels(net: Net, features: Floats) -> tuple[Floats, Floats]:
    """The place of each row's class, and its confidence."""
    steps = range(0, len(features), 4096)
    from_rows = [verdict for start in steps for verdict in judged(net, features[start : start + 4096])]
    places = np.array([net.classes.index(verdict.label) for verdict in from_rows], int)
    return places, np.array([verdict.confidence for verdict in from_rows])


def reader_as_arrays(reader: Reader) -> dict[str, Floats]:
    """The reader as arrays to be kept."""
    bars = [*_figures(reader.tick_bars), *_figures(reader.cell_bars)]
    return as_arrays(reader.ticks, "ticks") | as_arrays(reader.cells, "cells") | {"bars": np.array(bars)}


def reader_from_arrays(held: Mapping[str, Floats]) -> Reader:
    """The reader that `reader_as_arrays` gave."""
    a, b, c, d = (float(bar) for bar in held["bars"])
    return Reader(
        from_arrays(held, "ticks", ticks.CLASSES), from_arrays(held, "cells", combs.CLASSES), Bars(a, b), Bars(c, d)
    )


def _figures(bars: Bars) -> tuple[float, float]:
    return bars.ordinary, bars.rough
