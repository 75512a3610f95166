"""The quarantine on the screen and on the console: lists name no patient, and opening one is accounted for."""

import orjson
import pytest
from click.testing import CliRunner

from permanence.exchange.feeds import operations
from permanence.exchange.feeds.cli import quarantine as command
from permanence.exchange.feeds.models import Quarantine, QuarantineResolution
from permanence.exchange.feeds.operations import Arrival
from permanence.exchange.hl7v2.tests.reception import FEED, NOW, admission, adt, picture, receive
from permanence.foundation.actors import Role
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
NAMELESS = admission("1", "", "V1")


@pytest.fixture
def browser(signed_in):
    receive(NAMELESS, adt("A29", "2", "100", family="MARTIN"))
    return signed_in(Role.ADMISSIONS)


def address(reason: str) -> str:
    return f"/feeds/quarantine/{Quarantine.objects.get(reason=reason).id}/"


def test_the_list_says_why_and_shows_nothing_of_a_patient(browser):
    page = browser.get("/feeds/quarantine/").content.decode()
    assert "The message names no patient." in page
    assert "ADT^A29" in page
    assert "DUPONT" not in page
    assert "MARTIN" not in page


def test_opening_one_shows_it_and_is_written_in_the_ledger(browser):
    page = browser.get(address("no-patient")).content.decode()
    assert "DUPONT^ANNE" in page
    entry = LedgerEntry.objects.get(kind="feeds.message_opened")
    assert entry.actor == "person:alice"


@pytest.mark.parametrize(
    ("raw", "format_name", "label"),
    [
        (NAMELESS, "hl7v2", "The message, one segment a line"),
        (b'{"resourceType":"Observation","status":"final"}', "fhir", "The resource, one element a line"),
        (b"[]", "tables", "The row, one cell a line"),
    ],
)
def test_the_text_to_put_right_is_named_as_its_format_is_written(signed_in, raw, format_name, label):
    browser = signed_in(Role.ADMISSIONS)
    operations.receive(arrivals=[Arrival(raw, format_name, feed="X")], by=FEED, occurred_at=NOW)
    assert label in browser.get(f"/feeds/quarantine/{Quarantine.objects.get().id}/").content.decode()


def test_a_message_is_mended_on_the_screen(browser):
    at = address("no-patient")
    text = NAMELESS.decode().replace("\r", "\r\n").replace("PID|1||^^^CHT", "PID|1||100^^^CHT")
    response = browser.post(f"{at}mending/", {"text": text, "reason": "asked the desk"})
    assert (response.status_code, response["Location"]) == (303, "/feeds/quarantine/")
    assert len(picture()) == 1
    settled = browser.get("/feeds/quarantine/?settled=1").content.decode()
    assert "Mended" in settled
    assert "PID|1||100^^^CHT" in browser.get(at).content.decode()


def test_a_text_still_refused_stays_on_the_page_with_its_reason(browser):
    text = NAMELESS.decode().replace("\r", "\n") + "ZZZ|what I typed"
    response = browser.post(f"{address('no-patient')}mending/", {"text": text, "reason": "a try"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "ZZZ|what I typed" in page
    assert "The message names no patient. PID-3" in page


def test_a_message_is_discarded_with_a_reason_or_not_at_all(browser):
    at = address("deletion-of-a-person")
    assert browser.post(f"{at}discarding/", {"because": ""}).status_code == 422
    assert not QuarantineResolution.objects.exists()
    assert browser.post(f"{at}discarding/", {"because": "test data"}).status_code == 303
    assert QuarantineResolution.objects.get().reason == "test data"


def test_a_message_is_tried_again(browser):
    assert browser.post(f"{address('no-patient')}replay/").status_code == 303
    assert Quarantine.objects.filter(resolutions__isnull=True).count() == 2


def test_all_with_one_reason_are_tried_again_or_discarded(browser):
    assert browser.post("/feeds/quarantine/replay/", {"reason": "no-patient"}).status_code == 303
    page = browser.get("/feeds/quarantine/?reason=no-patient").content.decode()
    assert "Discard all with this reason" in page
    assert (
        browser.post("/feeds/quarantine/discarding/", {"reason": "no-patient", "because": "tests"}).status_code == 303
    )
    assert Quarantine.objects.filter(resolutions__isnull=True).count() == 1


def test_a_message_that_is_not_there_is_not_found(browser):
    assert browser.get("/feeds/quarantine/01930000-0000-7000-8000-000000000001/").status_code == 404


def test_the_console_lists_shows_mends_and_discards(browser, tmp_path):
    run = CliRunner().invoke
    listed = orjson.loads(run(command, ["list", "--json"]).output)
    assert {row["reason"]: row["count"] for row in listed["reasons"]} == {"no-patient": 1, "deletion-of-a-person": 1}
    waiting = str(Quarantine.objects.get(reason="no-patient").id)
    assert "DUPONT" in run(command, ["show", waiting]).output
    mended = tmp_path / "mended.hl7"
    mended.write_text(NAMELESS.decode().replace("\r", "\n").replace("||^^^CHT", "||100^^^CHT"))
    assert run(command, ["mend", waiting, str(mended), "--reason", "asked"]).exit_code == 0
    assert run(command, ["mend", waiting, str(mended), "--reason", "asked"]).exit_code == 1
    gone = run(command, ["discard", "--reason", "deletion-of-a-person", "--because", "tests", "--json"])
    assert orjson.loads(gone.output) == {"discarded": 1}
    assert run(command, ["replay"]).exit_code == 2
    assert orjson.loads(run(command, ["list", "--json"]).output) == {"reasons": [], "messages": []}
