"""Outlets: how printed files leave the box, on sticks, printers, shared folders and encrypted copies."""
