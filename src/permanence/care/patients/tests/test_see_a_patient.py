"""People find and see patients on the screen, and each time it is accounted for."""

import pytest
from django.urls import reverse

from permanence.care.patients import operations, queries
from permanence.care.patients.operations import LinkKind
from permanence.care.patients.tests.made_up import CLERK, GAM, NOON, heard, ins, ipp, known, receive, said, traits
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
SEARCH = "/patients/"
NUMBER = "271037511604240"


@pytest.fixture
def marie():
    return known(ipp("100"), ins(NUMBER), reliability=("VALI",), used_family="MARTIN")


def page_of(patient):
    return reverse("patients:patient", args=[patient])


def reads():
    return list(LedgerEntry.objects.filter(kind="patients.read").values_list("actor", "subject", "facts"))


def test_a_clerk_finds_a_patient_by_post_and_the_first_answer_has_the_focus(signed_in, marie):
    browser = signed_in("alice", Role.ADMISSIONS)
    assert "autofocus" in browser.get(SEARCH).content.decode()
    page = browser.post(SEARCH, {"text": "12031971 dup"}).content.decode()
    assert f'<a href="{page_of(marie)}" autofocus>' in page
    assert page.count("autofocus") == 1


def test_what_was_typed_in_an_address_finds_nobody(signed_in, marie):
    page = signed_in("alice", Role.ADMISSIONS).get(SEARCH, {"text": "dupont"}).content.decode()
    assert "DUPONT" not in page
    assert reads() == []


def test_everybody_found_is_accounted_for_in_one_entry(signed_in, marie):
    other = known(ipp("200"))
    signed_in("alice", Role.NURSE).post(SEARCH, {"text": "dupont marie"})
    ((actor, subject, facts),) = reads()
    assert (actor, subject) == ("person:alice", "patients")
    assert str(marie) in facts
    assert str(other) in facts
    assert [(read.by, read.screen) for read in queries.reads_of(marie)] == [("person:alice", "patients:search")]


def test_finding_nobody_says_what_to_try_and_accounts_for_nothing(signed_in):
    page = signed_in("alice", Role.NURSE).post(SEARCH, {"text": "nobody"}).content.decode()
    assert "Try the birth date alone" in page
    assert reads() == []


def test_the_page_says_who_the_patient_is_and_is_accounted_for(signed_in, marie):
    known(ipp("200"))
    page = signed_in("alice", Role.DOCTOR).get(page_of(marie)).content.decode()
    for words in (
        "DUPONT",
        "MARTIN",
        "12/03/1971",
        "Qualified identity",
        NUMBER,
        "HOMONYM: same name, same birth date",
    ):
        assert words in page
    assert [(actor, subject) for actor, subject, _ in reads()] == [("person:alice", str(marie))]


def test_names_that_hold_markup_are_shown_as_text(signed_in):
    patient = known(ipp("100"), family="<b>DUPONT</b>")
    page = signed_in("alice", Role.DOCTOR).get(page_of(patient)).content.decode()
    assert "<b>DUPONT" not in page


def test_the_page_of_an_absorbed_file_leads_to_the_survivor(signed_in, marie):
    absorbed = known(ipp("200"))
    heard(LinkKind.MERGE, "100", "200")
    response = signed_in("alice", Role.DOCTOR).get(page_of(absorbed))
    assert response["Location"] == page_of(marie)


def test_a_patient_that_does_not_exist_is_not_found(signed_in):
    assert signed_in("alice", Role.DOCTOR).get(page_of(new_id())).status_code == 404


@pytest.mark.parametrize("role", [Role.HR, Role.FINANCE, Role.IT])
def test_roles_without_patients_see_none(signed_in, marie, role):
    browser = signed_in("bob", role)
    assert browser.get(SEARCH).status_code == 403
    assert browser.get(page_of(marie)).status_code == 403
    assert reads() == []


def test_only_an_auditor_sees_who_saw_a_patient(signed_in, marie):
    address = reverse("patients:reads", args=[marie])
    nurse = signed_in("nora", Role.NURSE)
    nurse.get(page_of(marie))
    assert nurse.get(address).status_code == 403
    page = signed_in("audrey", Role.AUDITOR).get(address).content.decode()
    assert "person:nora" in page


def test_reads_of_absorbed_files_count_as_reads_of_the_patient(marie):
    absorbed = known(ipp("200"))
    operations.account_for_read(patient=absorbed, screen="beds:ward", by=CLERK, occurred_at=NOON)
    heard(LinkKind.MERGE, "100", "200")
    assert [read.screen for read in queries.reads_of(marie)] == ["beds:ward"]


def test_a_list_that_shows_nobody_is_not_accounted_for():
    operations.account_for_reads(patients=[], screen="agenda:day", by=CLERK, occurred_at=NOON)
    assert reads() == []


def test_a_clerk_settles_a_contradiction_on_the_screen(signed_in, marie):
    other = known(ipp("200"), family="MARTIN")
    receive(facts=[said(ipp("200"), ins(NUMBER), hours=1, who=traits(family="MARTIN"))], by=GAM)
    browser = signed_in("alice", Role.ADMISSIONS)
    page = browser.get("/patients/contradictions/").content.decode()
    assert page.count(NUMBER) >= 1
    (row,) = queries.open_contradictions()
    address = reverse("patients:settlement", args=[row.id])
    assert browser.post(address, {"verdict": "move"}).status_code == 303
    assert queries.open_contradictions()
    browser.post(address, {"verdict": "move", "reason": "identity card"})
    assert queries.holders_of([NUMBER]) == [other]
    assert (
        "nothing was done twice"
        in browser.post(address, {"verdict": "keep", "reason": "x"}, follow=True).content.decode()
    )
    assert (
        browser.post(reverse("patients:settlement", args=[new_id()]), {"verdict": "keep", "reason": "x"}).status_code
        == 404
    )


def test_two_people_of_one_file_cannot_be_parted_on_the_screen(signed_in, marie):
    heard(LinkKind.RENUMBER, "200", "100", hours=1)
    heard(LinkKind.UNLINK, "200", "100", hours=2)
    browser = signed_in("alice", Role.ADMISSIONS)
    assert "two people again" in browser.get("/patients/contradictions/").content.decode()
    (row,) = queries.open_contradictions()
    browser.post(reverse("patients:settlement", args=[row.id]), {"verdict": "move", "reason": "x"})
    assert queries.open_contradictions()


def test_the_history_of_a_patient_is_on_the_page(signed_in, marie):
    known(ipp("200"))
    heard(LinkKind.MERGE, "100", "200", hours=1)
    heard(LinkKind.UNLINK, "100", "200", hours=2)
    page = signed_in("alice", Role.DOCTOR).get(page_of(marie)).content.decode()
    assert "200 was merged into 100" in page
    assert "taken back" in page


def test_the_page_says_whom_to_call(signed_in, marie):
    browser = signed_in("alice", Role.ADMISSIONS)
    assert "this does not mean none" in browser.get(page_of(marie)).content.decode()
    husband = operations.ContactFact("MARTIN LUC", "époux", (operations.ContactRole.TRUSTED,), ("0639980001",))
    told = operations.ContactListFact(marie, (husband,), complete=True, occurred_at=NOON, source=new_id())
    operations.receive_contacts(facts=[told], by=GAM)
    page = browser.get(page_of(marie)).content.decode()
    for words in ("Trusted person", "MARTIN LUC", "0639980001"):
        assert words in page, words
