"""Teaches the reader of scans made-up hands, and keeps what it learnt as the room's `hands.npz`.

`python benchmarks/hands.py --pages 1200 [--crops FOLDER] [--out FILE]`: sheets are drawn, filled, damaged and set
straight by the product itself, from seeds; nothing of anybody's handwriting is used, so what is learnt is ours to give.
`--crops` keeps the crops, and goes on from those that are there.
"""

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from permanence.paper.scans.adapters import shelf
from permanence.paper.scans.rules.readers import Crops, learnt
from permanence.paper.scans.tests import learning

LEVELS = ("L0", "L1", "L2", "L3", "L1", "L2", "L3")
STEP = 50


def gather(start: int, folder: Path) -> None:
    """Keep the crops of some pages, unless they are kept."""
    path = folder / f"crops-{start}.npz"
    if path.exists():
        return
    cv2.setNumThreads(1)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("tx", "ty", "tl", "cx", "cy", "cl")}
    for seed in range(start, start + STEP):
        found = learning.crops(seed, LEVELS[seed % len(LEVELS)])
        if found is None:
            continue
        boxes, cells, rough = found
        for kind, (features, labels) in (("t", boxes), ("c", cells)):
            parts[f"{kind}x"].append(features)
            parts[f"{kind}y"].append(labels)
            parts[f"{kind}l"].append(np.full(len(labels), rough))
    np.savez(path, **{name: np.concatenate(held) for name, held in parts.items()})


def crops(folder: Path, kind: str) -> Crops:
    """All crops of a kind that are kept."""
    held = [np.load(path) for path in sorted(folder.glob("crops-*.npz"))]
    return Crops(*(np.concatenate([one[f"{kind}{part}"] for one in held]) for part in "xyl"))


def main() -> None:
    """Gather, learn, keep, and say how it went."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=1200)
    options.add_argument("--crops", type=Path, default=Path(tempfile.gettempdir()) / "permanence-crops")
    options.add_argument("--out", type=Path, default=shelf.SHIPPED)
    options.add_argument("--processes", type=int, default=2)
    asked = options.parse_args()
    asked.crops.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(asked.processes) as pool:
        list(pool.map(gather, range(0, asked.pages, STEP), [asked.crops] * (asked.pages // STEP + 1)))
    boxes, cells = crops(asked.crops, "t"), crops(asked.crops, "c")
    reader = learnt(boxes, cells)
    told = {
        "made_by": "benchmarks/hands.py",
        "licence": "Apache-2.0",
        "from": "strokes drawn from seeds, no person's handwriting",
        "boxes": len(boxes.labels),
        "cells": len(cells.labels),
    }
    shelf.keep_reader(asked.out, reader, told)
    print(told, "bars", reader.tick_bars, reader.cell_bars, asked.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
