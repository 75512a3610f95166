"""Where packs lie: data that a hospital may change without touching the program."""

import os
from pathlib import Path

# packs/ lies beside src/ in a checkout, and inside the product where it was installed from a wheel.
_HERE = Path(__file__).resolve()
_CANDIDATES = (_HERE.parents[3] / "packs", _HERE.parents[1] / "packs")


def folder() -> Path:
    """The folder of all packs: PERMANENCE_PACKS, else the one that came with the product, whether or not it exists."""
    named = os.environ.get("PERMANENCE_PACKS")
    candidates = (Path(named),) if named else _CANDIDATES
    return next((candidate for candidate in candidates if candidate.is_dir()), candidates[0])
