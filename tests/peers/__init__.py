"""Real programs of other people talk to ours."""
