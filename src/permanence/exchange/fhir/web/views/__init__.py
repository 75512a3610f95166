"""The web doors, those for programs and those for people."""
