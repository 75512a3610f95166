"""Keys of feeds, on screen and at the console: shown once, listed by their beginning, taken back."""

import re

import orjson
import pytest
from click.testing import CliRunner

from permanence.exchange.fhir import queries
from permanence.exchange.fhir.cli import fhir
from permanence.foundation.actors import Role

pytestmark = pytest.mark.django_db


def test_it_makes_a_key_shows_it_once_and_revokes_it(signed_in):
    browser = signed_in(Role.IT)
    assert "nobody can post" in browser.get("/fhir/keys/").content.decode()
    page = browser.post("/fhir/keys/", {"feed": "DPI"}).content.decode()
    secret = re.search(r'class="secret"[^>]*>([^<]+)<', page)[1]
    listed = browser.get("/fhir/keys/").content.decode()
    assert secret not in listed
    assert secret[:8] in listed
    (row,) = queries.keys()
    assert (row.feed, row.made_by) == ("DPI", "person:alice")
    assert browser.post(f"/fhir/keys/{row.id}/revocation/").status_code == 303
    assert "Revoked" in browser.get("/fhir/keys/").content.decode()
    assert browser.post(f"/fhir/keys/{row.id}/revocation/").status_code == 404


def test_a_code_that_cannot_be_read_is_refused(signed_in):
    browser = signed_in(Role.IT)
    assert browser.post("/fhir/keys/", {"feed": "a\u200bb"}).status_code == 422
    assert queries.keys() == []


def test_a_nurse_does_not_see_the_keys(signed_in):
    assert signed_in(Role.NURSE).get("/fhir/keys/").status_code == 403


def test_keys_at_the_console():
    run = CliRunner()
    made = orjson.loads(run.invoke(fhir, ["key", "add", "DPI", "--json"]).output)
    (row,) = orjson.loads(run.invoke(fhir, ["key", "list", "--json"]).output)["keys"]
    assert made["key"].startswith(row["hint"])
    assert run.invoke(fhir, ["key", "revoke", row["id"]]).exit_code == 0
    assert run.invoke(fhir, ["key", "revoke", row["id"]]).exit_code == 1
    assert run.invoke(fhir, ["key", "add", " "]).exit_code == 1
