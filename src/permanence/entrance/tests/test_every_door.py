"""Every address of the site, found by walking the URL patterns: who gets in, and what is refused."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from permanence.foundation.actors import Role
from permanence.foundation.doors import EVERYONE, is_opened_by_key, roles_of_view


def patterns(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + "".join(part if isinstance(part, str) else _made_up(part) for part in _parts(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield path, pattern.callback
        else:
            yield from patterns(pattern, path)


def _parts(pattern):
    text, parts = str(pattern), []
    while "<" in text:
        head, rest = text.split("<", 1)
        name, text = rest.split(">", 1)
        parts += [head, pattern.converters[name.rsplit(":", 1)[-1]]]
    return [*parts, text]


def _made_up(converter):
    if isinstance(converter, UUIDConverter):
        return str(UUID(int=7))
    return "7" if isinstance(converter, IntConverter) else "somebody"


DOORS = [(f"/{path}", view) for path, view in patterns()]
FOR_PROGRAMS = [path for path, view in DOORS if is_opened_by_key(view)]
CLOSED = [path for path, view in DOORS if roles_of_view(view) != EVERYONE]
every_door = pytest.mark.parametrize(("path", "view"), DOORS, ids=[path for path, _view in DOORS])
every_closed_door = pytest.mark.parametrize("path", CLOSED)


def test_the_walk_finds_the_doors():
    assert {"/", "/accounts/sign-in/", "/accounts/people/somebody/", "/health/"} <= {path for path, _view in DOORS}


@every_door
def test_each_view_says_to_whom_it_opens(path, view):
    assert roles_of_view(view) is not None


@every_door
def test_no_view_goes_without_the_csrf_check_but_those_that_ask_for_a_key(path, view):
    assert getattr(view, "csrf_exempt", False) == is_opened_by_key(view)


def test_only_these_doors_are_for_programs():
    assert FOR_PROGRAMS == ["/fhir/", "/fhir/somebody", "/fhir/somebody/somebody"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_a_program_without_a_key_is_refused_whoever_is_signed_in(signed_in, path):
    browser = signed_in(*Role)
    for answer in (Client().post(path), browser.post(path), browser.get(path)):
        assert answer.status_code in {401, 405}


def test_only_these_doors_open_to_everyone():
    assert {path for path, view in DOORS if roles_of_view(view) == EVERYONE} == {
        "/accounts/sign-in/",
        "/accounts/badge-sign-in/",
        "/appearance/",
        # Guarded by a feed's key: exchange/fhir/tests shows what programs without one get.
        "/fhir/",
        "/fhir/metadata",
        "/fhir/somebody",
        "/fhir/somebody/somebody",
        "/first-hour/",
        "/first-hour/leave/",
        # Guarded by a sealed envelope instead of a role: command/first_hour/tests shows what strangers get.
        "/first-hour/next/",
        "/first-hour/next/00000000-0000-0000-0000-000000000007/",
        "/first-hour/next/live/",
        "/health/",
        "/language/",
    }


@every_closed_door
def test_a_stranger_is_sent_to_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in/?next=")


@every_closed_door
def test_a_stranger_who_posts_is_sent_to_sign_in(client, path):
    assert client.post(path).status_code == 302


@every_door
def test_a_post_without_a_token_is_refused(path, view):
    if is_opened_by_key(view):
        return
    answer = Client(enforce_csrf_checks=True).post(path, {"username": "alice"})
    assert answer.status_code == 403


def test_somebody_without_a_role_gets_in_nowhere(signed_in):
    client = signed_in()
    for path in CLOSED:
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 403, path


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gets_in_by_another_role(signed_in, role):
    client = signed_in(role)
    for path, view in DOORS:
        opens_to = roles_of_view(view)
        if opens_to and role not in opens_to:
            assert client.get(path).status_code == 403, path


@pytest.mark.django_db
@every_door
def test_every_answer_forbids_foreign_content_and_framing(client, path, view):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
