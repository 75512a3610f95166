"""What a person reads when something goes wrong; only the marked tests may touch the database."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation

from permanence.entrance import errors
from permanence.foundation.actors import Role


def shown(answer):
    return answer.status_code, answer.content.decode()


def request(**cookies):
    asked = RequestFactory().get("/patients/")
    asked.COOKIES.update(cookies)
    return asked


@pytest.mark.parametrize("first", ["fr", "en"])
@pytest.mark.parametrize(
    ("answer", "status", "english"),
    [
        (lambda: errors.bad_request(request(), SuspiciousOperation("x")), 400, "did not understand"),
        (lambda: errors.forbidden(request(), Exception("x")), 403, "not open to you"),
        (lambda: errors.csrf_failure(request()), 403, "waited too long"),
        (lambda: errors.not_found(request(), Exception("x")), 404, "nothing at this address"),
        (lambda: errors.bad_request(request(), RequestDataTooBig("x")), 413, "too large"),
        (lambda: errors.server_error(request()), 500, "Something broke"),
    ],
)
def test_it_says_what_to_do_in_the_readers_language_then_in_the_other(first, answer, status, english):
    with translation.override(first):
        code, text = shown(answer())
    assert code == status
    assert english in text
    languages = [part[:2] for part in text.split('<section lang="')[1:]]
    assert languages == [first, "en" if first == "fr" else "fr"]


def test_it_keeps_to_the_night_or_the_day_that_was_chosen():
    assert 'media="all"' in shown(errors.server_error(request(appearance="day")))[1]


def test_it_tells_neither_the_cause_nor_what_was_asked():
    code, text = shown(errors.bad_request(request(), SuspiciousOperation("DUPONT Marie 12/03/1950")))
    assert code == 400
    assert "DUPONT" not in text
    assert "/patients/" not in text


def test_a_view_that_breaks_shows_no_stack(signed_in, monkeypatch):
    client = signed_in(Role.NURSE, raise_request_exception=False)

    def breaks(_roles):
        raise RuntimeError("patient DUPONT Marie")

    monkeypatch.setattr("permanence.entrance.queries.board", breaks)
    code, text = shown(client.get("/"))
    assert code == 500
    assert "Something broke" in text
    assert "DUPONT" not in text
    assert "Traceback" not in text


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_said_so():
    assert shown(Client().get("/no/such/page/"))[0] == 404


@pytest.mark.django_db
def test_a_form_too_large_to_read_is_said_so():
    code, text = shown(Client().post("/accounts/sign-in/", {"username": "x" * 3_000_000, "secret": "x"}))
    assert code == 413
    assert "too large" in text


def test_health_says_yes_and_nothing_else(db):
    assert Client().get("/health/").json() == {"ok": True}


def test_health_says_no_when_the_database_is_gone(monkeypatch):
    from django.db import OperationalError, connection  # noqa: PLC0415

    def gone():
        raise OperationalError("connection refused by 10.0.0.3")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
