"""Browsers of people who are signed in."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts import rules
from permanence.foundation.accounts.tests.people import PASSWORD, create


@pytest.fixture
def browser(db):
    """A browser that reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def signed_in(db):
    """Creates somebody with these roles and gives their browser, signed in."""

    def sign_in(username, *roles):
        create(username, *roles, at=clock.now())
        client = Client(headers={"accept-language": "en"})
        assert client.post("/accounts/sign-in/", {"username": username, "secret": PASSWORD}).status_code == 303
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _light_digests(monkeypatch):
    """Digests as in the product but for the memory they take, so that a thousand of them take seconds."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 512)
    monkeypatch.setattr(rules, "CODE_MEMORY_KIB", 512)
