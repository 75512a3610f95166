"""Browsers of people who are signed in."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD, create


@pytest.fixture
def signed_in(db, monkeypatch):
    """Creates somebody with these roles and gives their browser, in English."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 512)

    def sign_in(username, *roles):
        create(username, *roles, at=clock.now())
        client = Client(headers={"accept-language": "en"})
        assert client.post("/accounts/sign-in/", {"username": username, "secret": PASSWORD}).status_code == 303
        return client

    return sign_in
