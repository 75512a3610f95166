"""People look at wards and close beds on the screen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from permanence.care.beds import operations, queries
from permanence.care.beds.tests.conftest import BED_1, BED_2, NURSE, at
from permanence.care.charts import operations as charts
from permanence.care.charts.operations import AllergyFact, AllergyListFact
from permanence.care.patients.models import PatientRead
from permanence.foundation import clock
from permanence.foundation.accounts.tests.people import PASSWORD
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import operations as places


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


def text_of(response):
    return response.content.decode()


def reads():
    return LedgerEntry.objects.filter(kind="patients.read").count()


def seen():
    return list(PatientRead.objects.order_by("id").values_list("patient_id", flat=True))


def test_the_list_of_wards_counts_and_names_nobody(ward, admit, signed_in):
    admit(BED_1, family="DUPONT")
    page = text_of(signed_in(Role.NURSE).get("/beds/"))
    assert "CARD" in page
    assert "DUPONT" not in page
    assert reads() == 0


def test_a_ward_shows_every_bed_and_the_read_is_accounted_for(ward, admit, signed_in):
    patient = admit(BED_1, family="DUPONT", reason="Douleur thoracique")
    page = text_of(signed_in(Role.NURSE).get(reverse("beds:ward", args=[ward.id])))
    assert "DUPONT" in page
    assert "Douleur thoracique" in page
    assert "allergies not said" in page
    assert reverse("charts:patient", args=[patient]) in page
    assert reverse("beds:closure", args=[ward.bed_2]) in page
    assert reads() == 1


@pytest.mark.parametrize("page", ["beds:ward", "beds:map"])
def test_a_new_allergy_or_precaution_is_on_a_page_that_was_just_looked_at(page, ward, admit, signed_in):
    patient, address = admit(BED_1, family="DUPONT"), reverse(page, args=[ward.id])
    browser = signed_in(Role.NURSE)
    before = text_of(browser.get(address))
    told = [AllergyListFact(patient, (AllergyFact("", "Latex"),), True, at(9), new_id())]
    charts.receive_allergy_lists(facts=told, by=NURSE)
    allergic = text_of(browser.get(address))
    assert allergic != before
    isolated = [charts.PrecautionFact(patient, None, "", "Isolement contact", True, at(9), new_id())]
    charts.receive_precautions(facts=isolated, by=NURSE)
    assert text_of(browser.get(address)) != allergic


def test_an_allergy_is_on_the_ward_page(ward, admit, signed_in):
    patient = admit(BED_1)
    fact = AllergyListFact(patient, (AllergyFact("", "Pénicilline"),), True, at(9), new_id())
    charts.receive_allergy_lists(facts=[fact], by=NURSE)
    assert "ALLERGY: Pénicilline" in text_of(signed_in(Role.NURSE).get(reverse("beds:ward", args=[ward.id])))


def test_that_no_allergy_is_known_is_said_and_not_left_blank(ward, admit, signed_in):
    fact = AllergyListFact(admit(BED_1), (AllergyFact("716186003", ""),), True, at(9), new_id())
    charts.receive_allergy_lists(facts=[fact], by=NURSE)
    assert "no known allergy" in text_of(signed_in(Role.NURSE).get(reverse("beds:ward", args=[ward.id])))


def test_what_did_not_change_is_neither_sent_nor_accounted_for_again(ward, admit, signed_in):
    admit(BED_1)
    browser, lines = signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id])
    first = browser.get(lines)
    before = reads()
    again = browser.get(lines, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, reads()) == (304, b"", before)
    admit(BED_2, family="MARTIN")
    fresh = browser.get(lines, headers={"if-none-match": first["ETag"]})
    assert fresh.status_code == 200
    assert "MARTIN" in text_of(fresh)


@pytest.mark.parametrize(("page", "part"), [("beds:ward", "beds:ward_lines"), ("beds:map", "beds:map_beds")])
def test_a_viewing_accounts_for_each_patient_once_however_often_the_page_asks(ward, admit, signed_in, page, part):
    first = admit(BED_1)
    browser, address = signed_in(Role.NURSE), reverse(part, args=[ward.id])
    browser.get(reverse(page, args=[ward.id]))
    assert seen() == [first]
    second = admit(BED_2)
    browser.get(address)
    assert seen() == [first, second]
    operations.close(bed=ward.bed_1, reason="Works", by=NURSE, occurred_at=at(7))
    assert browser.get(address).status_code == 200
    assert browser.get(f"{reverse(page, args=[ward.id])}?refresh=1").status_code == 200
    assert seen() == [first, second]


def test_opening_the_page_again_is_another_viewing(ward, admit, signed_in):
    patient, browser = admit(BED_1), signed_in(Role.NURSE)
    for _ in range(2):
        browser.get(reverse("beds:ward", args=[ward.id]))
    browser.get(reverse("beds:map", args=[ward.id]))
    assert seen() == [patient] * 3


def test_a_viewing_is_one_persons_and_ends(ward, admit, signed_in):
    patient, browser, address = admit(BED_1), signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id])
    browser.get(address)
    browser.post("/accounts/sign-out/")
    browser.post("/accounts/sign-in/", {"username": "nadia", "secret": PASSWORD})
    browser.get(address)
    assert seen() == [patient] * 2
    cache.clear()
    browser.get(address)
    assert seen() == [patient] * 3


def test_a_page_that_asks_by_itself_is_no_use_of_the_site(ward, signed_in, monkeypatch):
    browser, address, now = signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id]), clock.now
    for minutes in (20, 40, 59):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now() + timedelta(minutes=minutes))
        assert browser.get(address, headers={"hx-request": "true"}).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=61))
    assert browser.get(address, headers={"hx-request": "true"}).status_code == 401


def test_a_poll_that_changes_nothing_writes_nothing(ward, admit, signed_in):
    admit(BED_1)
    browser, address = signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id])
    etag = browser.get(address)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address, headers={"if-none-match": etag}).status_code == 304
    assert all(query["sql"].startswith("SELECT") for query in asked)


def test_the_board_says_when_it_changed_last(ward, admit, signed_in, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 3, 14, tzinfo=UTC))
    admit(BED_1, hour=1)
    browser, address = signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id])
    first = browser.get(address)
    assert "Last change: 23/11/2026 04:14" in text_of(first)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 3, 59, tzinfo=UTC))
    places.outdate(wards=[ward.id])
    assert browser.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    operations.close(bed=ward.bed_2, reason="Works", by=NURSE, occurred_at=at(2))
    assert "Last change: 23/11/2026 04:59" in text_of(browser.get(address))


def test_what_no_version_tells_shows_within_a_minute(ward, admit, signed_in, monkeypatch):
    patient, browser = admit(BED_1), signed_in(Role.NURSE)
    address, now = reverse("beds:ward_lines", args=[ward.id]), clock.now
    browser.get(address)
    fact = AllergyListFact(patient, (AllergyFact("", "Latex"),), True, at(9), new_id())
    charts.receive_allergy_lists(facts=[fact], by=NURSE)
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(seconds=61))
    assert "ALLERGY: Latex" in text_of(browser.get(address))


def test_a_ward_looked_at_again_is_not_read_again(ward, admit, signed_in, django_assert_max_num_queries):
    admit(BED_1)
    browser, address = signed_in(Role.NURSE), reverse("beds:ward_lines", args=[ward.id])
    etag = browser.get(address)["ETag"]
    with django_assert_max_num_queries(4):
        browser.get(address, headers={"if-none-match": etag})


def test_a_nurse_closes_a_bed_and_opens_it_again(ward, signed_in):
    browser, address = signed_in(Role.NURSE), reverse("beds:closure", args=[ward.bed_1])
    assert "Close the bed" in text_of(browser.get(address))
    done = browser.post(address, {"reason": "Broken rail"})
    assert (done.status_code, done["Location"]) == (303, reverse("beds:ward", args=[ward.id]))
    assert queries.open_closures()[ward.bed_1].closed_by == "person:nadia"
    assert "Broken rail" in text_of(browser.get(reverse("beds:ward", args=[ward.id])))
    assert "Open the bed again" in text_of(browser.get(address))
    assert browser.post(reverse("beds:reopening", args=[ward.bed_1])).status_code == 303
    assert queries.open_closures() == {}
    assert browser.post(reverse("beds:reopening", args=[ward.bed_1])).status_code == 303


def test_a_refusal_says_what_to_do_next(ward, admit, signed_in):
    admit(BED_1)
    browser = signed_in(Role.NURSE)
    refused = browser.post(reverse("beds:closure", args=[ward.bed_1]), {"reason": "Broken rail"})
    assert (refused.status_code, "move them first" in text_of(refused)) == (409, True)
    operations.close(bed=ward.bed_2, reason="Works", by=NURSE, occurred_at=at(9))
    again = browser.post(reverse("beds:closure", args=[ward.bed_2]), {"reason": "Broken rail"})
    assert (again.status_code, "nothing was done twice" in text_of(again)) == (409, True)


def test_a_bed_is_not_closed_without_a_reason(ward, signed_in):
    signed_in(Role.NURSE).post(reverse("beds:closure", args=[ward.bed_1]), {"reason": " "})
    assert queries.open_closures() == {}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.HR])
def test_whoever_does_not_run_beds_may_not_close_one(ward, signed_in, role):
    refused = signed_in(role).post(reverse("beds:closure", args=[ward.bed_1]), {"reason": "x"})
    assert refused.status_code == 403
    assert queries.open_closures() == {}


@pytest.mark.parametrize(("role", "offered"), [(Role.NURSE, True), (Role.DOCTOR, False)])
def test_the_ward_offers_to_close_a_bed_to_those_who_may(ward, signed_in, role, offered):
    page = text_of(signed_in(role).get(reverse("beds:ward", args=[ward.id])))
    assert (reverse("beds:closure", args=[ward.bed_1]) in page) is offered


def test_contradictions_are_shown_with_who_is_concerned(ward, admit, signed_in):
    admit(BED_1, family="DUPONT"), admit(BED_1, family="MARTIN", hour=9)
    page = text_of(signed_in(Role.NURSE).get("/beds/contradictions/"))
    assert "Several patients in one bed" in page
    assert "DUPONT" in page
    assert "MARTIN" in page
    assert "CARD 101 1" in page
    assert reads() == 1


def test_what_is_no_ward_or_no_bed_is_not_found(ward, signed_in):
    browser = signed_in(Role.NURSE)
    for name, id_ in (("beds:ward", ward.bed_1), ("beds:ward_lines", new_id()), ("beds:closure", ward.id)):
        assert browser.get(reverse(name, args=[id_])).status_code == 404
