"""Sockets and files: where messages come in from, and where they are sent to."""
