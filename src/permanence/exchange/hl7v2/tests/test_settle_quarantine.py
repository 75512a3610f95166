"""Messages that could not be applied: opened, replayed, mended, discarded; the original is never touched."""

import pytest

from permanence.care.patients import queries as patients
from permanence.exchange.feeds import operations, queries
from permanence.exchange.feeds.models import Message, Quarantine, QuarantineResolution, ResolutionKind
from permanence.exchange.hl7v2.rules import AckCode
from permanence.exchange.hl7v2.rules.refusals import answer_to
from permanence.exchange.hl7v2.tests.reception import NOW, PERSON, admission, adt, picture, receive
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
NAMELESS = admission("1", "", "V1")


def quarantined(raw: bytes = NAMELESS):
    receive(raw)
    return Quarantine.objects.latest("id").id


def mended_text(quarantine) -> str:
    return queries.opened(quarantine).text.replace("PID|1||^^^CHT", "PID|1||100^^^CHT")


def mend(quarantine, text: str) -> None:
    operations.mend(quarantine=quarantine, text=text, reason="asked the desk", by=PERSON, occurred_at=NOW)


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("sequence").values_list("kind", flat=True))


def test_a_mended_message_is_applied_and_the_original_stays_beside_it():
    quarantine = quarantined()
    mend(quarantine, mended_text(quarantine))
    assert picture() == [("V1", "present", "2110", "100", "DUPONT")]
    assert bytes(Message.objects.get().raw) == NAMELESS
    resolution = QuarantineResolution.objects.get()
    assert resolution.kind == ResolutionKind.MENDED
    assert bytes(resolution.mended) == NAMELESS.replace(b"PID|1||^^^CHT", b"PID|1||100^^^CHT")
    assert (resolution.resolved_by, resolution.patient is None) == (str(PERSON), False)
    assert queries.quarantined() == []
    assert queries.quarantined(waiting=False)[0].resolution is ResolutionKind.MENDED
    assert "feeds.message_mended" in kinds()


def test_a_mended_text_that_is_still_refused_changes_nothing_and_says_why():
    quarantine = quarantined()
    with pytest.raises(operations.StillRefused, match="PID-3"):
        mend(quarantine, queries.opened(quarantine).text)
    assert not QuarantineResolution.objects.exists()
    assert "feeds.message_mended" not in kinds()


def test_a_text_with_letters_that_the_original_charset_lacks_is_applied():
    raw = NAMELESS.replace(b"UNICODE UTF-8", b"8859/1")
    quarantine = quarantined(raw)
    mend(quarantine, mended_text(quarantine).replace("DUPONT", "ŁUKASZ"))
    assert picture()[0][-1] == "ŁUKASZ"


def test_a_mended_message_cannot_be_mended_twice():
    quarantine = quarantined()
    mend(quarantine, mended_text(quarantine))
    with pytest.raises(operations.NotInQuarantine):
        mend(quarantine, mended_text(quarantine))


def test_a_mended_message_sent_again_is_accepted():
    quarantine = quarantined()
    mend(quarantine, mended_text(quarantine))
    (again,) = receive(NAMELESS)
    assert (again.duplicate, answer_to(again.refusal).ack_code) == (True, AckCode.ACCEPTED)


def test_a_message_refused_again_stays():
    quarantine = quarantined()
    report = operations.replay(quarantines=[quarantine], by=PERSON, occurred_at=NOW)
    assert report == operations.ReplayReport(applied=0, still_refused=1)
    assert len(queries.quarantined()) == 1
    assert "feeds.quarantine_replayed" in kinds()


def test_discarded_messages_leave_the_queue_with_a_reason_and_are_kept():
    quarantine, other = quarantined(), quarantined(adt("A29", "2", "100"))
    count = operations.discard(quarantines=[quarantine, other], reason="test traffic", by=PERSON, occurred_at=NOW)
    assert count == 2
    assert queries.quarantined() == []
    assert Message.objects.count() == 2
    assert {row.reason for row in QuarantineResolution.objects.all()} == {"test traffic"}
    assert kinds().count("feeds.messages_discarded") == 1


def test_a_discarded_message_may_still_be_mended():
    quarantine = quarantined()
    operations.discard(quarantines=[quarantine], reason="seemed useless", by=PERSON, occurred_at=NOW)
    mend(quarantine, mended_text(quarantine))
    assert len(picture()) == 1
    assert operations.discard(quarantines=[quarantine], reason="again", by=PERSON, occurred_at=NOW) == 0


def test_opening_a_message_is_written_and_so_is_the_reading_of_the_patient_it_names():
    receive(admission("1", "100", "V1"))
    quarantine = quarantined(adt("A29", "2", "100"))
    operations.account_for_opening(quarantine=quarantine, screen="feeds:quarantined", by=PERSON, occurred_at=NOW)
    assert "feeds.message_opened" in kinds()
    (patient,) = patients.search("100")
    assert [(row.by, row.screen) for row in patients.reads_of(patient.id)] == [(str(PERSON), "feeds:quarantined")]


def test_an_opened_message_shows_its_segments_and_its_text_one_segment_a_line():
    opened = queries.opened(quarantined())
    assert opened.text.splitlines()[2].startswith("PID|1||^^^CHT")
    assert [segment.name for segment in opened.parts] == ["MSH", "EVN", "PID", "PV1"]
    assert ("PID-5", "DUPONT^ANNE^ANNE^^^^L") in opened.parts[2].fields
    assert ("MSH-9", "ADT^A01^ADT_A01") in opened.parts[0].fields


def test_bytes_that_are_no_message_are_shown_as_they_are():
    opened = queries.opened(quarantined(b"<patient>N\xc3\x89E</patient>"))
    assert opened.text == "<patient>NÉE</patient>"
    assert opened.parts == ()


def test_the_queue_is_counted_by_reason_with_its_oldest():
    quarantined()
    quarantined(adt("A29", "2", "100"))
    quarantined(adt("A29", "3", "200"))
    assert [(row.reason, row.count) for row in queries.waiting_by_reason()] == [
        ("deletion-of-a-person", 2), ("no-patient", 1)
    ]  # fmt: skip
    queue = queries.board_queues()[0]
    assert (queue.count, queue.oldest_at) == (3, NOW)
