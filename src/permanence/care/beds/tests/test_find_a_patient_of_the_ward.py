"""Two letters and Enter, as a form, without a script."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from permanence.care.beds.tests.conftest import BED_1, BED_2
from permanence.care.patients.models import PatientRead
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


@pytest.fixture
def find(ward, signed_in):
    browser = signed_in(Role.NURSE)
    return lambda text: browser.post(reverse("beds:find", args=[ward.id]), {"text": text})


def test_the_only_patient_left_opens(find, admit):
    patient, _ = admit(BED_1, family="DUPONT"), admit(BED_2, family="MARTIN")
    answer = find("du")
    assert (answer.status_code, answer["Location"]) == (303, reverse("charts:patient", args=[patient]))
    assert not PatientRead.objects.exists()


def test_several_are_listed_and_accounted_for_and_nobody_else(find, admit):
    both = {admit(BED_1, family="DUPONT"), admit(BED_2, family="DURAND")}
    other = admit(BED_2, family="MARTIN", hour=9)
    page = find("du").content.decode()
    assert "DUPONT" in page
    assert "DURAND" in page
    assert "MARTIN" not in page
    assert set(PatientRead.objects.values_list("patient_id", flat=True)) == both
    assert reverse("charts:patient", args=[other]) not in page


def test_a_patient_told_to_be_in_two_beds_is_still_one(find, admit):
    patient = admit(BED_1, family="DUPONT")
    admit(BED_2, patient=patient, hour=9)
    assert find("dup").status_code == 303


def test_nobody_of_that_name_is_said_and_the_whole_hospital_offered(find, admit):
    admit(BED_1, family="DUPONT")
    page = find("zz").content.decode()
    assert "No patient of this ward is called so." in page
    assert reverse("patients:search") in page


def test_a_bed_finds_who_lies_in_it(find, admit):
    patient = admit(BED_1, family="DUPONT")
    admit(BED_2)
    assert find("1011")["Location"] == reverse("charts:patient", args=[patient])


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_typed_leads_back_to_the_ward(find, ward, text):
    assert find(text)["Location"] == reverse("beds:ward", args=[ward.id])


def test_what_is_typed_is_never_in_an_address(ward, admit, signed_in):
    admit(BED_1, family="DUPONT")
    browser = signed_in(Role.NURSE)
    page = browser.get(reverse("beds:ward", args=[ward.id])).content.decode()
    assert 'method="post"' in page[page.index("data-find") - 200 : page.index("data-find")]
    answer = browser.get(reverse("beds:find", args=[ward.id]), {"text": "du"})
    assert answer["Location"] == reverse("beds:ward", args=[ward.id])


def test_a_ward_nobody_knows_is_not_found(ward, signed_in):
    assert signed_in(Role.NURSE).post(reverse("beds:find", args=[new_id()]), {"text": "du"}).status_code == 404
