"""What forms touch of the world: the files questionnaires come in."""
