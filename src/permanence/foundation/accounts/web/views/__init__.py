"""Screens of one's own account and of other people's."""
