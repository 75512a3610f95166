"""A clerk finds the shelf of a paper file by name and birth date, when the numbers are in a computer that is dead."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import orjson
import pytest
from click.testing import CliRunner
from django.test import Client

from permanence.care.archive import cli, operations, queries
from permanence.care.archive.operations import EntryFact
from permanence.care.patients import operations as patients
from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
FEED = Actor("feed", "ARCHIVES")
AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


def fact(number, family, given, born=date(1971, 3, 12), *, shelf="B12", at=AT, **others):
    said = {
        "number": number, "authority": "ARCHIVES", "volume": "", "shelf": shelf, "birth_family": family,
        "birth_given": given, "used_family": "", "birth_date": born, "birth_date_as_sent": "", "sex": "", "ipp": "",
        "remark": "", "occurred_at": at, "source": uuid4(),
    }  # fmt: skip
    return EntryFact(**(said | others))


def received(*facts):
    return operations.receive_entries(facts=facts, by=FEED)


def numbers(text, **options):
    return [row.number for row in queries.search(text, **options)]


def test_it_is_found_by_name_and_birth_date_whatever_the_order_and_accents():
    received(fact("881204", "LEFÈVRE", "Zoé"), fact("881205", "MARTIN", "Zoé"))
    assert numbers("lefevre 12/03/1971") == ["881204"]
    assert numbers("zoe lefebvre")[0] == "881204"
    assert sorted(numbers("12031971")) == ["881204", "881205"]


def test_it_is_found_by_its_number_and_by_the_name_borne_by_marriage():
    received(fact("881204", "LEFEVRE", "Zoé", used_family="DURAND"))
    assert numbers("881204") == ["881204"]
    assert numbers("durand zoe") == ["881204"]


def test_it_is_found_by_the_number_of_a_patient_known_by_the_same_strict_traits():
    received(fact("881204", "LEFEVRE", "Zoé"))
    traits = patients.Traits(birth_family="LEFEVRE", birth_given="ZOE", birth_date=date(1971, 3, 12))
    identity = patients.IdentityFact((patients.IdentifierFact("CHT", "70012", "PI"),), traits, AT, uuid4())
    patients.receive_identities(facts=[identity], by=FEED)
    (row,) = queries.search("70012")
    assert (row.number, [one.ipp for one in row.patients]) == ("881204", ["70012"])


def test_two_people_of_one_name_and_birth_date_are_shown_and_said_to_be_homonyms():
    received(fact("1001", "MARTIN", "Jean"), fact("1002", "MARTIN", "Jean"))
    assert sorted((row.number, row.namesake) for row in queries.search("martin jean")) == [
        ("1001", True),
        ("1002", True),
    ]


def test_a_file_that_moved_is_on_its_new_shelf_and_its_old_one_is_told():
    (first,) = received(fact("1001", "MARTIN", "Jean", shelf="A3"))
    (again,) = received(fact("1001", "MARTIN", "Jean", shelf="C7", at=AT + timedelta(days=1)))
    received(fact("1001", "MARTIN", "Jean", shelf="Z9", at=AT - timedelta(days=9)))
    (row,) = queries.search("1001")
    assert first == again == row.id
    assert (row.shelf, [one.shelf for one in row.before]) == ("C7", ["A3"])


def test_a_number_given_to_two_people_keeps_both():
    received(fact("1001", "MARTIN", "Jean"), fact("1001", "DURAND", "Anne"))
    assert queries.entry_count() == 2


def test_a_list_said_twice_changes_nothing_and_writes_nothing():
    one = fact("1001", "MARTIN", "Jean")
    received(one)
    before = LedgerEntry.objects.count()
    received(one)
    assert LedgerEntry.objects.count() == before


def test_an_entry_without_a_number_is_refused():
    with pytest.raises(operations.EntryWithoutNumber):
        received(fact(" ", "MARTIN", "Jean"))


def test_the_console_accounts_for_what_it_shows():
    received(fact("1001", "MARTIN", "Jean"))
    shown = orjson.loads(CliRunner().invoke(cli.archive, ["search", "martin", "--born", "1971-03-12", "--json"]).output)
    assert [entry["number"] for entry in shown["entries"]] == ["1001"]
    entry = LedgerEntry.objects.get(kind="archive.read")
    assert "MARTIN" not in str(entry.facts)


def browser(*roles):
    console, password = Actor("console", "root", ALL_ROLES), "four words that last"
    accounts.create_person(
        username="alice", display_name="Alice", roles=roles, password=password, by=console, occurred_at=clock.now()
    )
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/sign-in/", {"username": "alice", "secret": password})
    return client


def test_the_screen_shows_the_shelf_and_accounts_for_it():
    received(fact("1001", "MARTIN", "Jean"), fact("1002", "MARTIN", "Jean"))
    page = browser(Role.ADMISSIONS).post("/archive/", {"text": "martin jean"}).content.decode()
    assert "B12" in page
    assert page.count("HOMONYM: same name, same birth date") == 2
    assert '"screen":"archive:search"' in LedgerEntry.objects.get(kind="archive.read").facts


def test_the_screen_is_closed_to_whoever_cares_for_nobody():
    assert browser(Role.HR).get("/archive/").status_code == 403
