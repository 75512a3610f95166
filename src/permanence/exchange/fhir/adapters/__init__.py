"""Files: where resources come in from, however large."""
