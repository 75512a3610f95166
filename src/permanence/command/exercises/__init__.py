"""Exercises: a made-up hospital to try everything on."""
