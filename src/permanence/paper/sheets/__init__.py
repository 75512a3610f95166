"""Sheets: the number and the life of every printed page."""
