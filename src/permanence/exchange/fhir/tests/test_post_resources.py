"""A feed that posts: who gets in, what is answered, and only once it is on disk."""

import orjson
import pytest
from django.test import Client

from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds.models import Message
from permanence.exchange.fhir import operations, queries
from permanence.exchange.fhir.models import FeedKey, RefusedKey
from permanence.exchange.fhir.tests.conftest import CONSOLE
from permanence.exchange.fhir.tests.made_up import (
    bundle,
    care,
    encounter,
    everything,
    observation,
    patient,
    ref,
    resource,
)
from permanence.exchange.fhir.tests.reception import picture
from permanence.exchange.fhir.web.views import posts
from permanence.foundation import clock
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def issue(answer):
    body = orjson.loads(answer.content)
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    assert body["resourceType"] == "OperationOutcome"
    return body["issue"][0]


def test_one_resource_is_kept_applied_and_answered(sender):
    answer = sender.send(orjson.dumps(patient()))
    assert answer.status_code == 201
    assert issue(answer)["severity"] == "information"
    message = Message.objects.get()
    assert (message.feed.code, message.control_id, message.outcome) == ("DPI", "Patient/p1/_history/1", "applied")
    assert sender.send(orjson.dumps(patient())).status_code == 200


def test_every_entry_of_a_bundle_is_answered_in_its_place(sender):
    told = bundle(*everything(), observation("lost", subject=ref("Patient", "nobody")), kind="transaction")
    answer = sender.send(orjson.dumps(told))
    body = orjson.loads(answer.content)
    assert (answer.status_code, body["type"]) == (200, "transaction-response")
    statuses = [entry["response"]["status"][:3] for entry in body["entry"]]
    assert statuses == ["201"] * 22 + ["422"]
    details = body["entry"][-1]["response"]["outcome"]["issue"][0]["details"]
    assert details["coding"][0]["code"] == "unknown-patient"
    assert [row[0] for row in picture()] == ["V9001"]


def test_what_comes_later_in_the_same_bundle_is_found(sender, monkeypatch):
    monkeypatch.setattr("permanence.exchange.fhir.operations.posting.BATCH", 1)
    late = [resource("Encounter", "part", status="in-progress", subject=ref("Patient", "p1"),
                     partOf=ref("Encounter", "e1"), period={"start": "2026-03-09T10:00:00+01:00"})]  # fmt: skip
    answer = sender.send(orjson.dumps(bundle(*late, *everything(), kind="batch")))
    statuses = {entry["response"]["status"] for entry in orjson.loads(answer.content)["entry"]}
    assert statuses == {"201 Created"}


@pytest.mark.parametrize(("body", "status", "code"), [
    (b"{", 400, "structure"), (b"<Patient/>", 400, "structure"),
    (b'{"resourceType":"Patient"}', 422, "required"),
    (orjson.dumps(observation()), 422, "not-found"),
])  # fmt: skip
def test_what_cannot_be_applied_is_answered_with_why(sender, body, status, code):
    answer = sender.send(body)
    assert (answer.status_code, issue(answer)["code"]) == (status, code)
    assert Message.objects.get().outcome == "quarantined"


def test_while_feeds_are_held_a_post_is_kept(sender):
    feeds.hold_feeds(reason="drill", by=CONSOLE, occurred_at=clock.now())
    assert sender.send(orjson.dumps(patient())).status_code == 202
    assert Message.objects.get().outcome == "held"


def test_a_program_without_a_key_gets_nothing_and_leaves_nothing(db):
    answer = Client().post("/fhir/", orjson.dumps(patient()), content_type="application/fhir+json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not Message.objects.exists()
    assert LedgerEntry.objects.filter(kind="fhir.key_refused").count() == 1


def test_whoever_guesses_is_soon_not_even_counted_and_a_right_key_still_opens(sender):
    answers = [sender.send(b"{}", authorization=f"Bearer wrong{n}").status_code for n in range(8)]
    assert answers == [401] * 5 + [429] * 3
    assert RefusedKey.objects.count() == 5
    assert sender.send(orjson.dumps(patient())).status_code == 201


def test_a_revoked_key_opens_nothing(sender):
    (row,) = queries.keys()
    operations.revoke_key(key=row.id, by=CONSOLE, occurred_at=clock.now())
    assert sender.send(orjson.dumps(patient())).status_code == 401
    with pytest.raises(operations.NoSuchKey):
        operations.revoke_key(key=row.id, by=CONSOLE, occurred_at=clock.now())


def test_a_key_is_kept_nowhere(sender):
    kept = FeedKey.objects.get()
    facts = "".join(LedgerEntry.objects.values_list("facts", flat=True))
    assert sender.key.encode() not in bytes(kept.digest)
    assert sender.key not in facts
    assert kept.hint == sender.key[:8]


def test_what_is_not_json_or_too_large_is_not_even_looked_at(sender, monkeypatch):
    answer = sender.post(
        "/fhir/", b"<a/>", content_type="application/xml", headers={"authorization": f"Bearer {sender.key}"}
    )
    assert answer.status_code == 415
    monkeypatch.setattr(posts, "LARGEST", 100)
    answer = sender.send(orjson.dumps(bundle(*care(), encounter())))
    assert (answer.status_code, issue(answer)["code"]) == (413, "too-long")
    assert not Message.objects.exists()


def test_the_server_says_what_it_can_do(client):
    said = orjson.loads(client.get("/fhir/metadata").content)
    assert (said["resourceType"], said["fhirVersion"], said["kind"]) == ("CapabilityStatement", "4.0.1", "instance")
    assert "Patient" in {one["type"] for one in said["rest"][0]["resource"]}


def put(sender, address, body):
    headers = {"authorization": f"Bearer {sender.key}", "accept-language": "en"}
    return sender.put(address, orjson.dumps(body), content_type="application/fhir+json", headers=headers)


def test_a_resource_put_at_its_address_is_taken_in_as_a_posted_one_is(sender):
    assert put(sender, "/fhir/Patient/p1", patient()).status_code == 201
    assert put(sender, "/fhir/Patient/p1", patient()).status_code == 200
    assert put(sender, "/fhir/Encounter/e1", encounter()).status_code == 201
    assert [row[0] for row in picture()] == ["V9001"]
    assert set(Message.objects.values_list("feed__code", flat=True)) == {"DPI"}


def test_a_resource_posted_to_its_type_is_taken_in(sender):
    headers = {"authorization": f"Bearer {sender.key}"}
    told = {"content_type": "application/fhir+json", "headers": headers}
    assert sender.post("/fhir/Patient", orjson.dumps(patient()), **told).status_code == 201
    assert sender.post("/fhir/Encounter", orjson.dumps(patient()), **told).status_code == 400


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/fhir/Patient/p2", patient()),
        ("/fhir/Encounter/p1", patient()),
        ("/fhir/Patient/p1", bundle(patient())),
        ("/fhir/Patient/p1", {"resource": patient()}),
    ],
)
def test_what_an_address_does_not_name_is_not_kept_there(sender, caplog, address, body):
    answer = put(sender, address, body)
    assert (answer.status_code, issue(answer)["code"]) == (400, "invalid")
    assert not Message.objects.exists()
    assert "p1" not in caplog.text


def test_what_cannot_be_read_is_kept_for_somebody_to_look_at(sender):
    headers = {"authorization": f"Bearer {sender.key}"}
    answer = sender.put("/fhir/Patient/p1", b"{", content_type="application/fhir+json", headers=headers)
    assert answer.status_code == 400
    assert Message.objects.get().outcome == "quarantined"


def test_an_address_takes_no_post_and_gives_nothing(sender, caplog):
    headers = {"authorization": f"Bearer {sender.key}"}
    for answer in (sender.post("/fhir/Patient/p1", headers=headers), sender.get("/fhir/Patient/p1", headers=headers)):
        assert (answer.status_code, answer.headers["Allow"]) == (405, "PUT")
    assert Client().put("/fhir/Patient/p1", b"{}", content_type="application/fhir+json").status_code == 401
    assert "p1" not in caplog.text


def test_nothing_is_given_out(sender):
    answer = sender.get("/fhir/", headers={"authorization": f"Bearer {sender.key}"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
