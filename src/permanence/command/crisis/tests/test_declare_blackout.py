"""Declaring a blackout, from the console and from the screen."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse

from permanence.care.stays import queries as stays
from permanence.command.crisis import operations, queries
from permanence.command.crisis.cli import blackout, printing
from permanence.command.crisis.rules import CrisisAlreadyOpen, NoCrisisOpen, crisis_day
from permanence.exchange.feeds import operations as feeds
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger.queries import entries_about
from permanence.foundation.places import operations as places
from permanence.foundation.places import queries as known_places
from permanence.paper.press import queries as press

pytestmark = pytest.mark.django_db
MARIE = Actor("person", "marie", frozenset({Role.NIGHT_MANAGER}))
FEED = Actor("feed", "GAM")
NIGHT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)


def admission(number: int, place: str) -> bytes:
    at = f"{NIGHT - timedelta(hours=5, minutes=number):%Y%m%d%H%M%S}+0000"
    lines = [
        f"MSH|^~\\&|GAM|CHT|PERM|CHT|{at}||ADT^A01^ADT_A01|M{number}|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR",
        f"EVN||{at}||||{at}",
        f"PID|1||80{number:04}^^^CHT&1.2.250.1.999.1&ISO^PI||MARTIN^LÉA^^^^^L||19710312|F",
        f"PV1|1|I|{place}||||||||||||||||26{number:04}^^^CHT&1.2.250.1.999.1&ISO^VN",
    ]
    return "".join(f"{line}\r" for line in lines).encode()


@pytest.fixture
def hospital() -> None:
    """Two wards, five patients, one of them in no ward."""
    tell(*(admission(n, f"{ward}^{n}^P^CHT") for n, ward in enumerate(["CARD", "CARD", "NEPH", "NEPH"])))
    tell(admission(9, ""))


def tell(*messages: bytes, at: datetime = NIGHT) -> list[feeds.Receipt]:
    return feeds.receive(arrivals=[feeds.Arrival(message, "hl7v2") for message in messages], by=FEED, occurred_at=at)


def declare(**changes: object):
    words = {"reason": "Dark since 00:50", "exercise": False, "by": MARIE, "occurred_at": NIGHT} | changes
    return operations.declare(**words)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


@pytest.mark.usefixtures("hospital")
class TestTheAct:
    def test_it_opens_the_crisis_at_h0_and_writes_the_ledger(self):
        declare()
        state = queries.state()
        assert (state.declared_at, state.reason, state.exercise) == (NIGHT, "Dark since 00:50", False)
        assert [entry.kind for entry in entries_about(state.declaration)] == ["crisis.declared"]

    def test_every_stay_in_the_hospital_is_in_the_kit_even_without_a_ward(self):
        run = press.run(declare())
        assert [part.label for part in run.parts if part.label in {"CARD", "NEPH"}] == ["CARD", "NEPH"]
        assert run.parts[-1].label not in {"CARD", "NEPH"}
        planned = {stay for ward in queries.wards_to_print() for stay in ward.stays}
        assert planned == {row.id for row in stays.in_hospital()}
        assert len(planned) == 5

    def test_a_ward_said_to_be_first_is_printed_before_the_list_by_name(self):
        (nephrology,) = [ward.id for ward in known_places.wards() if ward.code == "NEPH"]
        places.set_urgency(ward=nephrology, urgency=places.Urgency.FIRST, by=MARIE, occurred_at=NIGHT)
        wards = [part.label for part in press.run(declare()).parts]
        assert wards.index("NEPH") == 1
        assert wards.index("CARD") == 3

    def test_it_refuses_a_second_crisis_and_does_nothing_twice(self):
        declare()
        with pytest.raises(CrisisAlreadyOpen):
            declare()
        assert len(press.runs()) == 1

    def test_what_feeds_say_afterwards_is_kept_and_does_not_move_the_picture(self):
        declare()
        before = stays.in_hospital()
        (receipt,) = tell(admission(50, "CARD^9^P^CHT"), at=NIGHT + timedelta(minutes=5))
        assert receipt.outcome is feeds.Outcome.HELD
        assert stays.in_hospital() == before

    def test_a_new_kit_shows_the_same_crisis(self):
        first = declare()
        second = operations.print_kit(by=MARIE, occurred_at=NIGHT + timedelta(hours=6))
        assert second != first
        assert queries.state().print_run == second
        assert queries.state().declared_at == NIGHT


@pytest.mark.usefixtures("hospital")
class TestTheEnd:
    def test_held_messages_replayed_at_the_lift_move_the_picture(self):
        declare()
        tell(admission(50, "CARD^9^P^CHT"), at=NIGHT + timedelta(minutes=5))
        operations.lift(reason="Back", replay=True, by=MARIE, occurred_at=NIGHT + timedelta(days=90))
        assert feeds.replay_held(by=MARIE, occurred_at=NIGHT + timedelta(days=90)).applied == 1
        assert len(stays.in_hospital()) == 6
        assert queries.state() == queries.STANDBY

    def test_held_messages_left_apart_do_not(self):
        declare()
        tell(admission(50, "CARD^9^P^CHT"), at=NIGHT + timedelta(minutes=5))
        operations.lift(reason="Back", replay=False, by=MARIE, occurred_at=NIGHT + timedelta(days=90))
        assert feeds.replay_held(by=MARIE, occurred_at=NIGHT + timedelta(days=90)) is None
        assert len(stays.in_hospital()) == 5

    def test_it_refuses_to_end_what_is_not_open(self):
        with pytest.raises(NoCrisisOpen):
            operations.lift(reason="Back", replay=False, by=MARIE, occurred_at=NIGHT)
        with pytest.raises(NoCrisisOpen):
            operations.print_kit(by=MARIE, occurred_at=NIGHT)

    def test_a_second_crisis_may_be_declared_after_the_first(self):
        declare()
        operations.lift(reason="Back", replay=False, by=MARIE, occurred_at=NIGHT + timedelta(days=90))
        declare(occurred_at=NIGHT + timedelta(days=200), exercise=True)
        assert queries.state().exercise


@pytest.mark.usefixtures("hospital")
def test_the_command_prints_every_file_and_says_where():
    answer = CliRunner().invoke(blackout, ["declare", "--reason", "Dark", "--json"])
    assert answer.exit_code == 0, answer.output
    report = json.loads(answer.output)
    files = sorted(Path(report["folder"]).glob("*.pdf"))
    assert (report["failed"], len(files)) == (0, report["parts"])
    assert report["sheets"] >= 2 + 5 * 3
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    again = CliRunner().invoke(blackout, ["declare", "--reason", "Dark"])
    assert again.exit_code == 1
    assert "permanence press kit" in again.output


@pytest.mark.usefixtures("hospital")
def test_a_smaller_kit_holds_only_what_was_chosen():
    declare()
    answer = CliRunner().invoke(printing, ["kit", "--only", "census", "--only", "summaries", "--json"])
    assert answer.exit_code == 0, answer.output
    report = json.loads(answer.output)
    assert (report["parts"], report["sheets"], report["failed"]) == (3, 2 + 5, 0)
    (entry,) = [one for one in entries_about(queries.state().declaration) if one.kind == "crisis.kit_planned"]
    assert json.loads(entry.facts)["only"] == ["census", "summaries"]


@pytest.mark.usefixtures("hospital")
def test_each_kit_hands_out_numbers_that_no_other_kit_has():
    declare()
    operations.print_kit(by=MARIE, occurred_at=NIGHT)
    operations.print_kit(only=["census"], by=MARIE, occurred_at=NIGHT)
    blocks = stays.number_blocks()
    assert len(blocks) == 2 * 3
    numbers = [number for block in blocks for number in block.numbers]
    assert len(numbers) == len(set(numbers))


def test_a_kit_of_what_nobody_needs_is_refused_with_words():
    declare()
    answer = CliRunner().invoke(printing, ["kit", "--only", "labels"])
    assert answer.exit_code == 1
    assert "Error" in answer.output


@pytest.fixture
def browser(client):
    box = Actor("console", "root", ALL_ROLES)

    def sign_in(role: Role):
        accounts.create_person(
            username="marie",
            display_name="Marie",
            password="une phrase longue 42",
            roles=[role],
            by=box,
            occurred_at=NIGHT,
        )
        client.post(
            reverse("accounts:sign_in"), {"username": "marie", "secret": "une phrase longue 42", "way": "password"}
        )
        return client

    return sign_in


@pytest.mark.usefixtures("hospital")
class TestTheButton:
    def test_the_night_manager_declares_by_one_button(self, browser):
        client = browser(Role.NIGHT_MANAGER)
        page = client.get(reverse("crisis:declare"))
        assert page.status_code == 200
        answer = client.post(reverse("crisis:declare"), {"reason": "Dark", "kind": "real"})
        assert (answer.status_code, answer["Location"]) == (303, reverse("crisis:crisis"))
        assert queries.state().declared_by == "person:marie"
        assert client.get(reverse("crisis:crisis")).status_code == 200

    def test_a_second_press_does_nothing_twice(self, browser):
        client = browser(Role.NIGHT_MANAGER)
        for _ in range(2):
            client.post(reverse("crisis:declare"), {"reason": "Dark", "kind": "real"})
        assert len(press.runs()) == 1

    @pytest.mark.parametrize("role", [Role.NURSE, Role.HR, Role.AUDITOR])
    def test_others_may_not(self, browser, role):
        answer = browser(role).post(reverse("crisis:declare"), {"reason": "Dark", "kind": "real"})
        assert answer.status_code == 403
        assert queries.state() == queries.STANDBY

    def test_the_crisis_cell_ends_it(self, browser):
        declare()
        client = browser(Role.CRISIS_CELL)
        assert client.get(reverse("crisis:lift")).status_code == 200
        client.post(reverse("crisis:lift"), {"reason": "Back", "held": "apart"})
        assert queries.state() == queries.STANDBY


@pytest.mark.parametrize(("hours", "day"), [(0, 1), (23.9, 1), (24, 2), (24 * 89, 90)])
def test_days_of_the_crisis_are_counted_from_h0(hours, day):
    assert crisis_day(NIGHT, NIGHT + timedelta(hours=hours)) == day
