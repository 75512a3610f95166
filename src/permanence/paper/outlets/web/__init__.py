"""Screens of the outlets."""
