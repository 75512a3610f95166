"""A list of staff is taken in, searched, and shown to whoever may see it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import orjson
import pytest
from click.testing import CliRunner
from django.test import Client

from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger.models import LedgerEntry
from permanence.people.directory import cli, operations, queries
from permanence.people.directory.models import StaffChange
from permanence.people.directory.operations import StaffFact

pytestmark = pytest.mark.django_db
FEED = Actor("feed", "RH")
AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


def fact(matricule, family="MARTIN", *, at=AT, **said):
    row = {
        "matricule": matricule, "family": family, "given": "Zoé", "unit": "Urgences", "function": "Infirmière",
        "grade": "", "work_phone": "4512", "private_phone": "06 12 34 56 78", "occurred_at": at, "source": uuid4(),
    }  # fmt: skip
    return StaffFact(**(row | said))


def received(*facts):
    return operations.receive_staff(facts=facts, by=FEED)


def page(*roles, text=""):
    console, password = Actor("console", "root", ALL_ROLES), "four words that last"
    accounts.create_person(
        username="alice", display_name="Alice", roles=roles, password=password, by=console, occurred_at=clock.now()
    )
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/sign-in/", {"username": "alice", "secret": password})
    return client.get("/directory/", {"text": text})


def test_people_are_found_by_any_words_of_them_without_accents():
    received(fact("1"), fact("2", "DURAND", function="Médecin", unit="Réanimation"))
    assert [row.matricule for row in queries.staff(text="medecin rea")] == ["2"]
    assert [row.matricule for row in queries.staff(unit="Urgences")] == ["1"]
    assert sorted(queries.units()) == ["Réanimation", "Urgences"]


def test_a_newer_list_changes_what_it_says_and_what_was_is_kept():
    first = received(fact("1"))
    again = received(fact("1", unit="SSPI", private_phone="", at=AT + timedelta(days=1)))
    received(fact("1", unit="Bloc", at=AT - timedelta(days=1)))
    (row,) = queries.staff()
    assert first == again == [row.id]
    assert (row.unit, row.private_phone) == ("SSPI", "06 12 34 56 78")
    assert [change.unit for change in StaffChange.objects.all()] == ["Urgences"]


def test_a_list_said_twice_writes_nothing():
    one = fact("1")
    received(one)
    before = LedgerEntry.objects.count()
    received(one)
    assert LedgerEntry.objects.count() == before


def test_somebody_without_a_number_is_refused():
    with pytest.raises(operations.StaffWithoutNumber):
        received(fact(" "))


def test_the_console_lists_them():
    received(fact("1"))
    shown = orjson.loads(CliRunner().invoke(cli.directory, ["list", "martin", "--json"]).output)
    assert [row["work_phone"] for row in shown["staff"]] == ["4512"]


def test_private_numbers_are_for_whoever_calls_people_in():
    received(fact("1"))
    assert b"06 12 34 56 78" in page(Role.NIGHT_MANAGER).content


def test_others_see_work_numbers_alone():
    received(fact("1"))
    content = page(Role.NURSE).content
    assert b"4512" in content
    assert b"06 12 34 56 78" not in content


def test_it_is_closed_to_whoever_has_no_business_there():
    assert page(Role.FINANCE).status_code == 403
