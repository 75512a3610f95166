"""Who the tests of this room play with."""

from datetime import UTC, datetime

from permanence.foundation.accounts import operations
from permanence.foundation.actors import ALL_ROLES, Actor, Role

AT = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
CONSOLE = Actor("console", "root", ALL_ROLES)
DOOR = Actor("box", "K7Q2")
IT = Actor("person", "ines", frozenset({Role.IT}))
NURSE = Actor("person", "nora", frozenset({Role.NURSE}))
PASSWORD = "quatre mots pour tenir"


def create(username="alice", *roles, password=PASSWORD, at=AT):
    return operations.create_person(
        username=username,
        display_name=username.title(),
        roles=roles or [Role.NURSE],
        password=password,
        by=CONSOLE,
        occurred_at=at,
    )
