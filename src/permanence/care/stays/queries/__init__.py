"""Reads of stays."""
