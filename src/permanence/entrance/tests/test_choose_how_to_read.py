"""The language and the light of the screen."""

import pytest

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"


@pytest.mark.parametrize(("language", "words"), [("fr", "Se connecter"), ("en", "Sign in")])
def test_the_language_is_remembered(client, language, words):
    client.post("/language/", {"language": language, "next": SIGN_IN})
    page = client.get(SIGN_IN).content.decode()
    assert f'<html lang="{language}">' in page
    assert words in page


@pytest.mark.parametrize(
    ("appearance", "media"), [("day", "all"), ("night", "print"), ("auto", "(prefers-color-scheme: light), print")]
)
def test_the_light_is_remembered(client, appearance, media):
    answer = client.post("/appearance/", {"appearance": appearance, "next": SIGN_IN})
    assert (answer.status_code, answer.headers["Location"]) == (303, SIGN_IN)
    assert f'media="{media}"' in client.get(SIGN_IN).content.decode()


def test_a_light_that_does_not_exist_is_not_remembered(client):
    client.post("/appearance/", {"appearance": '"><script>', "next": SIGN_IN})
    assert "appearance" not in client.cookies


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
@pytest.mark.parametrize("switch", ["/appearance/", "/language/"])
def test_a_switch_never_leads_out_of_the_house(client, switch, elsewhere):
    answer = client.post(switch, {"appearance": "day", "language": "en", "next": elsewhere})
    assert "evil" not in answer.headers["Location"]
    assert answer.headers["Location"].startswith("/")
