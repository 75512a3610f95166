"""Who a message says its patient is."""

from datetime import date

import pytest

from permanence.care.patients.operations import IdentifierFact, Sex, Traits
from permanence.exchange.hl7v2.rules import Reason, Refusal, parse
from permanence.exchange.hl7v2.rules.translate import identities_of, visit_of
from permanence.exchange.hl7v2.tests.speech import CONTEXT, PID, PV1, RECEIVED_AT, SOURCE, header, paris, said


def identity(pid: str, *more: str, event: str = "ADT^A08"):
    (fact,) = identities_of(said(event, pid, *more), CONTEXT)
    return fact


def traits(fields: dict[int, str], *more: str) -> Traits:
    return identity(
        "|".join(["PID", *(fields.get(n, "42^^^CHT^PI" if n == 3 else "") for n in range(1, 40))]), *more
    ).traits


def foreign(pid: str):
    """The same in a message that does not follow PAM France."""
    raw = f"MSH|^~\\&|HIS|GHH|||20260307090000||ADT^A08|1|P|2.3\r{pid}\r"
    (fact,) = identities_of(parse(raw.encode(), charset=""), CONTEXT)
    return fact


def test_a_french_identity_is_read_whole():
    fact = identity(PID)
    assert fact.identifiers == (
        IdentifierFact("CHT", "000042", "PI"),
        IdentifierFact("1.2.250.1.213.1.4.10", "279035121518989", "INS"),
    )
    assert fact.traits == Traits(
        birth_family="VASSEUR",
        birth_given="MAUDE",
        birth_given_names="MAUDE LOUISE JEANNE",
        used_family="DE LA TOUR",
        used_given="MAUDE",
        birth_date=date(1979, 3, 28),
        birth_place_insee="63220",
        sex=Sex.FEMALE,
        reliability=("VALI",),
        phone="0100000001",
        address="12 rue des Lilas, bât. C, 91000 VILLEBOIS",
        mother_birth_family="LEROY",
        multiple_birth_rank=1,
    )
    assert (fact.occurred_at, fact.source) == (paris(2026, 3, 7, 9), SOURCE)


def test_silence_says_nothing_and_two_quotes_say_nothing_is_there():
    assert traits({}) == Traits()
    empty = traits({5: '""', 6: '""', 7: '""', 11: '""', 13: '""', 32: '""'})
    assert (empty.birth_family, empty.used_family, empty.mother_birth_family) == ("", "", "")
    assert (empty.birth_date, empty.birth_date_as_sent) == (None, "")
    assert (empty.address, empty.phone, empty.reliability) == ("", "", ())
    assert traits({5: '^^^^^^L~""^""^^^^^D'}).used_family == ""


@pytest.mark.parametrize("sent", ["19410000", "1941", "194113", "00000000", "Aug 15, 1942"])
def test_a_birth_date_that_is_no_calendar_date_is_kept_as_sent(sent):
    said_of = traits({7: sent})
    assert (said_of.birth_date, said_of.birth_date_as_sent) == (None, sent)


def test_a_lunar_birth_date_is_kept_beside_the_calendar():
    said_of = traits({7: "19410101"}, "ZFD|31^13^1941|||N|SM")
    assert (said_of.birth_date, said_of.birth_date_as_sent) == (date(1941, 1, 1), "31/13/1941")


@pytest.mark.parametrize(
    ("sent", "sex"),
    [
        ("F", Sex.FEMALE),
        ("m", Sex.MALE),
        ("O", Sex.OTHER),
        ("A", Sex.OTHER),
        ("U", Sex.UNKNOWN),
        ("M^Male", Sex.MALE),
        ("", None),
        ("9", None),
    ],
)
def test_sex_is_the_administrative_one(sent, sex):
    assert traits({8: sent}).sex is sex


def test_several_reliability_codes_keep_their_order():
    assert traits({32: "VALI~DOUT^Douteux"}).reliability == ("VALI", "DOUT")


def test_a_death_is_dated_or_else_dates_from_its_telling():
    assert traits({29: "202603061530", 30: "Y"}).deceased_at == paris(2026, 3, 6, 15, 30)
    assert traits({29: "2019", 30: "Y"}).deceased_at == paris(2019, 1, 1)
    assert traits({30: "Y"}).deceased_at == paris(2026, 3, 7, 9)
    assert traits({29: "202603061530", 30: "N"}).deceased_at is None
    assert traits({29: "202603061530"}).deceased_at == paris(2026, 3, 6, 15, 30)


@pytest.mark.parametrize(
    ("sent", "phone"),
    [
        ("0100000001", "0100000001"),
        ("^NET^Internet^a@b.example~^PRN^PH^^^^^^^^^0100000002", "0100000002"),
        ("^WPN^FX^^^^^^^^^0100000003~^PRN^CP^^33^6^00000004", "33 6 00000004"),
        ("a@b.example", None),
    ],
)
def test_a_phone_is_a_number_one_can_call(sent, phone):
    assert traits({13: sent}).phone == phone


def test_the_home_address_wins_and_the_birth_place_is_none():
    assert traits(
        {11: "1 quai Sud^^^^^^^^^BDL".replace("^^^^^^^^^BDL", "^^NANTES^^44000^FRA^M~2 rue Haute^^LYON^^69000^^H")}
    ).address == ("2 rue Haute, 69000 LYON")
    only_birth = traits({11: "^^LIMOGES^^^^BDL^^87085"})
    assert (only_birth.address, only_birth.birth_place_insee) == (None, "87085")
    assert traits({11: "Haupt&Str.&5^^KEHL^^77694^DEU^H"}).address == "Haupt Str. 5, 77694 KEHL, DEU"


@pytest.mark.parametrize(
    ("names", "birth", "used"),
    [
        ("MARTIN^PAUL^^^^^L", ("MARTIN", "PAUL"), (None, None)),
        ("DURAND^LEA^^^^^D~MARTIN^LEA^LEA ROSE^^^^L", ("MARTIN", "LEA"), ("DURAND", "LEA")),
        ("MARTIN^PAUL", ("MARTIN", "PAUL"), (None, None)),
        ("DURAND^LEA^^^^^D", (None, None), ("DURAND", "LEA")),
        ("ANONYME^X^^^^^S", (None, None), ("ANONYME", "X")),
        ("&de&GOURNAY^ANNE^^^^^L", ("de GOURNAY", "ANNE"), (None, None)),
        ("O\\T\\NEILL^ANN^^^^^L", ("O&NEILL", "ANN"), (None, None)),
    ],
)
def test_french_names_are_told_apart_by_their_type(names, birth, used):
    said_of = traits({5: names})
    assert (said_of.birth_family, said_of.birth_given) == birth
    assert (said_of.used_family, said_of.used_given) == used


@pytest.mark.parametrize(
    ("names", "birth", "given_names", "used"),
    [
        ("EVERYMAN^ADAM^A^III", "EVERYMAN", "ADAM A", None),
        ("EVERYMAN^ADAM^^^^^D", "EVERYMAN", None, None),
        ("MAIDEN^EVE^^^^^M~MARRIED^EVE^^^^^L", "MAIDEN", None, "MARRIED"),
        ("LEGAL^EVE^^^^^L~SHOWN^EVE^^^^^D", "LEGAL", None, "SHOWN"),
        ("EVERYMAN&&&&ANISTON^ADAM", "EVERYMAN", None, None),
        ("ALIAS^EVE^^^^^XX", "ALIAS", None, None),
    ],
)
def test_names_from_elsewhere_are_the_name_of_record(names, birth, given_names, used):
    said_of = foreign(f"PID|1||42||{names}").traits
    assert (said_of.birth_family, said_of.birth_given_names, said_of.used_family) == (birth, given_names, used)


@pytest.mark.parametrize(
    ("pid", "expected"),
    [
        ("PID|1||42", ("GAM", "42", "PI")),
        ("PID|1|77|42", ("GAM", "42", "PI")),
        ("PID|1|77", ("GAM", "77", "PI")),
        ("PID|1||^^^CHT^PI||", None),
        ("PID|1|||A9^^^OLD", ("OLD", "A9", "PI")),
        ("PID|1||42^^^CHT&1.2.250.1.71.4.2.2&ISO^MR", ("1.2.250.1.71.4.2.2", "42", "MR")),
        ("PID|1||42^^^&urn:oid:1.2.250.1.71&ISO^PI", ("1.2.250.1.71", "42", "PI")),
        ("PID|1||42^^^&his.example&DNS^PI", ("his.example", "42", "PI")),
        ("PID|1||42^5^M11^ADT1^GOOD HEALTH HOSPITAL", ("ADT1", "42", "PI")),
        ('PID|1||""', None),
        ("PID|1||1790351215189^^^X^SS", None),
        ("PID|1||||NOBODY^X||||||||||||26000007^^^CHT^AN", None),
    ],
)
def test_a_patient_is_known_by_numbers_and_who_gave_them(pid, expected):
    if expected is None:
        with pytest.raises(Refusal) as refused:
            identity(pid)
        assert refused.value.reason is Reason.NO_PATIENT
    else:
        assert identity(pid).identifiers == (IdentifierFact(*expected),)


@pytest.mark.parametrize("last", [8, 9, 10, 11])
def test_a_national_number_is_known_by_its_authority_whatever_its_type(last):
    oid = f"1.2.250.1.213.1.4.{last}"
    assert (
        IdentifierFact(oid, "279035121518989", "INS")
        in identity(f"PID|1||42^^^CHT^PI~279035121518989^^^X&{oid}&ISO^NH").identifiers
    )


def test_an_account_shared_by_two_patients_names_neither():
    (first, _, second, _) = identities_of(
        said(
            "ADT^A40",
            "PID|1||1^^^A^MR|||||||||||||||99^^^^AN",
            "MRG|2^^^A^MR",
            "PID|2||3^^^A^MR|||||||||||||||99^^^^AN",
            "MRG|4^^^A^MR",
        ),
        CONTEXT,
    )
    assert not set(first.identifiers) & set(second.identifiers)


def test_only_those_who_keep_identities_change_them():
    assert not identity(PID).fills_gaps_only
    assert identity(PID, "OBR|1", event="ORU^R01").fills_gaps_only


@pytest.mark.parametrize(
    ("evn", "sent_at", "expected"),
    [
        ("20260307083000", "20260307090000", paris(2026, 3, 7, 8, 30)),
        ("", "20260307090000", paris(2026, 3, 7, 9)),
        ("20990101", "20260307090000", paris(2026, 3, 7, 9)),
        ("20990101", "20990101", RECEIVED_AT),
        ("", "", RECEIVED_AT),
    ],
)
def test_a_statement_is_dated_by_its_sender_unless_its_clock_is_ahead(evn, sent_at, expected):
    raw = "\r".join([header("ADT^A08", sent_at=sent_at), f"EVN||{evn}", PID])
    assert identities_of(parse(raw.encode(), charset=""), CONTEXT)[0].occurred_at == expected


def test_a_message_without_patient_or_with_several_is_refused():
    for segments, reason in (
        ((), Reason.NO_PATIENT),
        ((PID, "OBR|1", PID.replace("000042", "000043"), "OBR|1"), Reason.SEVERAL_PATIENTS),
    ):
        with pytest.raises(Refusal) as refused:
            identities_of(said("ORU^R01", *segments), CONTEXT)
        assert refused.value.reason is reason


def test_the_same_patient_twice_in_a_message_is_one():
    assert len(identities_of(said("ORU^R01", PID, "OBR|1", PID, "OBR|2"), CONTEXT)) == 1


def test_a_stay_is_known_by_its_visit_number_or_else_its_account():
    assert visit_of(said("ADT^A08", PID, PV1), CONTEXT).value == "900042"
    assert visit_of(said("ADT^A08", PID, "PV1|1|I"), CONTEXT).value == "26000007"
    assert visit_of(said("ADT^A08", "PID|1||42", "PV1|1|I"), CONTEXT) is None
