"""Tallies: what paper each ward holds, counted, and printed to be counted by hand."""
