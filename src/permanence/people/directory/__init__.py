"""Directory: who works here, in which unit, under which number."""
