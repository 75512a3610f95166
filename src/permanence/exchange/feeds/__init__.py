"""Feeds: whoever tells the box of the hospital; what they say is kept whole, applied, set aside or held."""
