"""Decisions on resuscitation, devices, procedures, doses and people to call, as messages tell them."""

import pytest

from permanence.care.charts.rules import AdministrationStatus, DeviceStatus, ProcedureStatus
from permanence.care.patients.rules import ContactRole
from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.tests.speech import PATIENT, PID, PV1, STAY, charted, paris

DOCTOR = "10000000001^MOREL^Anne^^^Dr"


def decided(*segments: str, event: str = "ORU^R01"):
    return charted(event, PID, *segments).code_statuses


@pytest.mark.parametrize(
    ("obx", "resuscitate", "value"),
    [
        ("OBX|1|CE|81351-9^DNR order in place^LN||Y^Yes^HL70136", False, ""),
        ("OBX|1|CE|304251008^Resuscitation status^SCT||304252001^For resuscitation^SCT", True, "For resuscitation"),
        ("OBX|1|CE|304251008^Resuscitation^SCT||304253006^Not for resuscitation^SCT", False, "Not for resuscitation"),
        ("OBX|1|ST|100822-6^CPR orders^LN||Full code", True, "Full code"),
        ("OBX|1|CE|CPR^Code status^L||DNR^Ne pas réanimer^L", False, "Ne pas réanimer"),
        ("OBX|1|ST|LATA^Limitation de thérapeutique||pas de réanimation", False, "pas de réanimation"),
        ("OBX|1|ST|LATA^Limitation de thérapeutique||pas de dialyse", None, "pas de dialyse"),
        ("OBX|1|ST|X^Statut de réanimation||réanimation complète", True, "réanimation complète"),
    ],
)  # fmt: skip
def test_a_decision_says_what_it_decides_and_in_whose_words(obx, resuscitate, value):
    (fact,) = decided("OBR|1", f"{obx}||||||F")
    assert (fact.patient, fact.resuscitate, fact.value, fact.active) == (PATIENT, resuscitate, value, True)


def test_a_decision_says_who_took_it_and_when():
    obx = f"OBX|1|ST|LATA^Limitation de thérapeutique||pas de réanimation||||||F|||20260306180000||{DOCTOR}"
    (fact,) = decided(PV1, "OBR|1|||EVAL|||20260306170000", obx)
    assert (fact.stay, fact.stated_by, fact.stated_at) == (STAY, "MOREL Anne", paris(2026, 3, 6, 18))
    (fact,) = decided("OBR|1|||EVAL|||20260306170000", "OBX|1|ST|LATA^LATA||pas de dialyse||||||F")
    assert (fact.stated_by, fact.stated_at) == ("", paris(2026, 3, 6, 17))


@pytest.mark.parametrize("obx", ["OBX|1|ST|LATA^LATA||Non||||||F", "OBX|1|ST|LATA^LATA||pas de réanimation||||||D"])
def test_a_decision_may_be_taken_back(obx):
    (fact,) = decided("OBR|1", obx)
    assert (fact.active, fact.resuscitate) == (False, None)


def test_silence_decides_nothing_and_the_finding_is_kept_as_a_result_as_well():
    assert decided("OBR|1", "OBX|1|ST|LATA^LATA||||||||F") == ()
    facts = charted("ORU^R01", PID, "OBR|1", "OBX|1|ST|LATA^LATA||pas de dialyse||||||F")
    assert [result.value for result in facts.reports[0].results] == ["pas de dialyse"]


def test_the_visit_says_not_to_resuscitate():
    told = decided(PV1, "PV2" + "|" * 41 + "C~N" + "|" * 4 + "DNR", event="ADT^A01")
    assert [(fact.code, fact.label, fact.resuscitate) for fact in told] == [
        ("0433-N", "Do not resuscitate", False),
        ("0435-DNR", "Do not resuscitate", False),
    ]


LIST = "OBR|1||D1|46264-8^Dispositifs en place^LN|||20260307080000"


def devices(*segments: str, event: str = "ORU^R01"):
    return charted(event, PID, *segments).devices


def test_a_list_of_devices_says_what_where_and_since_when():
    told = devices(
        LIST,
        "OBX|1|ST|PM^Stimulateur cardiaque||DDD||||||F|||20190101000000",
        "OBX|2|ST|SU^Sonde urinaire||Oui||||||F|||20260307080000||||||BLAD^vessie",
    )
    assert [(fact.label, fact.detail, fact.body_site, fact.status) for fact in told] == [
        ("Stimulateur cardiaque", "DDD", "", DeviceStatus.ACTIVE),
        ("Sonde urinaire", "", "vessie", DeviceStatus.ACTIVE),
    ]
    assert [fact.starts_at for fact in told] == [paris(2019, 1, 1), None]


def test_a_device_taken_out_or_said_in_error_is_told_so():
    out, wrong = devices(LIST, "OBX|1|ST|VVP^Voie||retirée||||||F", "OBX|2|ST|VVC^Voie centrale||jugulaire||||||D")
    assert (out.status, wrong.status) == (DeviceStatus.STOPPED, DeviceStatus.ENTERED_IN_ERROR)


def test_two_lines_of_one_kind_are_told_apart_by_their_sub_id():
    left, right = devices(LIST, "OBX|1|ST|VVP^Voie|1|bras gauche", "OBX|2|ST|VVP^Voie|2|bras droit")
    assert (left.number, right.number) == ("VVP/1", "VVP/2")


def test_the_visit_tells_of_lines_and_tubes():
    told = devices("PV1|1|I|6268||||||||||||B2", "PV2" + "|" * 41 + "I", event="ADT^A01")
    assert [fact.label for fact in told] == ["Tubes, lines or catheters", "Intravenous line"]


def test_a_culture_of_a_catheter_is_no_device():
    assert devices("OBR|1||L1|CULT^Culture de cathéter", "OBX|1|ST|CATH^Cathéter||stérile||||||F") == ()


def procedures(*segments: str):
    return charted("ADT^A01", PID, PV1, *segments).procedures


def test_a_procedure_is_done_or_planned_by_its_hour():
    done, planned = procedures(
        f"PR1|1||HHFA001^Appendicectomie^CCAM||20260306150000||||||{DOCTOR}",
        "PR1|2||DEQP007|Coronarographie|20260309080000",
    )
    assert (done.code, done.label, done.status) == ("HHFA001", "Appendicectomie", ProcedureStatus.COMPLETED)
    assert (done.performed_at, done.performed_by, done.stay) == (paris(2026, 3, 6, 15), "MOREL Anne", STAY)
    assert (planned.label, planned.status) == ("Coronarographie", ProcedureStatus.PREPARATION)


def test_a_procedure_deleted_was_said_in_error():
    (fact,) = procedures("PR1|1||HHFA001^Appendicectomie||20260306150000" + "|" * 14 + "PR77|D")
    assert (fact.number, fact.status) == ("PR77", ProcedureStatus.ENTERED_IN_ERROR)


def test_what_a_tariff_makes_of_a_procedure_is_no_place_on_the_body():
    (fact,) = procedures("PR1|1||HHFA001^Appendicectomie||20260306150000" + "|" * 17 + "1^Operation relevant procedure")
    assert (fact.label, fact.body_site) == ("Appendicectomie", "")


CODED = (
    "DG1|1||K358^Appendicite aiguë^CIM10|||F",
    f"PR1|1||HHFA001^Appendicectomie^CCAM||20260306150000||||||{DOCTOR}",
)


@pytest.mark.parametrize("event", ["BAR^P01", "BAR^P05", "BAR^P12", "BAR^P10", "ADT^A03", "ADT^A08"])
def test_accounts_tell_the_same_diagnoses_and_procedures_as_an_admission_does(event):
    facts = charted(event, PID, PV1, *CODED)
    assert [(one.code, one.label, one.kind, one.stay, one.active) for one in facts.conditions] == [
        ("K358", "Appendicite aiguë", "F", STAY, True)
    ]
    (done,) = facts.procedures
    assert (done.code, done.status, done.performed_by, done.stay) == (
        "HHFA001",
        ProcedureStatus.COMPLETED,
        "MOREL Anne",
        STAY,
    )


def test_a_diagnosis_and_a_procedure_are_taken_back_by_the_coding():
    deleted = ("DG1|1||K358^Appendicite aiguë^CIM10|||F" + "|" * 15 + "D", "PR1|1||HHFA001^X^CCAM" + "|" * 17 + "D")
    facts = charted("BAR^P12", PID, PV1, *deleted)
    assert [one.active for one in facts.conditions] == [False]
    assert [one.status for one in facts.procedures] == [ProcedureStatus.ENTERED_IN_ERROR]


def test_a_coding_without_diagnosis_or_procedure_has_no_sense():
    with pytest.raises(Refusal) as refused:
        charted("BAR^P12", PID, PV1)
    assert (refused.value.reason, refused.value.location) == (Reason.NO_CONTENT, "DG1")
    assert not charted("BAR^P06", PID, PV1)


def test_a_purge_of_accounts_is_looked_at_by_somebody():
    with pytest.raises(Refusal) as refused:
        charted("BAR^P02", PID, PV1)
    assert refused.value.reason is Reason.UNSUPPORTED_EVENT


RXA = "RXA|0|1|20260307080000|20260307081500|3400930^Paracétamol 1 g|1|g"


def doses(*segments: str):
    return charted("RAS^O17", PID, PV1, *segments).administrations


def test_a_dose_says_what_how_much_when_and_by_whom():
    (fact,) = doses("ORC|RE|P77", f"{RXA}|||77^DUPONT^Léa{'|' * 10}CP", "RXR|PO^Voie orale")
    assert (fact.order_number, fact.label, fact.dose, fact.route) == ("P77", "Paracétamol 1 g", "1 g", "Voie orale")
    assert (fact.given_at, fact.given_by) == (paris(2026, 3, 7, 8, 15), "DUPONT Léa")
    assert (fact.status, fact.stay) == (AdministrationStatus.COMPLETED, STAY)


@pytest.mark.parametrize(
    ("ending", "status", "reason"),
    [
        (f"{'|' * 11}REF^refus du patient||RE", AdministrationStatus.NOT_DONE, "refus du patient"),
        (f"{'|' * 13}NA", AdministrationStatus.NOT_DONE, ""),
        (f"{'|' * 13}PA", AdministrationStatus.STOPPED, ""),
        (f"{'|' * 13}CP|D", AdministrationStatus.ENTERED_IN_ERROR, ""),
        (f"{'|' * 13}ZZ", AdministrationStatus.UNKNOWN, ""),
    ],
)
def test_a_dose_not_given_or_taken_back_is_told_so(ending, status, reason):
    (fact,) = doses("ORC|RE|P77", RXA + ending)
    assert (fact.status, fact.reason) == (status, reason)


def test_each_dose_of_a_message_is_one_fact_and_one_without_an_hour_none():
    told = doses("ORC|RE|1", RXA, RXA.replace("0815", "1415"), "ORC|RE|2", "RXA|0|1|||I^Insuline|4|UI")
    assert [fact.order_number for fact in told] == ["1", "1"]


def contacts(*segments: str, event: str = "ADT^A08"):
    return charted(event, PID, PV1, *segments).contacts


def test_relatives_are_listed_with_role_link_and_telephones():
    nk1 = (
        "NK1|1|DURAND^JEANNE^^^^^L|SPO^épouse|3 rue des Lilas^^VILLEBOIS^^91000^FRA|^PRN^PH^^^^^^^^^0199000001"
        "|0639980001|C^personne à prévenir" + "|" * 16 + "Y"
    )
    (told,) = contacts(nk1, "NK1|2|DURAND^MAX|CHD|||0639980002|QUAL^Personne de confiance")
    assert told.complete
    first, second = told.contacts
    assert (first.name, first.relationship, first.roles) == ("DURAND JEANNE", "épouse", (ContactRole.EMERGENCY,))
    assert (first.telephones, first.confidential) == (("0199000001", "0639980001"), True)
    assert first.address == "3 rue des Lilas, 91000 VILLEBOIS"
    assert (second.relationship, second.roles) == ("Child", (ContactRole.TRUSTED,))


@pytest.mark.parametrize(
    ("relationship", "role", "expected"),
    [
        ("", "NOK", ContactRole.TRUSTED),
        ("GRD", "", ContactRole.GUARDIAN),
        ("OTH^tuteur", "", ContactRole.GUARDIAN),
        ("", "X^représentant légal", ContactRole.GUARDIAN),
        ("FND^amie", "", ContactRole.NEXT_OF_KIN),
        ("", "E^Employeur", ContactRole.OTHER),
        ("EMC", "", ContactRole.EMERGENCY),
    ],
)
def test_what_somebody_is_to_the_patient_follows_from_codes_then_words(relationship, role, expected):
    (told,) = contacts(f"NK1|1|DURAND^MAX|{relationship}||||{role}")
    assert told.contacts[0].roles == (expected,)


def test_two_quotes_say_that_there_is_nobody_and_silence_says_nothing():
    (told,) = contacts('NK1|1|""|""')
    assert (told.contacts, told.complete) == ((), True)
    assert contacts() == contacts("NK1|1") == ()


def test_somebody_whose_time_is_over_and_the_patient_are_not_to_be_called():
    (told,) = contacts(
        "NK1|1|DURAND^JEANNE|SPO|||||20100101|20200101", "NK1|2|VASSEUR^MAUDE|SEL", "NK1|3|DURAND^MAX|CHD"
    )
    assert [one.name for one in told.contacts] == ["DURAND MAX"]


def test_the_doctor_in_town_is_told_apart_from_the_family():
    rol = f"ROL||UC|ODRP|{DOCTOR}|||||||1 place du Marché^^VILLEBOIS^^91000^FRA|^WPN^PH^^^^^^^^^0199000077"
    family, doctors = contacts("NK1|1|DURAND^MAX|CHD", "PD1||||88^PETIT^Paul", rol)
    assert (family.complete, doctors.complete) == (True, False)
    assert [(one.name, one.telephones) for one in doctors.contacts] == [
        ("PETIT Paul", ()), ("MOREL Anne", ("0199000077",)),
    ]  # fmt: skip
    assert all(one.roles == (ContactRole.PHYSICIAN,) for one in doctors.contacts)


def test_a_doctor_taken_off_is_told_so_and_a_doctor_of_the_stay_is_no_doctor_in_town():
    (told,) = contacts(f"ROL||DE|PP|{DOCTOR}", f"ROL||AD|AT|{DOCTOR}")
    assert [one.removed for one in told.contacts] == [True]
