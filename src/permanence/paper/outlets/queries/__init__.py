"""What left the box, and what waits to."""

from permanence.paper.outlets.queries.board import board_queues, board_signs
from permanence.paper.outlets.queries.folders import folders

__all__ = ["board_queues", "board_signs", "folders"]
