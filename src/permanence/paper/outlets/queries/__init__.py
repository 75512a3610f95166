"""What left the box, and what waits to."""

from permanence.paper.outlets.queries.board import board_queues, board_signs
from permanence.paper.outlets.queries.folders import folders
from permanence.paper.outlets.queries.readiness import readiness_checks

__all__ = ["board_queues", "board_signs", "folders", "readiness_checks"]
