"""Tests that cross rooms, and the commands that run them."""
