"""What left the box, and what waits to."""
