"""The messages themselves, read by our own tokeniser and by one that is not ours."""

from itertools import chain

import hl7
import pytest

from permanence.exchange.hl7v2.rules.tokens import parse

CHARSETS = {"GAM": "utf-8", "DPI": "utf-8", "LIS": "iso8859-1", "AGENDA": "iso8859-15"}


@pytest.fixture(scope="module")
def sound(told):
    return [message for part, messages in told.items() if part != "oddities" for message in messages]


def test_every_message_has_a_number_of_its_own_but_those_sent_twice(sound):
    ids = {}
    for message in sound:
        ids.setdefault(message.body.split(b"|", 10)[9], set()).add(message.body)
    assert all(len(bodies) == 1 for bodies in ids.values())
    assert 0 < len(sound) - len(ids) < len(sound) / 100


def test_our_tokeniser_and_another_read_the_same(sound):
    for message in sound[::7]:
        charset = CHARSETS[message.sender]
        ours = parse(message.body, charset=charset)
        theirs = hl7.parse(message.body.decode(charset))
        assert [segment.name for segment in ours.segments] == [str(segment[0]) for segment in theirs]
        assert ours.control_id == str(theirs["MSH"][0][10])
        if ours.first("PID"):
            assert ours.first("PID").text(3) == str(theirs["PID"][0][3]).split("^")[0]


def test_charsets_are_said_or_left_to_the_feed(sound):
    headers = {message.sender: parse(message.body, charset=CHARSETS[message.sender]).header for message in sound}
    assert {sender: header.text(18) for sender, header in headers.items()} == {
        "GAM": "UNICODE UTF-8",
        "DPI": "UNICODE UTF-8",
        "LIS": "8859/1",
        "AGENDA": "",
    }


def test_accents_survive_in_every_charset(told):
    by_sender = {}
    for message in chain.from_iterable(told.values()):
        by_sender.setdefault(message.sender, []).append(message.body)
    for sender, bodies in by_sender.items():
        text = b"".join(bodies[:400]).decode(CHARSETS[sender])
        assert any(sign in text for sign in "éèÉÈ"), sender


def test_every_movement_says_its_number_its_hour_and_its_nature(told):
    moved = {"A01", "A02", "A03", "A04", "A05", "A06", "A11", "A12", "A13", "A16", "A21", "A22", "A38", "A54", "Z99"}
    for sent in told["history"]:
        message = parse(sent.body, charset="utf-8")
        if message.event.trigger not in moved:
            continue
        zbe = message.first("ZBE")
        assert zbe.text(1)
        assert len(zbe.text(2)) == 19
        assert zbe.text(4) in {"INSERT", "UPDATE", "CANCEL"}
        assert zbe.text(5) in {"Y", "N"}
        assert bool(zbe.text(6)) == (zbe.text(4) != "INSERT")


def test_qualified_identities_alone_carry_an_ins_and_only_test_ones(told):
    for part in (name for name in told if name.startswith("known")):
        for sent in told[part]:
            pid = parse(sent.body, charset="utf-8").first("PID")
            ins = [number for number in pid.repetitions(3) if number.text(5) == "INS"]
            assert bool(ins) == (pid.text(32) == "VALI")
            for number in ins:
                assert number.subcomponents(4)[1] in {"1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"}


def test_a_report_has_five_to_twenty_five_results(told):
    reports = [parse(sent.body, charset="iso8859-1") for sent in told["charts"] if sent.sender == "LIS"]
    assert reports
    for report in reports:
        assert 5 <= len(report.all("OBX")) <= 25
        assert all(obx.text(3, 3) == "LN" and obx.text(11) in {"F", "P"} for obx in report.all("OBX"))


def test_charts_tell_of_allergies_treatments_and_documents(told):
    events = {parse(sent.body, charset="utf-8").event.type for sent in told["charts"] if sent.sender == "DPI"}
    assert {"ADT", "RDE", "RAS", "MDM"} <= events
    described = [sent.body for sent in told["charts"] if b"ADT^A08" in sent.body]
    assert any(b"AL1|1||NKA" in body for body in described), "some are known to have none"
    assert any(b"AL1|1|DA" in body for body in described), "some have some"
    assert any(b"AL1" not in body for body in described), "of some nobody said"


def test_charts_tell_of_devices_procedures_doses_and_whom_to_call(told):
    record = [parse(sent.body, charset="utf-8") for sent in told["charts"] if sent.sender == "DPI"]
    described = [message for message in record if message.event.trigger == "A08"]
    for name in ("NK1", "PD1", "PR1"):
        assert 0 < sum(bool(message.first(name)) for message in described) < len(described), name
    lists = [message for message in record if message.first("OBR").text(4) == "46264-8"]
    assert any(message.first("OBX").text(3) == "no-known-devices" for message in lists)
    assert any(len(message.all("OBX")) > 1 for message in lists)
    doses = [message.first("RXA") for message in record if message.event.type == "RAS"]
    assert {rxa.text(20) for rxa in doses} == {"CP", "RE"}
    assert all(rxa.text(10, 2) and bool(rxa.text(18)) == (rxa.text(20) == "RE") for rxa in doses)


def test_appointments_reach_to_the_last_day_with_a_phone_and_a_reason(told, hospital):
    booked = [parse(sent.body, charset="iso8859-15") for sent in told["agenda"]]
    named = [message for message in booked if message.first("PID")]
    assert all(message.first("PID").text(13) and message.first("SCH").text(7, 2) for message in named)
    days = sorted({message.first("AIS").text(4)[:8] for message in booked})
    last = hospital.world.calendar.text(hospital.now + 14 * 86400)[:8]
    assert "20261201" in days
    assert days[-1] <= last
    assert {message.event.trigger for message in booked} >= {"S12", "S13", "S15"}
