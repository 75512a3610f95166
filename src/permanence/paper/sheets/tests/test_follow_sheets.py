"""What becomes of sheets: printed, replaced, voided, looked up."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation.accounts.models import RoleGrant
from permanence.foundation.actors import Actor, Role
from permanence.foundation.board import Health
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.sheets import cli, operations, queries, rules

pytestmark = pytest.mark.django_db
ALICE = Actor("person", "alice")
AT = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)


def printed(count: int, **more) -> list[rules.SheetNumber]:
    asked = [operations.SheetRequest(kind="beds.ward_census", version=1, data_as_of=AT, **more) for _ in range(count)]
    numbers = operations.allocate(requests=asked, by=ALICE, occurred_at=AT)
    operations.record_printed(pages=dict.fromkeys(numbers, 2), by=ALICE, occurred_at=AT)
    return numbers


def test_a_printed_sheet_is_on_paper_with_its_pages():
    run = uuid4()
    (number,) = printed(1, run=run)
    row = queries.sheet(number)
    assert (row.state, row.pages, row.printed_at) == (rules.SheetEventKind.PRINTED, 2, AT)
    assert [entry.kind for entry in entries_about(number.compact)] == ["sheets.allocated", "sheets.printed"]
    (pile,) = queries.on_paper()
    assert (pile.run, pile.sheets, pile.pages, pile.oldest_data_at) == (run, 1, 2, AT)


def test_a_void_sheet_is_no_more_counted_and_cannot_be_voided_twice():
    first, second = printed(2)
    operations.void(numbers=[first], reason="coffee", by=ALICE, occurred_at=AT)
    row = queries.sheet(first)
    assert row.state is rules.SheetEventKind.VOIDED
    assert row.events[-1].reason == "coffee"
    assert queries.on_paper()[0].sheets == 1
    with pytest.raises(operations.SheetsRefused) as refused:
        operations.void(numbers=[second, first], reason="again", by=ALICE, occurred_at=AT)
    assert [refusal.number for refusal in refused.value.refusals] == [first]
    assert queries.sheet(second).state is rules.SheetEventKind.PRINTED


def test_a_replaced_sheet_names_the_newer_one():
    old, new = printed(2)
    later = AT + timedelta(hours=2)
    operations.record_replaced(newer={old: new}, by=ALICE, occurred_at=later)
    row = queries.sheet(old)
    assert row.state is rules.SheetEventKind.REPLACED
    assert row.events[-1].replaced_by == new
    assert queries.on_paper()[0].sheets == 1


def test_a_sheet_replaced_twice_keeps_its_first_replacement():
    old, new, newest = printed(3)
    operations.record_replaced(newer={old: new}, by=ALICE, occurred_at=AT)
    operations.record_replaced(newer={old: newest}, by=ALICE, occurred_at=AT)
    assert [event.replaced_by for event in queries.sheet(old).events if event.replaced_by] == [new]


def test_a_number_of_another_box_is_refused():
    foreign = rules.SheetNumber("ZZZZ", 1)
    assert queries.sheet(foreign) is None
    with pytest.raises(operations.SheetsRefused):
        operations.void(numbers=[foreign], reason="?", by=ALICE, occurred_at=AT)
    with pytest.raises(operations.SheetsUnknown):
        operations.record_printed(pages={foreign: 1}, by=ALICE, occurred_at=AT)


def test_numbers_that_were_never_printed_are_found_by_their_part():
    part = uuid4()
    asked = [operations.SheetRequest(kind="beds.ward_census", version=1, part=part)] * 2
    first, second = operations.allocate(requests=asked, by=ALICE, occurred_at=AT)
    operations.record_printed(pages={first: 1}, by=ALICE, occurred_at=AT)
    assert queries.unprinted(part) == [second]
    assert [row.number for row in queries.sheets_of_part(part)] == [first, second]


def test_the_board_says_how_much_is_on_paper():
    assert queries.board_signs()[0].health is Health.OFF
    printed(3)
    (sign,) = queries.board_signs()
    assert sign.health is Health.GOOD
    assert "6" in str(sign.detail)


def test_the_command_shows_and_voids_a_sheet():
    (number,) = printed(1)
    shown = CliRunner().invoke(cli.sheets, ["show", number.spoken.lower(), "--json"])
    assert f'"number":"{number.spoken}","state":"printed"' in shown.output
    assert CliRunner().invoke(cli.sheets, ["void", number.spoken, "--reason", "spoiled"]).exit_code == 0
    assert "spoiled" in CliRunner().invoke(cli.sheets, ["show", number.spoken]).output
    assert CliRunner().invoke(cli.sheets, ["void", number.spoken, "--reason", "again"]).exit_code == 1


def test_the_command_refuses_a_misread_number_in_words():
    (number,) = printed(1)
    wrong = number.spoken[:-1] + ("0" if number.spoken[-1] != "0" else "1")
    answer = CliRunner().invoke(cli.sheets, ["show", wrong])
    assert answer.exit_code == 1
    assert wrong in answer.output


def test_the_command_lists_what_is_on_paper():
    printed(2)
    assert '"sheets":2,"pages":4' in CliRunner().invoke(cli.sheets, ["on-paper", "--json"]).output


@pytest.fixture
def nurse(client):
    user = get_user_model().objects.create(username="nora", display_name="Nora")
    RoleGrant.objects.create(user=user, role=Role.NURSE, granted_by="test", occurred_at=AT)
    client.force_login(user)
    return client


def test_the_page_finds_a_sheet_by_its_number_or_its_scanned_code(nurse):
    (number,) = printed(1)
    code = rules.encode_code(rules.PageCode(number, "beds.ward_census", 1, 1, 2))
    for typed in (number.spoken.lower(), code):
        page = nurse.get(reverse("sheets:lookup"), {"number": typed})
        assert page.status_code == 200
        assert number.spoken in page.content.decode()


def test_the_page_says_what_to_do_about_a_misread_number(nurse):
    (number,) = printed(1)
    wrong = number.compact[:-1] + ("0" if number.compact[-1] != "0" else "1")
    assert 'role="alert"' in nurse.get(reverse("sheets:lookup"), {"number": wrong}).content.decode()
    assert 'role="alert"' in nurse.get(reverse("sheets:lookup"), {"number": "hello"}).content.decode()
    assert (
        'role="alert"'
        in nurse.get(
            reverse("sheets:lookup"), {"number": "ZZZZ000001" + rules.check_character("ZZZZ000001")}
        ).content.decode()
    )


def test_the_page_lists_what_is_on_paper(nurse):
    printed(2)
    assert "beds.ward_census" in nurse.get(reverse("sheets:on_paper")).content.decode()


def test_nobody_looks_a_sheet_up_without_signing_in(client):
    assert client.get(reverse("sheets:lookup")).status_code == 302
