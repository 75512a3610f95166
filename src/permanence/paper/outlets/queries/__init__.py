"""What left the box, and what waits to."""

from permanence.paper.outlets.queries.board import board_queues, board_signs

__all__ = ["board_queues", "board_signs"]
