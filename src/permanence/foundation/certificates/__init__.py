"""The box's own certificate."""
