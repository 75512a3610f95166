"""The web doors: resources posted by a feed, and the keys of feeds."""
