"""Browsers of people who are signed in."""

import pytest
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor


@pytest.fixture
def signed_in(db):
    """Creates somebody with these roles and gives their browser, signed in, in English."""

    def sign_in(*roles):
        console, password = Actor("console", "root", ALL_ROLES), "four words that last"
        accounts.create_person(
            username="alice", display_name="Alice", roles=roles, password=password, by=console, occurred_at=clock.now()
        )
        client = Client(headers={"accept-language": "en"})
        assert client.post("/accounts/sign-in/", {"username": "alice", "secret": password}).status_code == 303
        return client

    return sign_in
