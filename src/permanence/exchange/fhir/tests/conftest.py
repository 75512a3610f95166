"""Browsers of people who are signed in, and programs that post."""

import pytest
from django.test import Client

from permanence.exchange.fhir import operations
from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor

CONSOLE = Actor("console", "root", ALL_ROLES)


@pytest.fixture
def signed_in(db):
    """Creates somebody with these roles and gives their browser, signed in, in English."""

    def sign_in(*roles):
        password = "four words that last"
        accounts.create_person(
            username="alice", display_name="Alice", roles=roles, password=password, by=CONSOLE, occurred_at=clock.now()
        )
        client = Client(headers={"accept-language": "en"})
        assert client.post("/accounts/sign-in/", {"username": "alice", "secret": password}).status_code == 303
        return client

    return sign_in


@pytest.fixture
def sender(db):
    """A program that posts with a key of its own; `key` is what opens."""

    class Sender(Client):
        key = operations.make_key(feed="DPI", by=CONSOLE, occurred_at=clock.now())

        def send(self, body, **headers):
            told = {"authorization": f"Bearer {self.key}", "accept-language": "en", **headers}
            return self.post("/fhir/", body, content_type="application/fhir+json", headers=told)

    return Sender(enforce_csrf_checks=True)
