"""Secretaries at the transcription desk: sheets that came back are typed with the keyboard alone."""

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

_LAY = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "permanence.entrance.settings"
django.setup()
import cv2, numpy as np
from permanence.foundation import clock
from permanence.foundation.console import console_actor
from permanence.paper.desk import operations
from permanence.paper.desk.operations import FieldRead, Incoming
from permanence.paper.desk.rules import Reading
from permanence.paper.desk.tests.made_up_sheets import DRUG, WALK, hold_forms
from permanence.paper.forms import queries as forms
from permanence.paper.sheets.queries import SheetNumber

who = {"by": console_actor(), "occurred_at": clock.now()}
editions = hold_forms(WALK, DRUG)

def picture(form, hand):
    page = forms.blank_page(form, editions[form], 1, 150).copy()
    px = 150 / 25.4
    for field in forms.layout_of(form, editions[form]).fields:
        said = hand.get(field.link_id, {}).get(field.cell)
        x, y, w, h = (int(one * px) for one in field.box_mm)
        if said:
            cv2.putText(page, said, (x + w // 6, y + h - h // 6), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.0, 40, 2)
        if field.link_id in hand and field.cell is None and None in hand[field.link_id]:
            at = (x + 8, y + h - 10)
            cv2.putText(page, hand[field.link_id][None], at, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 0.9, 40, 2)
    return operations.keep_picture(content=cv2.imencode(".png", page)[1].tobytes(), **who)

def digits(text):
    return {at: sign for at, sign in enumerate(text) if sign != " "}

def lay(serial, form, hand, readings):
    signed = {"_author.name": {None: "Dr Martin"}, "_author.date": digits("22112026"), "_author.hour": digits("2305")}
    hand = hand | signed
    nothing = FieldRead(Reading(), 0.999, sure=True)
    places = {(field.link_id, field.row): nothing for field in forms.layout_of(form, editions[form]).fields}
    places[("_author.name", 0)] = FieldRead(Reading(text=None), 1.0, sure=False)
    places[("_author.date", 0)] = FieldRead(Reading(cells=tuple("22112026")), 0.99, sure=True)
    places[("_author.hour", 0)] = FieldRead(Reading(cells=tuple("2305")), 0.8, sure=False)
    sheet = Incoming(SheetNumber("K7Q2", serial), form, editions[form], pictures=[picture(form, hand)],
                     readings=places | readings)
    return str(operations.open_sheet(sheet=sheet, **who))

guess = lambda text: FieldRead(Reading(cells=tuple(text)), 0.71, sure=False)
walks = [lay(n, "walk", {"pulse": digits(text)}, {("pulse", 0): guess(read)})
         for n, (text, read) in enumerate([(" 84", " 84"), (" 71", " 77"), ("112", "112"), (" 66", " 66")], start=1)]
drug = lay(40, "drug", {"dose": digits("  50  ")}, {("dose", 0): guess("  50  ")})
print(json.dumps({"walks": walks, "drug": drug}))
"""


@pytest.fixture(scope="module")
def laid(hospital):
    """Five sheets on the desk, one of them grave; their ids."""
    hospital.new_people({"dora": ("Dora Weiss", "secretary"), "emil": ("Emil Faure", "secretary")})
    done = subprocess.run(
        [sys.executable, "-c", _LAY],
        env=os.environ | hospital.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_grave_sheet_is_typed_by_two_secretaries_who_differ_and_one_decides(arrive, hospital, laid):
    dora = arrive()
    dora.enter("dora", "/desk/")
    dora.reads("5 feuilles attendent")
    dora.picture("desk")
    dora.page.reload()
    keys = dora.page.keyboard
    expect(dora.page.get_by_role("button", name="Saisir la feuille suivante")).to_be_focused()
    keys.press("Enter")
    expect(dora.page).to_have_url(f"{hospital.url}/desk/sheets/{laid['drug']}/")
    dose = dora.page.get_by_label("Dose")
    expect(dose).to_be_focused()
    expect(dose).to_have_value("")
    dora.picture("desk-sheet")
    dora.page.reload()
    expect(dose).to_be_focused()
    keys.type("50")
    keys.press("Enter")
    dora.reads("une deuxième personne le saisit")
    keys.type("Dr Martin")
    keys.press("Enter")
    expect(dora.page.get_by_label("Signé à : heure")).to_have_value("23:05")
    keys.press("Enter")
    expect(dora.page.get_by_role("button", name="Enregistrer ce qui est affiché et continuer")).to_be_focused()
    keys.press("Enter")
    dora.reads("Walk round the ward")

    emil = arrive(locale="en-GB", color_scheme="light")
    emil.enter("emil", f"/desk/sheets/{laid['drug']}/")
    expect(emil.page.get_by_label("Dose")).to_be_focused()
    emil.page.keyboard.type("5")
    emil.page.keyboard.press("Enter")
    emil.reads("Two people differ")
    emil.page.reload()
    emil.picture("desk-differ")
    decide = emil.page.locator(".decision input[type=text]")
    decide.focus()
    emil.page.keyboard.type("50")
    emil.page.keyboard.press("Enter")
    emil.page.get_by_role("button", name="Save what is shown and go on").press("Enter")
    emil.reads("1 sheet is done")
    emil.go("/desk/")
    emil.presses("Give back what I took")
    assert hospital.type("desk", "queue", "--json")["waiting"] == 4


def test_pictures_of_one_field_are_accepted_at_once_after_one_is_corrected(arrive, hospital, laid):
    dora = arrive(locale="en-GB", color_scheme="light")
    dora.enter("dora", "/desk/")
    dora.presses("Give back what I took")
    dora.page.get_by_role("link", name="Pulse").press("Enter")
    dora.picture("desk-kind")
    dora.page.reload()
    pulses = dora.page.get_by_label("Pulse")
    expect(pulses).to_have_count(4)
    pulses.nth(1).focus()
    dora.page.keyboard.press("Control+a")
    dora.page.keyboard.type("71")
    dora.page.keyboard.press("Enter")
    expect(dora.page).to_have_url(f"{hospital.url}/desk/")
    rows = hospital.type("desk", "queue", "--json")
    assert rows["fields"]["waiting"] == 8


def test_what_was_half_typed_is_there_when_the_browser_died(arrive, laid):
    dora = arrive()
    dora.enter("dora", f"/desk/sheets/{laid['walks'][0]}/")
    name = dora.page.get_by_label("Signé par : nom")
    name.focus()
    with dora.page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        dora.page.keyboard.type("Dr Mar")
    dora.page.close()
    again = arrive()
    again.enter("dora", f"/desk/sheets/{laid['walks'][0]}/")
    expect(again.page.get_by_label("Signé par : nom")).to_have_value("Dr Mar")


def test_a_sheet_is_typed_without_javascript_and_a_question_is_asked_and_answered(arrive, laid):
    dora = arrive(java_script_enabled=False)
    dora.enter("dora", f"/desk/sheets/{laid['walks'][1]}/")
    dora.page.get_by_label("Signé par : nom").fill("Dr Martin")
    dora.page.keyboard.press("Enter")
    dora.reads("1 feuille est faite")
    dora.go(f"/desk/sheets/{laid['walks'][2]}/")
    dora.page.get_by_role("link", name="Illisible : demander").first.press("Enter")
    expect(dora.page.get_by_label("En quelques mots")).to_be_focused()
    dora.page.keyboard.type("Martin ou Marlin ?")
    dora.page.keyboard.press("Enter")
    dora.reads("Attend une réponse")
    dora.go("/desk/questions/")
    dora.reads("Martin ou Marlin ?")
    expect(dora.page.get_by_role("button", name="Imprimer un billet pour chacune")).to_be_visible()
    dora.page.get_by_label("Ce qui a été répondu").fill("Martin")
    dora.page.keyboard.press("Enter")
    dora.reads("La réponse est enregistrée")


def test_the_team_sees_the_day_the_desk_is_empty(arrive):
    dora = arrive()
    dora.enter("dora", "/desk/team/")
    dora.reads("Vos feuilles par heure")
    dora.picture("desk-team")
    dora.go("/desk/questions/")
    dora.picture("desk-questions")
    phone = arrive(viewport={"width": 390, "height": 844}, locale="en-GB", color_scheme="light")
    phone.enter("dora", "/desk/")
    phone.page.get_by_role("button", name="Type the next sheet").press("Enter")
    phone.reads("Say whose sheet it is")
    phone.picture("desk-phone")
