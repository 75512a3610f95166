"""Screens of the sheets."""
