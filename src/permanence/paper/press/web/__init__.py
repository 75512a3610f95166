"""Screens of the press."""
