"""The first act of somebody without an account: a sealed code, used once, and what it opens and does not."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from permanence.command.crisis import operations as crisis_operations
from permanence.command.crisis import queries as crisis
from permanence.command.first_hour import operations, queries, rules
from permanence.command.first_hour.models import Envelope, EnvelopeAttempt
from permanence.exchange.feeds import operations as feeds
from permanence.foundation import clock
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.ledger.queries import verify
from permanence.paper.press import operations as press

pytestmark = pytest.mark.django_db
CONSOLE = Actor("console", "root", ALL_ROLES)
BOX = Actor("box", "K7Q2")
NIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ADMISSION = (
    "MSH|^~\\&|GAM|CHT|PERM|CHT|20261124200000+0000||ADT^A01^ADT_A01|M1|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR\r"
    "EVN||20261124200000+0000||||20261124200000+0000\r"
    "PID|1||800001^^^CHT&1.2.250.1.999.1&ISO^PI||MARTIN^LÉA^^^^^L||19710312|F\r"
    "PV1|1|I|CARD^1^P^CHT||||||||||||||||260001^^^CHT&1.2.250.1.999.1&ISO^VN\r"
)


@pytest.fixture(autouse=True)
def night(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    monkeypatch.setenv("PERMANENCE_LANGUAGE", "en")
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    feeds.receive(
        arrivals=[feeds.Arrival(ADMISSION.encode(), "hl7v2")],
        by=Actor("feed", "GAM"),
        occurred_at=NIGHT - timedelta(hours=5),
    )
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def code() -> str:
    return make(1)[0].code


def make(count: int, **changes):
    words = {"count": count, "place": "Safe", "by": CONSOLE, "occurred_at": NIGHT - timedelta(days=1), **changes}
    return operations.make_envelopes(**words)[0]


def open_with(code: str, **changes) -> operations.Opened:
    words = {
        "name": "Marie Durand", "function": "Night manager", "reason": "Dark since 00:50", "exercise": False,
        "client": "10.0.0.1", "by": BOX, "occurred_at": NIGHT, **changes,
    }  # fmt: skip
    return operations.open_envelope(code=code, **words)


def typed(code: str, **changes) -> dict[str, str]:
    return {"code": code, "name": "Marie Durand", "function": "Night manager", "reason": "Dark", **changes}


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("sequence").values_list("kind", flat=True))


class TestTheAct:
    def test_it_declares_in_the_name_of_the_envelope_and_the_person_and_every_step_is_in_the_ledger(self, code):
        opened = open_with(code)
        state = crisis.state()
        assert (opened.declared, state.declared_at, state.declared_by) == (True, NIGHT, "envelope:1 Marie Durand")
        assert crisis.kit_progress() is not None
        kept = kinds()
        assert kept.index("first_hour.envelope_opened") < kept.index("crisis.declared")
        (entry,) = LedgerEntry.objects.filter(kind="first_hour.envelope_opened")
        assert json.loads(entry.facts) == {"function": "Night manager", "name": "Marie Durand", "number": 1}
        assert verify()[0].first_break is None

    def test_the_code_is_kept_nowhere_in_clear(self, code):
        open_with(code)
        plain = code.replace("-", "")
        for row in [*LedgerEntry.objects.values_list("facts", flat=True), *map(str, Envelope.objects.values())]:
            assert plain not in row
            assert code not in row

    def test_it_works_as_people_type_it(self, code):
        assert open_with(code.lower().replace("-", " ").replace("0", "o")).declared

    def test_it_works_once(self, code):
        open_with(code)
        with pytest.raises(operations.EnvelopeUsed):
            open_with(code)
        assert kinds()[-1] == "first_hour.envelope_refused"

    def test_a_second_envelope_follows_the_crisis_and_declares_nothing_twice(self):
        first, second = make(2)
        open_with(first.code)
        assert not open_with(second.code).declared
        assert kinds().count("crisis.declared") == 1

    def test_an_exercise_gives_way_to_a_real_blackout(self, code):
        crisis_operations.declare(reason="Drill", exercise=True, by=CONSOLE, occurred_at=NIGHT - timedelta(hours=1))
        assert open_with(code).declared
        state = crisis.state()
        assert (state.exercise, state.reason) == (False, "Dark since 00:50")

    def test_a_failure_of_the_declaration_leaves_the_code_unused(self, code, monkeypatch):
        monkeypatch.setattr("permanence.command.first_hour.operations.opening.crisis.declare", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_with(code)
        monkeypatch.undo()
        assert queries.envelopes()[0].state is queries.EnvelopeState.SEALED


class TestWhatItRefuses:
    def test_a_wrong_code_declares_nothing(self):
        make(1)
        with pytest.raises(operations.CodeRefused):
            open_with("AAAA-BBBB-CCCC")
        assert crisis.state().declared_at is None

    def test_a_box_without_envelopes_refuses_every_code(self):
        with pytest.raises(operations.CodeRefused):
            open_with("AAAA-BBBB-CCCC")

    def test_one_out_of_date_is_told_so(self):
        (old,) = make(1, valid_for=timedelta(hours=2))
        with pytest.raises(operations.EnvelopeExpired):
            open_with(old.code)

    def test_one_made_worthless_opens_nothing_and_shuts_who_opened_it_out(self):
        first, second = make(2)
        opened = open_with(first.code)
        for made in (first, second):
            operations.revoke_envelope(number=made.number, reason="Found open", by=CONSOLE, occurred_at=NIGHT)
        with pytest.raises(operations.EnvelopeWorthless):
            open_with(second.code)
        assert queries.holder(opened.opening) is None

    def test_guessing_makes_its_own_address_wait_a_minute_and_the_true_holder_declares_from_another(self, code):
        for _ in range(5):
            with pytest.raises(operations.CodeRefused):
                open_with("AAAA-BBBB-CCCC")
        with pytest.raises(operations.TooManyTries) as refused:
            open_with(code)
        assert refused.value.args[0] - NIGHT <= timedelta(minutes=1)
        assert open_with(code, client="10.0.0.2").declared

    def test_after_a_minute_the_same_address_may_try_again(self, code, monkeypatch):
        for _ in range(5):
            with pytest.raises(operations.CodeRefused):
                open_with("AAAA-BBBB-CCCC")
        later = NIGHT + timedelta(seconds=61)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert open_with(code, occurred_at=later).declared

    def test_failures_from_a_clock_that_was_years_ahead_keep_nobody_waiting(self, code):
        for _ in range(9):
            EnvelopeAttempt.objects.create(client="10.0.0.1", occurred_at=NIGHT + timedelta(days=4000))
        assert open_with(code).declared

    def test_a_nurse_makes_none_and_a_night_manager_may_make_one_worthless(self):
        nurse, manager = (
            Actor("person", "n", frozenset({Role.NURSE})),
            Actor("person", "m", frozenset({Role.NIGHT_MANAGER})),
        )
        for by in (nurse, manager):
            with pytest.raises(operations.NotAllowed):
                make(1, by=by)
        make(1)
        with pytest.raises(operations.NotAllowed):
            operations.revoke_envelope(number=1, reason="x", by=nurse, occurred_at=NIGHT)
        operations.revoke_envelope(number=1, reason="x", by=manager, occurred_at=NIGHT)
        with pytest.raises(operations.NoSuchEnvelope):
            operations.revoke_envelope(number=1, reason="x", by=manager, occurred_at=NIGHT)


class TestTheScreen:
    page = "/first-hour/"

    def test_anybody_reads_it_in_both_languages_and_it_names_no_patient(self):
        for language, word in (("fr", "Est-ce une attaque"), ("en", "Is it an attack")):
            text = Client().get(self.page, headers={"accept-language": language}).content.decode()
            assert word in text
            assert "MARTIN" not in text

    def test_a_code_declares_and_leads_to_what_comes_next(self, code):
        client = Client()
        answer = client.post(self.page, typed(code))
        assert (answer.status_code, answer["Location"]) == (303, "/first-hour/next/#main")
        text = client.get("/first-hour/next/").content.decode()
        assert "Marie Durand" in text
        assert "CARD" in text
        assert "MARTIN" not in text

    def test_without_a_token_of_the_page_nothing_is_done(self, code):
        assert Client(enforce_csrf_checks=True).post(self.page, typed(code)).status_code == 403
        assert crisis.state().declared_at is None

    def test_a_wrong_code_is_told_beside_its_field_and_the_rest_stays_typed(self):
        make(1)
        answer = Client().post(self.page, typed("WRONG"))
        assert answer.status_code == 422
        assert "Marie Durand" in answer.content.decode()

    def test_it_opens_nothing_else(self, code):
        client = Client()
        client.post(self.page, typed(code))
        for path in every_closed_path():
            answer = client.get(path)
            assert answer.status_code in {302, 403, 404, 405}, path
            if answer.status_code == 302:
                assert answer["Location"].startswith("/accounts/sign-in/"), path

    def test_its_holder_opens_the_files_that_name_nobody_and_no_other(self, code):
        client = Client()
        client.post(self.page, typed(code))
        kit = crisis.kit_progress()
        press.print_run(run=kit.id, by=BOX, occurred_at=NIGHT)
        answers = {
            part.label: client.get(f"/first-hour/next/{part.id}/").status_code for part in crisis.kit_progress().parts
        }
        assert answers.pop("First hour") == 200
        assert set(answers.values()) == {404}
        (entry,) = LedgerEntry.objects.filter(kind="press.opened")
        assert entry.actor == "envelope:1 Marie Durand"
        assert Client().get(f"/first-hour/next/{kit.parts[0].id}/").status_code == 303

    def test_the_screen_of_the_holder_closes_after_four_hours_and_when_told_to(self, code, monkeypatch):
        client = Client()
        client.post(self.page, typed(code))
        later = NIGHT + rules.HOLDS_FOR + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert client.get("/first-hour/next/").status_code == 303
        monkeypatch.setattr(clock, "now", lambda: NIGHT)
        assert client.get("/first-hour/next/").status_code == 200
        client.post("/first-hour/leave/")
        assert client.get("/first-hour/next/").status_code == 303

    def test_without_an_envelope_nobody_sees_what_comes_next(self):
        for path in ("/first-hour/next/", "/first-hour/next/live/"):
            assert Client().get(path)["Location"] == self.page

    def test_a_clock_that_is_wrong_is_said_on_it(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
        assert "01/01/2001" in Client().get(self.page).content.decode()


def every_closed_path() -> list[str]:
    """Every address without an argument that opens only to roles."""
    from permanence.foundation.doors import roles_of_view  # noqa: PLC0415 (only here)

    found = []
    for name in ("patients:search", "beds:wards", "press:runs", "crisis:lift", "crisis:kit", "crisis:crisis", "board"):
        path = reverse(name)
        assert roles_of_view(get_resolver().resolve(path).func)
        found.append(path)
    return [*found, reverse("first_hour:envelopes"), reverse("readiness:readiness")]
