"""How far an identity may be trusted: INS numbers, their key, their kind, and the sender's codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.patients import queries
from permanence.care.patients.rules import (
    HeldNumber,
    IdentityStatus,
    InsKind,
    identity_status,
    ins_key_is_right,
    ins_of,
    ipp_of,
    nir_key,
)
from permanence.care.patients.tests.made_up import LABORATORY, at, ins, ipp, known

NUMBER = "271037511604240"
OIDS = "1.2.250.1.213.1.4"


@pytest.mark.parametrize(("nir", "key"), [("2710375116042", 40), ("2550814168025", 38), ("1841276451089", 46)])
def test_the_key_of_a_nir_is_97_minus_its_remainder(nir, key):
    assert nir_key(nir) == key
    assert (int(nir) + key) % 97 == 0


@pytest.mark.parametrize(
    ("nir", "as_figures"), [("179012A004001", "1790119004001"), ("179012b004001", "1790118004001")]
)
def test_corsica_counts_as_19_and_18(nir, as_figures):
    assert nir_key(nir) == nir_key(as_figures)


@pytest.mark.parametrize(
    "text", ["", "271037511604", "27103751160429", "27103751160X2", "2710375116²42", "2A10375116042"]
)
def test_what_is_no_nir_has_no_key(text):
    assert nir_key(text) is None


@given(st.from_regex(r"[12]\d{12}", fullmatch=True, alphabet="0123456789"), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_figure_never_keeps_the_key(nir, place, shift):
    number = f"{nir}{nir_key(nir):02}"
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert ins_key_is_right(number)
    assert not ins_key_is_right(wrong)


@pytest.mark.parametrize(
    ("last", "kind"), [("8", InsKind.NIR), ("9", InsKind.NIA), ("10", InsKind.TEST), ("11", InsKind.DEMO)]
)
def test_the_authority_says_what_an_ins_number_is(last, kind):
    found = ins_of((f"{OIDS}.{last}", "INS", NUMBER))
    assert (found.kind, found.key_is_right) == (kind, True)


@pytest.mark.parametrize(
    ("codes", "number", "status"),
    [
        (("VALI",), NUMBER, IdentityStatus.QUALIFIED),
        (("VALI",), None, IdentityStatus.VALIDATED),
        (("PROV",), NUMBER, IdentityStatus.RECOVERED),
        ((), None, IdentityStatus.PROVISIONAL),
        (("VALI", "DOUT"), NUMBER, IdentityStatus.PROVISIONAL),
        (("VALI", "FICT"), NUMBER, IdentityStatus.PROVISIONAL),
        (("VALI",), "271037511604291", IdentityStatus.VALIDATED),
    ],
)
def test_only_a_validated_identity_with_a_right_ins_is_qualified(codes, number, status):
    held = number and ins_of((f"{OIDS}.8", "INS", number))
    assert identity_status(codes, held or None) is status


@pytest.mark.django_db
def test_a_patient_shows_the_ins_and_what_it_is_worth():
    row = queries.patient(known(ipp("100"), ins(NUMBER), reliability=("VALI",)))
    assert (row.ins.number, row.ins.kind, row.status) == (NUMBER, InsKind.TEST, IdentityStatus.QUALIFIED)


@pytest.mark.django_db
def test_the_patient_number_shown_is_of_the_authority_the_hospital_names(settings):
    patient = known(ipp("L7", LABORATORY))
    known(ipp("L7", LABORATORY), ipp("100"))
    assert queries.patient(patient).ipp == "L7"
    settings.IPP_AUTHORITY = ipp("").authority
    assert queries.patient(patient).ipp == "100"


def test_the_patient_number_shown_is_the_latest_not_replaced_on_the_surviving_file():
    def held(value, hours, **options):
        return HeldNumber(("A", "PI", value), at(hours), **{"own": True, "superseded": False} | options)

    assert ipp_of([held("1", 0), held("2", 1), held("3", 2, superseded=True), held("4", 3, own=False)]) == "2"
    assert ipp_of([]) == ""


@pytest.mark.django_db
def test_the_codes_that_warn_are_said_in_words():
    row = queries.patient(known(ipp("100"), reliability=("VALI", "CACH", "HOMA")))
    assert [str(words) for words in row.warnings] == [str(queries.WARNINGS[code]) for code in ("CACH", "HOMA")]
