"""People: who works here, and how they are reached."""
