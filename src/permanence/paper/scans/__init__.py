"""Reads sheets that come back: which page it is, what is ticked and written on it, and what only a person may say."""
