"""Identifiers that two boxes which cannot see each other never give twice."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique everywhere, and sorted by the instant it was made."""
    return uuid7()
