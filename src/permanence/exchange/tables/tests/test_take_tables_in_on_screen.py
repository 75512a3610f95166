"""Somebody gives a file on the screen, sees how it is read, says otherwise, takes it in, fetches what was rejected."""

import csv
import io
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from permanence.care.agenda import queries as agenda
from permanence.exchange.tables import operations, queries
from permanence.exchange.tables.adapters import store
from permanence.exchange.tables.queries import ImportState
from permanence.exchange.tables.tests.made_up import NOW, PERSON, appointment, as_csv
from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
BAD = {"Date de naissance": "31/02/1971"}


@pytest.fixture
def signed_in(db):
    def sign_in(*roles):
        console, password, name = (
            Actor("console", "root", ALL_ROLES),
            "four words that last",
            f"u{len(roles)}{roles[0]}",
        )
        accounts.create_person(
            username=name, display_name="Alice", roles=roles, password=password, by=console, occurred_at=clock.now()
        )
        client = Client(headers={"accept-language": "en"})
        client.post("/accounts/sign-in/", {"username": name, "secret": password})
        return client

    return sign_in


def given(client, content, name="rdv.csv", **said):
    return client.post("/tables/", {"file": SimpleUploadedFile(name, content), **said})


def porter():
    while operations.continue_waiting(by=PERSON, occurred_at=NOW):
        pass


class Shown(HTMLParser):
    """What the forms of a page say as they stand."""

    def __init__(self, page):
        super().__init__()
        self.said, self._select = {}, ""
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("name", "csrf") not in {"csrf", "csrfmiddlewaretoken"}:
            self.said[found["name"]] = found.get("value", "")
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option" and ("selected" in found or self._select not in self.said):
            self.said[self._select] = found.get("value", "")


def mapped(page, **said):
    """What the mapping form of a page says, and what is said otherwise."""
    return Shown(page).said | said


def test_a_file_is_shown_as_it_would_be_read_and_nothing_is_taken_in(signed_in):
    client = signed_in(Role.SECRETARY)
    response = given(client, as_csv(appointment("1001"), appointment("1002", **BAD)))
    assert response.status_code == 303
    page = client.get(response["Location"])
    content = page.content.decode()
    assert "Rows understood whole: 1 of 2." in content
    assert "is no date" in content
    assert "06 12 34 56 78" in content
    assert agenda.appointments(day=date(2026, 12, 2)) == []
    assert LedgerEntry.objects.filter(kind="tables.previewed").count() == 1


def test_it_is_taken_in_by_the_night_porter_and_the_rejects_come_back_mended(signed_in):
    client = signed_in(Role.SECRETARY)
    address = given(client, as_csv(appointment("1001"), appointment("1002", **BAD)))["Location"]
    assert client.post(f"{address}taking/", {"feed": "RDV"}).status_code == 303
    assert b"The file is being read through" in client.get(address).content
    porter()
    assert [row.number for row in agenda.appointments(day=date(2026, 12, 2))] == ["1001"]
    rejects = b"".join(client.post(f"{address}rejects/").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(rejects), delimiter=";"))
    rows[1][4] = "28/02/1971"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    assert given(client, text.getvalue().encode(), "mended.csv")["Location"] == "/tables/"
    page = client.get("/tables/")
    assert b"Rows mended: 1; still refused: 0; settled before: 0." in page.content
    assert len(agenda.appointments(day=date(2026, 12, 2))) == 2


def test_columns_nobody_guessed_are_named_by_a_person_and_remembered(signed_in):
    client = signed_in(Role.IT)
    headings = ("Qui", "Quand", "Heure", "Tel.")
    content = as_csv(("MARTIN", "12/25/2026", "9h", "0612345678"), headings=headings)
    refused = given(client, content)
    assert refused.status_code == 422
    assert b"No heading of this table is known" in refused.content
    address = given(client, content, kind="appointments")["Location"]
    page = client.get(address)
    assert b"Say which column is:" in page.content
    assert client.post(f"{address}taking/").status_code == 303
    assert queries.profiles() == []
    said = mapped(page, column_0="birth_family", column_1="day", column_2="hour", name="rdv-labo", order="mdy")
    assert client.post(f"{address}mapping/", said).status_code == 303
    assert b"25/12/2026" in client.get(address).content
    client.post(f"{address}taking/")
    porter()
    assert len(agenda.appointments(day=date(2026, 12, 25))) == 1
    assert [(row.name, row.version, row.order.value) for row in queries.profiles()] == [("rdv-labo", 1, "mdy")]
    again = given(client, content.replace(b"MARTIN", b"PETIT"), profile="rdv-labo")["Location"]
    assert b"Rows understood whole: 1 of 1." in client.get(again).content


def test_a_field_named_twice_is_refused_and_what_was_chosen_stays(signed_in):
    client = signed_in(Role.IT)
    address = given(client, as_csv(appointment("1001")))["Location"]
    said = mapped(client.get(address), column_2="birth_family", column_3="birth_family")
    page = client.post(f"{address}mapping/", said)
    assert page.status_code == 422
    assert b"Another column is this already." in page.content


def test_a_file_is_forgotten_with_all_that_was_kept_of_it(signed_in):
    client = signed_in(Role.IT)
    address = given(client, as_csv(appointment("1001")))["Location"]
    assert len(list(store.folder().iterdir())) == 1
    assert [queue.count for queue in queries.board_queues()] == [1]
    client.post(f"{address}dropping/")
    assert [queue.count for queue in queries.board_queues()] == [0]
    assert client.get(address).status_code == 404
    assert queries.imports() == []


def test_a_torn_file_is_refused_when_it_is_read_through_and_nothing_is_applied(signed_in):
    client = signed_in(Role.IT)
    rows = [appointment(str(n)) for n in range(3000)]
    address = given(client, as_csv(*rows)[:-30])["Location"]
    client.post(f"{address}taking/")
    porter()
    page = client.get(address)
    assert b"The last line is cut off" in page.content
    assert queries.imports()[0].state is ImportState.REFUSED
    assert agenda.appointments(day=date(2026, 12, 2)) == []


def test_each_role_takes_in_its_own_lists_alone(signed_in):
    secretary, hr = signed_in(Role.SECRETARY), signed_in(Role.HR, Role.AUDITOR)
    address = given(secretary, as_csv(appointment("1001")))["Location"]
    assert hr.get(address).status_code == 403
    assert hr.post(f"{address}rejects/").status_code == 403
    staff = as_csv(("1", "PETIT", "SMUR"), headings=("Matricule", "Nom", "Service"))
    assert given(secretary, staff, name="staff.csv").status_code == 422
    assert given(hr, staff, name="staff.csv").status_code == 303
    assert b"staff.csv" not in secretary.get("/tables/").content
    assert b"rdv.csv" not in hr.get("/tables/").content


def test_it_is_closed_to_whoever_has_no_business_there(signed_in):
    assert signed_in(Role.NURSE).get("/tables/").status_code == 403
    assert Client().get("/tables/").status_code in {302, 303}


def test_what_is_no_table_is_refused_with_words(signed_in):
    client = signed_in(Role.IT)
    response = given(client, b"%PDF-1.7\0\0binary", name="letter.pdf")
    assert response.status_code == 422
    assert b"This is no table" in response.content
    assert list(store.folder().iterdir()) == []
