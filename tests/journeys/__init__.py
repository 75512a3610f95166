"""The site walked by a real browser, with a real server behind it."""
