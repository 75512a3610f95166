"""Beds: which are free, taken or closed."""
