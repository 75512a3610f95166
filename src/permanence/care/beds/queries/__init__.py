"""Reads of wards and beds."""

from permanence.care.beds.queries.censuses import CensusLine, WardCensus, WardSummary, ward_censuses, ward_summaries
from permanence.care.beds.queries.closures import bed_facts, bed_named, open_closures
from permanence.care.beds.queries.contradictions import ContradictionRow, LyingRow, board_queues, contradictions
from permanence.care.beds.queries.pictures import (
    BedPicture,
    PictureLine,
    RoomPicture,
    SignLine,
    WardPicture,
    found_in,
    ward_picture,
)
from permanence.care.beds.queries.signs import board_signs
from permanence.care.beds.rules import BedFacts, BedState, Closure, ContradictionKind, Sign

__all__ = [
    "BedFacts", "BedPicture", "BedState", "CensusLine", "Closure", "ContradictionKind", "ContradictionRow", "LyingRow",
    "PictureLine", "RoomPicture", "Sign", "SignLine", "WardCensus", "WardPicture", "WardSummary", "bed_facts",
    "bed_named", "board_queues", "board_signs", "contradictions", "found_in", "open_closures", "ward_censuses",
    "ward_picture", "ward_summaries",
]  # fmt: skip
