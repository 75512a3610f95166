"""What a message says of a stay, without and with the French movement segment."""

import pytest

from permanence.care.stays.operations import Action, MovementKind, StayClass, VisitNumber
from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.rules.events import effect_of
from permanence.exchange.hl7v2.rules.tokens import Event
from permanence.exchange.hl7v2.rules.translate import Remark
from permanence.exchange.hl7v2.tests.speech import OTHER_PATIENT, PATIENT, PID, PV1, SOURCE, paris, told
from permanence.foundation.places.rules import PlaceFact

EVN = "EVN||20260307090000||||20260307083000"
UNIT = "CHIR VISC^^^^^CHT&750000001&N^UF^^^6270"
MEDICAL = "MED INT^^^^^CHT&750000001&N^UF^^^6100"
ZBE = f"ZBE|312^CHT|20260307080000||INSERT|N||{MEDICAL}|{UNIT}|HMS"


def movement(trigger: str, *segments: str):
    (fact,) = told(f"ADT^{trigger}", *segments).movements
    return fact


def test_an_admission_tells_who_where_when_and_why():
    fact = movement("A01", EVN, PID, PV1, "PV2|||CHOL^Cholécystite||||||20260310")
    assert (fact.patient, fact.visit, fact.source) == (PATIENT, VisitNumber("CHT", "900042"), SOURCE)
    assert (fact.kind, fact.action, fact.stay_class) == (MovementKind.ADMIT, Action.INSERT, StayClass.INPATIENT)
    assert fact.place == PlaceFact("6268", "204", "2", "CHT")
    assert (fact.attending_doctor, fact.reason) == ("MOREL Anne", "Cholécystite")
    assert fact.occurred_at == paris(2026, 3, 7, 8, 30)
    assert fact.expected_at == paris(2026, 3, 10)
    assert fact.confidential is None


@pytest.mark.parametrize(
    ("trigger", "kind", "action"),
    [
        ("A01", MovementKind.ADMIT, Action.INSERT),
        ("A02", MovementKind.TRANSFER, Action.INSERT),
        ("A03", MovementKind.DISCHARGE, Action.INSERT),
        ("A04", MovementKind.REGISTER, Action.INSERT),
        ("A05", MovementKind.PREADMIT, Action.INSERT),
        ("A06", MovementKind.CHANGE_CLASS, Action.INSERT),
        ("A07", MovementKind.CHANGE_CLASS, Action.INSERT),
        ("A08", MovementKind.UPDATE, Action.UPDATE),
        ("A09", MovementKind.TRACK, Action.INSERT),
        ("A10", MovementKind.TRACK, Action.INSERT),
        ("A11", MovementKind.ADMIT, Action.CANCEL),
        ("A12", MovementKind.TRANSFER, Action.CANCEL),
        ("A13", MovementKind.DISCHARGE, Action.CANCEL),
        ("A14", MovementKind.PREADMIT, Action.INSERT),
        ("A15", MovementKind.PLAN_TRANSFER, Action.INSERT),
        ("A16", MovementKind.PLAN_DISCHARGE, Action.INSERT),
        ("A21", MovementKind.LEAVE, Action.INSERT),
        ("A22", MovementKind.RETURN, Action.INSERT),
        ("A23", MovementKind.ADMIT, Action.CANCEL),
        ("A25", MovementKind.PLAN_DISCHARGE, Action.CANCEL),
        ("A26", MovementKind.PLAN_TRANSFER, Action.CANCEL),
        ("A27", MovementKind.PREADMIT, Action.CANCEL),
        ("A32", MovementKind.TRACK, Action.CANCEL),
        ("A33", MovementKind.TRACK, Action.CANCEL),
        ("A38", MovementKind.PREADMIT, Action.CANCEL),
        ("A52", MovementKind.LEAVE, Action.CANCEL),
        ("A53", MovementKind.RETURN, Action.CANCEL),
        ("A54", MovementKind.CHANGE_DOCTOR, Action.INSERT),
        ("A55", MovementKind.CHANGE_DOCTOR, Action.CANCEL),
        ("Z99", MovementKind.UPDATE, Action.UPDATE),
    ],
)
def test_each_event_does_its_own_thing(trigger, kind, action):
    fact = movement(trigger, EVN, PID, PV1)
    assert (fact.kind, fact.action) == (kind, action)
    assert fact.cancels is (kind if action is Action.CANCEL else None)


@pytest.mark.parametrize("trigger", ["A28", "A31", "A40", "A48", "A60", "A61"])
def test_events_about_persons_move_nobody(trigger):
    assert told(f"ADT^{trigger}", PID, "MRG|9^^^CHT^PI", PV1).movements == ()


@pytest.mark.parametrize(
    ("trigger", "evn", "expected"),
    [
        ("A01", "EVN||20260307090000||||20260307083000", (8, 30)),
        ("A01", "EVN||20260307090000", (8, 0)),
        ("A04", "", (8, 0)),
        ("A03", "EVN||20260307090000", (8, 45)),
        ("A02", "EVN||20260307085500", (8, 55)),
        ("A02", "", (9, 0)),
        ("A02", "EVN||20260307085500||||20260307", (8, 55)),
        ("A02", "EVN||20260307085500||||20260306", None),
    ],
)
def test_a_movement_happened_when_its_best_witness_says(trigger, evn, expected):
    fact = movement(trigger, evn or "EVN", PID, PV1 + "|20260307084500")
    assert fact.occurred_at == (paris(2026, 3, 7, *expected) if expected else paris(2026, 3, 6))


@pytest.mark.parametrize(
    ("trigger", "segments", "expected"),
    [
        ("A05", ("EVN||20260307090000|20260401100000", PV1), paris(2026, 4, 1, 10)),
        ("A14", ("EVN||20260307090000", PV1, "PV2||||||||20260402"), paris(2026, 4, 2)),
        ("A14", ("EVN||20260307090000", PV1), paris(2026, 3, 7, 8)),
        ("A16", ("EVN||20260307090000", PV1, "PV2|||||||||20260309"), paris(2026, 3, 9)),
        ("A15", ("EVN||20260307090000|20260308", PV1), paris(2026, 3, 8)),
        ("A15", ("EVN||20260307090000", PV1), None),
    ],
)
def test_a_plan_is_made_when_it_is_said_and_names_its_day(trigger, segments, expected):
    fact = movement(trigger, segments[0], PID, *segments[1:])
    assert (fact.occurred_at, fact.expected_at) == (paris(2026, 3, 7, 9), expected)


def test_a_planned_transfer_names_the_place_to_come():
    pending = PV1.split("|")
    pending += [""] * (43 - len(pending))
    pending[42] = "6300^310^1^CHT"
    assert movement("A15", EVN, PID, "|".join(pending)).place == PlaceFact("6300", "310", "1", "CHT")
    assert movement("A15", EVN, PID, PV1).place.ward == "6268"


def test_a_movement_dated_days_ahead_is_dated_by_its_telling_and_remarked():
    ahead = told("ADT^A02", "EVN||20260307090000||||20290101", PID, PV1)
    assert ahead.movements[0].occurred_at == paris(2026, 3, 7, 9)
    assert ahead.remarks == (Remark.FUTURE_MOVEMENT,)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("6268^204^2^CHT&750000001&N^^^BAT A^2", PlaceFact("6268", "204", "2", "CHT", "BAT A", "2")),
        ("^204^2", PlaceFact("", "204", "2")),
        ("^^^CHT", PlaceFact()),
        ('""', PlaceFact()),
        ("", PlaceFact()),
        ("4 East, room 136&x", PlaceFact("4 East, room 136")),
    ],
)
def test_a_place_is_said_by_ward_room_or_bed(place, expected):
    assert movement("A02", EVN, PID, f"PV1|1|I|{place}|||||||||||||||||900042").place == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("E", StayClass.EMERGENCY), ("o", StayClass.OUTPATIENT), ("ff", StayClass.UNKNOWN), ("", None)],
)
def test_the_class_of_a_stay_is_one_of_the_table(sent, expected):
    assert movement("A01", EVN, PID, f"PV1|1|{sent}|6268").stay_class is expected


@pytest.mark.parametrize(
    ("doctor", "written"),
    [
        ("10000000001^MOREL^Anne", "MOREL Anne"),
        ("^MOREL^Anne", "MOREL Anne"),
        ("jdupont", "jdupont"),
        ("035188^PAAT&JOHN&JOSEPH", "PAAT JOHN"),
        ("7^", "7"),
        ("", ""),
    ],
)
def test_a_doctor_is_written_as_people_know_them(doctor, written):
    assert movement("A01", EVN, PID, f"PV1|1|I|6268||||{doctor}").attending_doctor == written


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("PV1|1|I|6268|||||||||||||Y",), True),
        (("PV1|1|I|6268|||||||||||||N",), False),
        (("PV1|1|I|6268", "PV2||||||||||||||||||||||Y"), True),
        (("PD1||||||||||||N", "PV1|1|I|6268"), False),
        (("PV1|1|I|6268|||||||||||||EL",), None),
    ],
)
def test_a_stay_is_confidential_when_somebody_says_so(segments, expected):
    assert movement("A01", EVN, PID, *segments).confidential is expected


def test_a_message_that_moves_somebody_says_where():
    with pytest.raises(Refusal) as refused:
        told("ADT^A01", EVN, PID)
    assert refused.value.reason is Reason.NO_CONTENT
    assert told("ADT^A08", EVN, PID).movements == ()
    assert told("ADT^A08", EVN, PID, "PV1|1|N").movements == ()


def test_a_french_movement_has_its_number_its_hour_and_its_units():
    fact = movement("A01", EVN, PID, PV1, ZBE)
    assert (fact.movement_number, fact.action, fact.historic) == ("312@CHT", Action.INSERT, False)
    assert fact.occurred_at == paris(2026, 3, 7, 8)
    assert (fact.medical_unit, fact.nursing_unit, fact.nature) == ("6100", "6270", "HMS")
    assert fact.place.ward == "6268"


def test_without_a_ward_the_nursing_unit_is_where_the_patient_is():
    fact = movement("A01", EVN, PID, "PV1|1|I|^^^CHT&750000001&N", ZBE)
    assert fact.place == PlaceFact(ward="6270", facility="CHT")


def test_a_late_movement_says_that_it_is_historic():
    assert movement("A02", EVN, PID, PV1, ZBE.replace("|INSERT|N|", "|INSERT|Y|")).historic


@pytest.mark.parametrize(
    ("trigger", "zbe", "kind", "action"),
    [
        ("Z99", "ZBE|312^CHT|20260307080000||UPDATE|N|A02", MovementKind.TRANSFER, Action.UPDATE),
        ("Z99", "ZBE|312^CHT|20260307080000||UPDATE|N|", MovementKind.UPDATE, Action.UPDATE),
        ("Z99", "ZBE|312^CHT|20260307080000||CANCEL|N|A21", MovementKind.LEAVE, Action.CANCEL),
        ("A11", "ZBE|312^CHT|20260307080000||CANCEL|N|A04", MovementKind.REGISTER, Action.CANCEL),
        ("A11", "ZBE|312^CHT|20260307080000||INSERT|N|", MovementKind.ADMIT, Action.CANCEL),
        ("A02", "ZBE|312^CHT|20260307080000||INSERT|N|A01", MovementKind.TRANSFER, Action.INSERT),
    ],
)
def test_a_correction_names_the_movement_it_corrects(trigger, zbe, kind, action):
    fact = movement(trigger, EVN, PID, PV1, zbe)
    assert (fact.movement_number, fact.kind, fact.action) == ("312@CHT", kind, action)


def test_each_movement_segment_is_one_movement():
    movements = told(
        "ADT^Z99", EVN, PID, PV1, "ZBE|1|202603070800||UPDATE|N|A01", "ZBE|2|202603070830||UPDATE|N|A02"
    ).movements
    assert [(fact.movement_number, fact.kind) for fact in movements] == [
        ("1", MovementKind.ADMIT),
        ("2", MovementKind.TRANSFER),
    ]


@pytest.mark.parametrize(
    "shifted",
    [
        f"ZBE|312^CHT|20260307080000|20260309|x|INSERT|N||{MEDICAL}|{UNIT}|HMS",
        f"ZBE|312^CHT|20260307080000|20260309||INSERT|N||{MEDICAL}|{UNIT}|HMS",
        f"ZBE|1|312^CHT|20260307080000||INSERT|N||{MEDICAL}|{UNIT}|HMS",
    ],
)
def test_a_segment_shifted_by_one_is_read_and_remarked(shifted):
    found = told("ADT^A01", EVN, PID, PV1, shifted)
    (fact,) = found.movements
    assert found.remarks == (Remark.SHIFTED_ZBE,)
    assert (fact.movement_number, fact.occurred_at, fact.action) == ("312@CHT", paris(2026, 3, 7, 8), Action.INSERT)
    assert (fact.medical_unit, fact.nursing_unit, fact.nature) == ("6100", "6270", "HMS")


def test_an_unknown_action_is_remarked_and_the_event_decides():
    found = told("ADT^A02", EVN, PID, PV1, ZBE.replace("INSERT", "REMPLACE"))
    assert found.remarks == (Remark.UNKNOWN_ACTION,)
    assert found.movements[0].action is Action.INSERT


def test_two_patients_change_beds():
    (swap,) = told("ADT^A17", EVN, "PID|1||1", "PV1|1|I|6268^204^1", "PID|2||2", "PV1|2|I|6300^310^2").swaps
    assert (swap.first_patient, swap.first_place) == (PATIENT, PlaceFact("6268", "204", "1"))
    assert (swap.second_patient, swap.second_place) == (OTHER_PATIENT, PlaceFact("6300", "310", "2"))
    assert swap.occurred_at == paris(2026, 3, 7, 8, 30)


@pytest.mark.parametrize(
    ("segments", "reason"),
    [
        (("PID|1||1", "PV1|1|I|6268^204^1"), Reason.NO_SECOND_PATIENT),
        (("PID|1||1", "PV1|1|I|6268^204^1", "PID|2||2"), Reason.NO_PLACE_TO_SWAP),
    ],
)
def test_a_swap_needs_two_patients_and_two_beds(segments, reason):
    with pytest.raises(Refusal) as refused:
        told("ADT^A17", EVN, *segments)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (("ADT", "A29"), Reason.DELETION_OF_A_PERSON),
        (("ADT", "A20"), Reason.UNSUPPORTED_EVENT),
        (("SIU", "S25"), Reason.UNSUPPORTED_EVENT),
        (("ACK", "A01"), Reason.ACKNOWLEDGEMENT),
        (("ZAM", ""), Reason.ACKNOWLEDGEMENT),
        (("DFT", "P03"), Reason.UNSUPPORTED_TYPE),
        (("", ""), Reason.UNSUPPORTED_TYPE),
    ],
)
def test_events_that_are_not_for_the_picture_are_refused_by_name(event, reason):
    with pytest.raises(Refusal) as refused:
        effect_of(Event(*event))
    assert refused.value.reason is reason
    assert refused.value.detail == "^".join(part for part in event if part)
