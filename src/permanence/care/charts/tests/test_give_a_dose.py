"""The last dose of each treatment, the dose missed since, and doses that no treatment explains."""

from permanence.care.charts.models import Administration
from permanence.care.charts.operations import AdministrationStatus
from permanence.care.charts.tests.conftest import START, at, dose, known, treatment
from permanence.foundation import clock

NOT_DONE, IN_ERROR = AdministrationStatus.NOT_DONE, AdministrationStatus.ENTERED_IN_ERROR
# Hours since the tests' start that lie an hour and a day and a half ago.
LATELY = (clock.now() - START).total_seconds() / 3600 - 1
LONG_AGO = LATELY - 36


def the_line(summary):
    (line,) = summary().treatments
    return line


def test_the_last_dose_is_said_with_its_hour_its_amount_and_who_gave_it(patient, summary):
    treatment(patient, "Morphine", number="1", hour=2)
    dose(patient, "Morphine", 6, number="1", dose="5 mg", given_by="DUPONT LEA")
    dose(patient, "Morphine", 4, number="1", dose="10 mg", told=7)
    line = the_line(summary)
    assert (line.last_given_at, line.last_dose.dose, line.last_dose.given_by) == (at(6), "5 mg", "DUPONT LEA")
    assert line.missed is None
    assert summary().other_doses == ()


def test_a_dose_told_twice_is_kept_once(patient, summary):
    dose(patient, "Morphine", 6, number="1"), dose(patient, "Morphine", 6, number="1", told=8)
    assert Administration.objects.count() == 1


def test_a_dose_not_given_since_the_last_one_is_said(patient, summary):
    treatment(patient, "Héparine", number="1", hour=2)
    dose(patient, "Héparine", 4, number="1")
    dose(patient, "Héparine", 8, NOT_DONE, number="1", reason="refus")
    line = the_line(summary)
    assert (line.last_given_at, line.missed.given_at, line.missed.reason) == (at(4), at(8), "refus")
    dose(patient, "Héparine", 10, number="1")
    assert the_line(summary).missed is None


def test_a_dose_taken_back_was_not_given(patient, summary):
    treatment(patient, "Héparine", number="1", hour=2)
    dose(patient, "Héparine", 4, number="1"), dose(patient, "Héparine", 8, number="1")
    dose(patient, "Héparine", 8, IN_ERROR, number="1", told=9)
    assert the_line(summary).last_given_at == at(4)
    dose(patient, "Héparine", 4, IN_ERROR, number="1", told=10)
    assert the_line(summary).last_given_at is None


def test_an_hour_told_with_the_order_alone_is_shown_as_well(patient, summary):
    treatment(patient, "Héparine", "RE", number="1", hour=4, last_given_at=START)
    line = the_line(summary)
    assert (line.last_given_at, line.last_dose) == (START, None)


def test_a_dose_that_names_no_order_is_that_of_the_treatment_of_the_same_words(patient, summary):
    treatment(patient, "Paracétamol 1 g", number="1", hour=2)
    dose(patient, "PARACÉTAMOL 1 g", 6)
    assert the_line(summary).last_dose is not None
    assert summary().other_doses == ()


def test_a_dose_of_the_last_day_without_a_running_treatment_is_shown_apart(patient, summary):
    treatment(patient, "Kétamine", number="1", hour=2)
    treatment(patient, "Kétamine", "DC", number="1", hour=LATELY)
    dose(patient, "Kétamine", LATELY, number="1"), dose(patient, "Adrénaline", LATELY - 1)
    dose(patient, "Ancien", LONG_AGO)
    assert [line.label for line in summary().other_doses] == ["Kétamine", "Adrénaline"]
    assert summary().treatments == ()


def test_a_stay_of_hundreds_of_doses_gives_each_order_its_last(patient, summary):
    for number in ("1", "2"):
        treatment(patient, f"Drogue {number}", number=number, hour=1)
        for hour in range(2, 40):
            dose(patient, f"Drogue {number}", hour, number=number, dose=f"{hour} mg")
    assert [line.last_dose.dose for line in summary().treatments] == ["39 mg", "39 mg"]


def test_the_dose_of_another_patient_is_not_on_this_page(patient, summary):
    dose(known("800002"), "Adrénaline", LATELY)
    assert summary().other_doses == ()
