"""The desk with two forms, for this room's tests."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD, create
from permanence.paper.desk.tests.made_up_sheets import DRUG, WALK, hold_forms, keep_page


@pytest.fixture
def editions(db, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    return hold_forms(WALK, DRUG)


@pytest.fixture
def picture(editions):
    return keep_page()


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
