"""The desk's pages, as a person without JavaScript meets them."""

import re

import pypdfium2
import pytest

from permanence.foundation import clock
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.paper.desk import operations
from permanence.paper.desk.models import DeskDraft, DeskQuestion, DeskSheet, DeskValidation
from permanence.paper.desk.rules import Standing
from permanence.paper.desk.tests.made_up_sheets import ANNE, AUTHOR, BORIS, at, field, fill, lay, surely, type_in


def written(sheet, said, **more):
    posted = {}
    for link_id, text in {**AUTHOR, **said}.items():
        one = field(sheet, link_id).pk
        posted |= {f"on-{one}": "1", f"text-{one}": text}
    for one in DeskSheet.objects.get(pk=sheet).fields.all():
        posted.setdefault(f"on-{one.pk}", "1")
    return posted | more


def test_a_sheet_is_taken_typed_and_done_and_the_next_one_comes(editions, signed_in):
    anne = signed_in("anne", Role.SECRETARY)
    first, second = lay(editions, hour=1), lay(editions, serial=2, hour=2)
    assert anne.post("/desk/turn/")["Location"] == f"/desk/sheets/{first}/"
    page = anne.get(f"/desk/sheets/{first}/").content.decode()
    assert "Pulse" in page
    assert "type it from the paper itself" in page
    answer = anne.post(f"/desk/sheets/{first}/", written(first, {"pulse": "84"}, blank="1"))
    assert answer["Location"] == f"/desk/sheets/{second}/"
    assert DeskValidation.objects.get(sheet=first).signed_by == "Dr Martin"


def test_what_is_left_blank_is_not_taken_for_blank_on_the_paper(editions, signed_in):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions)
    anne.post(f"/desk/sheets/{sheet}/", written(sheet, {}))
    assert field(sheet, "pulse").standing == Standing.WAITING
    assert not DeskValidation.objects.exists()


def test_what_does_not_fit_is_marked_and_everything_else_is_kept(editions, signed_in):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions)
    page = anne.post(f"/desk/sheets/{sheet}/", written(sheet, {"pulse": "eighty"})).content.decode()
    assert 'value="eighty"' in page
    assert 'aria-invalid="true"' in page
    assert field(sheet, "_author.name").standing == Standing.SETTLED
    assert field(sheet, "pulse").standing == Standing.WAITING


def test_a_field_that_is_left_is_kept_at_once_and_a_half_typed_one_too(editions, signed_in):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions)
    pulse = field(sheet, "pulse").pk
    assert anne.post(f"/desk/fields/{pulse}/draft/", {f"on-{pulse}": "1", f"text-{pulse}": "8"}).status_code == 204
    assert DeskDraft.objects.get().text == "8"
    assert 'value="8"' in anne.get(f"/desk/sheets/{sheet}/").content.decode()
    kept = anne.post(f"/desk/fields/{pulse}/", {f"on-{pulse}": "1", f"text-{pulse}": "84"}).content.decode()
    assert "Kept" in kept
    assert field(sheet, "pulse").standing == Standing.SETTLED
    wrong = anne.post(f"/desk/fields/{pulse}/", {f"on-{pulse}": "1", f"text-{pulse}": "x"}).content.decode()
    assert "not kept" in wrong


def test_the_second_person_sees_neither_what_was_read_nor_what_the_first_typed(editions, signed_in, picture):
    read = {("dose", 0): surely(cells=("", "", "7", "3", "", ""))}
    sheet = lay(editions, form="drug", readings=read, pictures=[picture])
    type_in(sheet, {"dose": "73"}, by=BORIS)
    page = signed_in("anne", Role.SECRETARY).get(f"/desk/sheets/{sheet}/").content.decode()
    dose = field(sheet, "dose").pk
    assert f'name="text-{dose}" value=""' in page
    assert not re.search(r'value="73', page)


def test_two_who_differ_are_shown_side_by_side_and_somebody_decides(editions, signed_in):
    sheet = lay(editions, form="drug")
    type_in(sheet, {"dose": "5"}, by=BORIS)
    anne = signed_in("anne", Role.SECRETARY)
    dose = field(sheet, "dose").pk
    anne.post(f"/desk/fields/{dose}/", {f"on-{dose}": "1", f"text-{dose}": "50"})
    page = anne.get(f"/desk/sheets/{sheet}/").content.decode()
    assert 'class="version">5,00<' in page
    assert 'class="version">50,00<' in page
    anne.post(f"/desk/fields/{dose}/decision/", {f"on-{dose}": "1", f"text-{dose}": "5"})
    assert field(sheet, "dose").standing == Standing.SETTLED


def test_fifty_of_one_kind_are_accepted_at_once_and_single_ones_corrected(editions, signed_in, picture):
    anne = signed_in("anne", Role.SECRETARY)
    guess = operations.FieldRead(surely(cells=("", "8", "4")).reading, 0.7, sure=False)
    laid = [lay(editions, serial=n, readings={("pulse", 0): guess}, pictures=[picture]) for n in range(1, 4)]
    where = "/desk/kinds/?form=walk&place=pulse"
    page = anne.get(where).content.decode()
    assert page.count('value="84"') == 3
    pulses = [field(sheet, "pulse").pk for sheet in laid]
    posted = {f"on-{one}": "1" for one in pulses} | {f"text-{one}": "84" for one in pulses}
    anne.post(where, posted | {f"text-{pulses[1]}": "34"})
    held = ["".join(field(sheet, "pulse").holds["cells"]) for sheet in laid]
    assert held == [" 84", " 34", " 84"]
    assert anne.get(where)["Location"] == "/desk/"


def test_crops_and_pages_are_never_kept_by_a_browser(editions, signed_in, picture):
    sheet, anne = lay(editions, pictures=[picture]), signed_in("anne", Role.SECRETARY)
    for address in (f"/desk/fields/{field(sheet, 'pulse').pk}/crop/", f"/desk/sheets/{sheet}/pages/1/"):
        shown = anne.get(address)
        assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "no-store, private")


def test_nobody_without_the_role_sees_a_sheet_or_a_crop(editions, signed_in, picture):
    sheet = lay(editions, pictures=[picture])
    finance = signed_in("fred", Role.FINANCE)
    crop = f"/desk/fields/{field(sheet, 'pulse').pk}/crop/"
    for address in ("/desk/", f"/desk/sheets/{sheet}/", crop, f"/desk/sheets/{sheet}/pages/1/"):
        assert finance.get(address).status_code == 403


def test_a_question_is_asked_printed_on_a_slip_and_answered(editions, signed_in, picture):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions, pictures=[picture])
    pulse = field(sheet, "pulse").pk
    anne.post(f"/desk/fields/{pulse}/question/", {"words": "84 or 34?"})
    assert "84 or 34?" in anne.get("/desk/questions/").content.decode()
    slips = anne.post("/desk/questions/slips/")
    assert (slips["Content-Type"], slips["Cache-Control"]) == ("application/pdf", "no-store, private")
    text = pypdfium2.PdfDocument(slips.content)[0].get_textpage().get_text_bounded()
    assert "84 or 34?" in text
    question = DeskQuestion.objects.get()
    anne.post(f"/desk/questions/{question.pk}/answer/", {"words": "84"})
    assert "Answered: 84" in anne.get(f"/desk/sheets/{sheet}/").content.decode()


def test_nobody_says_another_patient_of_a_sheet_that_was_printed_for_one(editions, signed_in):
    sheet = lay(editions, patient=new_id())
    with pytest.raises(operations.PatientPrinted):
        operations.say_patient(sheet=sheet, patient=new_id(), by=ANNE, occurred_at=at(2))
    assert signed_in("anne", Role.SECRETARY).get(f"/desk/sheets/{sheet}/patient/").status_code == 404


def test_a_person_sees_their_own_pace_and_the_day_the_desk_is_empty(editions, signed_in):
    anne = signed_in("anne", Role.SECRETARY)
    assert "Nobody has typed yet" in anne.get("/desk/team/").content.decode()
    for serial in range(1, 5):
        lay(editions, serial=serial, hour=1)
    sheet = lay(editions, serial=9, hour=1)
    pulse = field(sheet, "pulse").pk
    anne.post(f"/desk/fields/{pulse}/", {f"on-{pulse}": "1", f"text-{pulse}": "84"})
    operations.enter_text(field=pulse, text="85", ticks=(), by=BORIS, occurred_at=clock.now())
    page = anne.get("/desk/team/?people=2&hours=7").content.decode()
    assert "boris" not in page
    assert "Empty on" in page


def test_what_a_room_refuses_can_be_kept_as_answers_with_a_reason(editions, signed_in):
    anne, sheet = signed_in("anne", Role.SECRETARY), lay(editions, form="drug")
    fill(sheet, by=BORIS)
    type_in(sheet, {"dose": ""})
    operations.validate(sheet=sheet, by=ANNE, occurred_at=at(3))
    question = DeskQuestion.objects.get()
    anne.post(f"/desk/questions/{question.pk}/answer/", {"words": "Not given"})
    anne.post(f"/desk/sheets/{sheet}/kept/", {"words": "Not given at all"})
    assert not DeskValidation.objects.get(sheet=sheet).acted
