"""Sheets on the screen: a pile scanned and told of, the lists, the copies, the stock; and who may."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from permanence.foundation import clock
from permanence.foundation.accounts.models import RoleGrant
from permanence.foundation.actors import Role
from permanence.foundation.places.models import Location
from permanence.paper.sheets import operations, queries, rules
from permanence.paper.sheets.tests.made_up import ALICE, AT, at, back, issued, printed, scanned, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    return Location.objects.create(kind="ward", code="CARD", name="Cardiology", occurred_at=AT).pk


@pytest.fixture
def somebody(client):
    def sign_in(role: Role):
        user = get_user_model().objects.create(username=f"the {role}", display_name="Somebody")
        RoleGrant.objects.create(user=user, role=role, granted_by="test", occurred_at=AT)
        client.force_login(user)
        return client

    return sign_in


def test_a_pile_scanned_line_by_line_is_handed_to_a_ward(somebody, ward):
    numbers = printed(3)
    code = rules.encode_code(rules.PageCode(numbers[1], "charts.notes", 1, 1, 1))
    typed = f"{numbers[0].spoken}\r\n{code}\n{numbers[2].compact.lower()}\n{code}\n"
    told = {"numbers": typed, "deed": "issue", "ward": str(ward), "holder": "ward"}
    assert somebody(Role.NURSE).post(reverse("sheets:record"), told).status_code == 303
    for number in numbers:
        row = queries.sheet(number)
        assert (row.state.value, row.holder, row.ward) == ("issued", "Cardiology", ward)
        assert row.events[-1].by == "person:the nurse"


def test_a_span_is_a_whole_pile(somebody):
    numbers = printed(20)
    span = f"{numbers[0].spoken}..{numbers[-1].spoken}"
    told = {"numbers": span, "deed": "file", "place": "Box 3"}
    assert somebody(Role.SECRETARY).post(reverse("sheets:record"), told).status_code == 409
    back(numbers)
    assert somebody(Role.NURSE).post(reverse("sheets:record"), told).status_code == 303
    assert {queries.sheet(number).filed_in for number in numbers} == {"Box 3"}


def test_what_is_refused_is_named_with_why_and_the_others_stay_to_go_on_with(somebody):
    good, spoiled = printed(2)
    operations.void(numbers=[spoiled], reason="coffee", by=ALICE, occurred_at=at(1))
    told = {"numbers": f"{good.spoken}\n{spoiled.spoken}/1", "deed": "back", "reason": "", "name": "Nora"}
    page = somebody(Role.NURSE).post(reverse("sheets:record"), told)
    words = page.content.decode()
    assert page.status_code == 409
    assert f"{spoiled.spoken}: It is void" in words
    assert state(good) == "printed"
    field = words.split("<textarea")[1].split("</textarea>")[0]
    assert good.spoken in field
    assert spoiled.spoken not in field
    kept = {name: words.split(f'name="{name}"')[1].split(">")[0] for name in ("reason", "name")}
    assert 'value="Nora"' in kept["name"]
    assert "value=" not in kept["reason"]


def test_one_page_of_a_sheet_is_told_by_its_code(somebody):
    (number,) = printed(pages=2)
    code = rules.encode_code(rules.PageCode(number, "charts.notes", 1, 2, 2))
    somebody(Role.NURSE).post(reverse("sheets:record"), {"numbers": code, "deed": "pages"})
    assert queries.sheet(number).missing == (1,)


@pytest.mark.parametrize(
    ("told", "lacks"),
    [
        ({"deed": "issue"}, "which ward takes them"),
        ({"deed": "file"}, "in which box"),
        ({"deed": "lost"}, "who declares them lost"),
        ({"deed": "back", "numbers": "K7Q2-000001-1"}, "Not read"),
    ],
)
def test_what_lacks_is_asked_for(somebody, told, lacks):
    (number,) = printed()
    page = somebody(Role.NURSE).post(reverse("sheets:record"), {"numbers": number.spoken} | told)
    assert page.status_code == 422
    assert lacks in page.content.decode()


def test_a_nurse_voids_nothing_and_an_auditor_tells_nothing(somebody):
    (number,) = printed()
    told = {"numbers": number.spoken, "deed": "void", "reason": "torn"}
    assert somebody(Role.NURSE).post(reverse("sheets:record"), told).status_code == 422
    assert somebody(Role.AUDITOR).post(reverse("sheets:record"), told).status_code == 403
    assert state(number) == "printed"
    assert somebody(Role.NIGHT_MANAGER).post(reverse("sheets:record"), told).status_code == 303
    assert state(number) == "voided"


def test_each_list_shows_its_sheets_and_a_ward_only_its_own(somebody, ward):
    lacking, out, lost, read = (printed(pages=2, ward=ward)[0] for _ in range(4))
    scanned(lacking, 1)
    issued([out], ward=ward)
    operations.declare_lost(numbers=[lost], declared_by="Nora", reason="", by=ALICE, occurred_at=at(1))
    back([read])
    operations.record_read(numbers=[read], by=ALICE, occurred_at=at(3))
    auditor = somebody(Role.AUDITOR)
    for which, number in (("missing", lacking), ("out", out), ("lost", lost), ("check", read)):
        words = auditor.get(reverse(f"sheets:list_{which}"), {"ward": str(ward)}).content.decode()
        shown = [one for one in (lacking, out, lost, read) if one.spoken in words]
        assert shown == [number], which
        elsewhere = Location.objects.create(kind="ward", code=which, name=which, occurred_at=AT).pk
        assert (
            number.spoken not in auditor.get(reverse(f"sheets:list_{which}"), {"ward": str(elsewhere)}).content.decode()
        )


def test_a_wards_own_patience_outweighs_the_hospitals(somebody, ward):
    (number,) = printed(ward=ward)
    to = operations.Receiver(operations.Holder.WARD, "Cardiology", ward)
    operations.issue(numbers=[number], to=to, by=ALICE, occurred_at=clock.now())
    now = clock.now()
    manager = somebody(Role.NIGHT_MANAGER)
    assert queries.waiting(queries.SheetList.OUT, at=now).count == 0
    manager.post(reverse("sheets:patience"), {"ward": str(ward), "hours": "1"})
    in_two_hours = now + (at(2) - AT)
    assert queries.waiting(queries.SheetList.OUT, at=in_two_hours).count == 1
    manager.post(reverse("sheets:patience"), {"ward": str(ward), "hours": "72"})
    assert queries.waiting(queries.SheetList.OUT, at=now + (at(30) - AT)).count == 0


def test_a_list_longer_than_a_page_goes_on(somebody):
    numbers = printed(101)
    back(numbers)
    operations.record_read(numbers=numbers, by=ALICE, occurred_at=at(3))
    auditor = somebody(Role.AUDITOR)
    first, second = (auditor.get(reverse("sheets:list_check"), {"page": page}).content.decode() for page in ("1", "2"))
    assert numbers[99].spoken in first
    assert numbers[100].spoken not in first
    assert numbers[100].spoken in second


def test_a_copy_is_decided_on_its_page_by_who_may(somebody):
    (number,) = printed()
    scanned(number, 1)
    scanned(number, 1, batch="scan-2", hours=3)
    (row,), _more = queries.copy_questions()
    address = reverse("sheets:answer", args=[row.id])
    assert somebody(Role.NURSE).post(address, {"verdict": "both"}).status_code == 403
    secretary = somebody(Role.SECRETARY)
    assert number.spoken in secretary.get(reverse("sheets:copies")).content.decode()
    secretary.post(address, {"verdict": "both"})
    words = secretary.get(reverse("sheets:copies")).content.decode()
    (copy,) = queries.sheet(number).copies
    assert f"Write this number on the copy: {copy.spoken}" in words
    assert "No page came twice." in words


def test_the_stock_page_says_what_runs_out_and_keeps_what_is_wanted(somebody, ward):
    printed(4, blank=True, ward=ward)
    manager = somebody(Role.NIGHT_MANAGER)
    assert "Runs out" in manager.get(reverse("sheets:stock")).content.decode()
    wanted = {"ward": "", "kind": "charts.notes", "warn_days": "1", "hold_days": "2", "least": "3"}
    assert manager.post(reverse("sheets:wanted"), wanted).status_code == 303
    assert "Runs out" not in manager.get(reverse("sheets:stock")).content.decode()
    assert manager.post(reverse("sheets:wanted"), wanted | {"warn_days": "9"}).status_code == 422


def test_the_counts_are_by_ward_and_inside_a_ward_by_form(somebody, ward):
    printed(7, ward=ward)
    auditor = somebody(Role.AUDITOR)
    assert "Cardiology" in auditor.get(reverse("sheets:status")).content.decode()
    assert "Notes" in auditor.get(reverse("sheets:status"), {"ward": str(ward)}).content.decode()


def test_a_reader_may_scan_one_sheet_after_the_other_into_the_look_up_field(somebody):
    (number,) = printed()
    words = somebody(Role.NURSE).get(reverse("sheets:lookup"), {"number": number.spoken}).content.decode()
    field = words.split('<input id="number"')[1].split(">")[0]
    assert 'value=""' in field
    assert "autofocus" in field
