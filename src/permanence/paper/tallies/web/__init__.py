"""Screens of the tallies."""
