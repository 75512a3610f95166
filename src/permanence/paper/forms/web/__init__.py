"""Screens of the forms."""
