"""Reads of wards and beds."""

from permanence.care.beds.queries.censuses import CensusLine, WardCensus, WardSummary, ward_censuses, ward_summaries
from permanence.care.beds.queries.closures import bed_facts, bed_named, open_closures
from permanence.care.beds.queries.contradictions import ContradictionRow, LyingRow, board_queues, contradictions
from permanence.care.beds.queries.signs import board_signs
from permanence.care.beds.rules import BedFacts, Closure, ContradictionKind

__all__ = [
    "BedFacts", "CensusLine", "Closure", "ContradictionKind", "ContradictionRow", "LyingRow", "WardCensus",
    "WardSummary", "bed_facts", "bed_named", "board_queues", "board_signs", "contradictions", "open_closures",
    "ward_censuses", "ward_summaries",
]  # fmt: skip
