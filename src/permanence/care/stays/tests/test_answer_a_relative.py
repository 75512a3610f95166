"""The front desk answers relatives: the ward and the room, and of who asked for secrecy nothing at all."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from permanence.care.patients import operations as patients
from permanence.care.patients.operations import IdentifierFact, IdentityFact, Traits
from permanence.care.patients.queries import reads_of
from permanence.care.stays import operations
from permanence.care.stays.operations import MovementKind
from permanence.care.stays.queries import AskedFor
from permanence.care.stays.rules.relatives import Person, is_the_one
from permanence.care.stays.tests.conftest import BED_1, BED_2, movement, receive
from permanence.care.stays.tests.stories import at
from permanence.foundation.accounts.tests.people import PASSWORD, create
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ids import new_id
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
DESK = Actor("person", "anna", frozenset({Role.ADMISSIONS}))
BORN = date(1971, 3, 12)


def known(number: str, family: str, given: str, born: date = BORN, **more: str):
    traits = Traits(birth_family=family, birth_given=given, birth_date=born, **more)
    fact = IdentityFact(
        identifiers=(IdentifierFact("1.2.250.1.999.1", "PI", number),),
        traits=traits,
        source=new_id(),
        occurred_at=at(7),
    )
    return patients.receive_identities(facts=[fact], by=Actor("feed", "GAM"))[0]


def admitted(number: str, family: str, given: str, place=BED_1, *, confidential: bool = False, **more):
    patient = known(number, family, given, **more)
    receive(movement(MovementKind.ADMIT, 8, patient, f"V{number}", place=place, confidential=confidential))
    return patient


def ask(family: str = "Lefèvre", given: str = "Zoé", birth_date: date | None = BORN, phone: str = ""):
    asked = AskedFor(family, given, birth_date, phone)
    return operations.answer_relative(asked=asked, by=DESK, occurred_at=at(9))


def test_who_knows_both_names_and_the_birth_date_is_told_the_ward_and_the_room():
    patient = admitted("1", "LEFEVRE", "ZOE")
    answer = ask()
    assert (answer.where.ward, answer.where.room) == ("CARD", "101")
    assert [row.screen for row in reads_of(patient)] == ["stays:relative"]


def test_the_telephone_number_on_file_will_do_instead():
    admitted("1", "LEFEVRE", "ZOE", phone="+33 6 12 34 56 78")
    assert ask(birth_date=None, phone="06.12.34.56.78").where
    assert not ask(birth_date=None, phone="06 12 34 56 79").where


@pytest.mark.parametrize(
    "said", [{"birth_date": date(1971, 3, 13)}, {"given": "Z"}, {"family": "L"}, {"family": "Martin"}, {"given": "Léa"}]
)
def test_a_wrong_trait_or_the_beginning_of_a_name_is_told_nothing(said):
    admitted("1", "LEFEVRE", "ZOE")
    assert ask(**said) == operations.Answer(None, several=False)


def test_who_asked_for_secrecy_gets_the_same_answer_as_who_was_never_here():
    never = ask()
    patient = admitted("1", "LEFEVRE", "ZOE", confidential=True)
    assert ask() == never == operations.Answer(None, several=False)
    assert reads_of(patient) == []


def test_a_namesake_of_who_asked_for_secrecy_is_answered_as_if_alone():
    admitted("1", "LEFEVRE", "ZOE", confidential=True)
    admitted("2", "LEFEVRE", "ZOE", BED_2)
    assert ask().where.ward == "PNEU"


def test_two_who_may_be_meant_are_not_told_apart_by_guessing():
    admitted("1", "LEFEVRE", "ZOE")
    admitted("2", "LEFEVRE", "ZOE", BED_2)
    assert ask() == operations.Answer(None, several=True)


def test_who_has_left_is_nobody_to_the_desk():
    patient = admitted("1", "LEFEVRE", "ZOE")
    receive(movement(MovementKind.DISCHARGE, 8.5, patient, "V1"))
    assert ask().where is None


def test_every_question_is_in_the_ledger_without_what_was_typed():
    patient = admitted("1", "LEFEVRE", "ZOE", confidential=True)
    ask()
    ask(family="Nobody", given="Here")
    about, unknown = LedgerEntry.objects.filter(kind="stays.relative_asked").order_by("sequence")
    assert (about.subject, about.actor) == (str(patient), "person:anna")
    assert unknown.subject == "relatives"
    for entry in (about, unknown):
        assert json.loads(entry.facts)["answered"] is False
        assert not re.search("lef|nobody|1971", entry.facts, re.IGNORECASE)


def test_a_nurse_may_not_answer_relatives():
    with pytest.raises(operations.MayNotAsk):
        operations.answer_relative(
            asked=AskedFor("A", "B", BORN), by=Actor("person", "n", frozenset({Role.NURSE})), occurred_at=at(9)
        )


def test_no_trait_beside_the_name_is_no_question():
    person = Person(("MARTIN",), ("LEA",), BORN, "")
    assert not is_the_one(AskedFor("Martin", "Léa"), person)
    assert not is_the_one(AskedFor("Martin", "Léa", phone="12"), person)


class TestTheScreen:
    @pytest.fixture
    def anna(self) -> Client:
        create("anna", Role.ADMISSIONS)
        client = Client()
        client.post("/accounts/sign-in/", {"username": "anna", "secret": PASSWORD})
        # The first page after it says to choose a password.
        client.get("/")
        with translation.override("en"):
            yield client

    def page(self, client: Client, **typed: str) -> str:
        said = {"family": "Lefevre", "given": "Zoe", "birth_date": "12/03/1971", "phone": "", **typed}
        answer = client.post("/stays/relative/", said, headers={"accept-language": "en"})
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())

    def test_secret_and_unknown_are_the_same_page_to_the_letter(self, anna):
        unknown = self.page(anna)
        admitted("1", "LEFEVRE", "ZOE", confidential=True)
        assert self.page(anna) == unknown

    def test_it_says_the_ward_and_the_room_and_not_the_bed(self, anna):
        admitted("1", "LEFEVRE", "ZOE")
        text = self.page(anna)
        assert "CARD" in text
        assert "room 101" in text

    def test_a_name_alone_is_refused(self, anna):
        assert "the name is not enough" in self.page(anna, birth_date="")

    def test_only_the_desk_and_the_night_manager_open_it(self, anna):
        create("nora", Role.NURSE)
        client = Client()
        client.post("/accounts/sign-in/", {"username": "nora", "secret": PASSWORD})
        assert client.get("/stays/relative/").status_code == 403
        assert anna.get("/stays/relative/").status_code == 200
