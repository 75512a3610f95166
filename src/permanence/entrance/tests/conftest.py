"""People who come in by the front door."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor

CONSOLE = Actor("console", "root", ALL_ROLES)
PASSWORD = "quatre mots pour tenir"


@pytest.fixture
def signed_in(db):
    """Signs somebody with these roles in, in English, and gives their browser."""

    def sign_in(*roles, username="alice", **options):
        accounts.create_person(
            username=username,
            display_name=username.title(),
            roles=roles,
            password=PASSWORD,
            by=CONSOLE,
            occurred_at=clock.now(),
        )
        client = Client(headers={"accept-language": "en"}, **options)
        answer = client.post("/accounts/sign-in/", {"username": username, "secret": PASSWORD})
        assert answer.status_code == 303
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _light_digests(monkeypatch):
    """Digests as in the product but for the memory they take, so that many of them take seconds."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 512)
