"""Standby: a recent kit lies ready, here and on the wards' computers, before the night it is needed."""
