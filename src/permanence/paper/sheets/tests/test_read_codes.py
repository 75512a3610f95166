"""The codes of a page: read back whole, and refused when anything is wrong."""

from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from permanence.paper.sheets import rules

numbers = st.builds(rules.SheetNumber, st.text(rules.ALPHABET, min_size=4, max_size=4), st.integers(0, 10**9))
keys = st.one_of(st.just(""), st.text(rules.ALPHABET, min_size=6, max_size=6))


@st.composite
def page_codes(draw) -> rules.PageCode:
    pages = draw(st.integers(1, 99))
    return rules.PageCode(
        number=draw(numbers),
        kind=draw(st.from_regex(r"[a-z]{2,8}\.[a-z_]{2,20}", fullmatch=True)),
        version=draw(st.integers(1, 99)),
        page=draw(st.integers(1, pages)),
        pages=pages,
        patient_key=draw(keys),
    )


@given(page_codes())
def test_a_code_is_read_back_whole(code):
    text = rules.encode_code(code)
    assert rules.decode_code(text) == code
    # QR's alphanumeric mode: what keeps the code small enough to survive a bad copier.
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(numbers, st.integers(1, 99))
def test_a_witness_is_read_back_whole(number, page):
    witness = rules.PageWitness(number, page)
    assert rules.decode_witness(rules.encode_witness(witness)) == witness


@given(page_codes(), st.data())
def test_a_code_with_one_or_two_wrong_characters_is_refused(code, data):
    text = list(rules.encode_code(code))
    for at in data.draw(st.sets(st.integers(0, len(text) - 1), min_size=1, max_size=2)):
        text[at] = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    wrong = "".join(text)
    assume(wrong != rules.encode_code(code))
    with pytest.raises((rules.CodeDamaged, rules.CodeForeign)):
        rules.decode_code(wrong)


@given(st.text(max_size=80))
def test_what_is_not_ours_is_called_foreign(text):
    assume(not text.startswith("PMN1*"))
    with pytest.raises(rules.CodeForeign):
        rules.decode_code(text)


@given(st.lists(st.text("0123456789ABC-.", max_size=8), max_size=8))
def test_a_well_sealed_code_that_says_nonsense_is_refused(fields):
    body = "*".join(["PMN1", *fields]) + "*"
    with pytest.raises(rules.CodeDamaged):
        rules.decode_code(f"{body}{rules.crc16(body.encode()):04X}")


def test_the_seal_is_the_published_crc():
    assert rules.crc16(b"123456789") == 0x29B1


@given(st.binary(min_size=1, max_size=60), st.data())
def test_the_seal_finds_every_burst_of_sixteen_bits(content, data):
    bits = len(content) * 8
    start = data.draw(st.integers(0, bits - 1))
    burst = data.draw(st.integers(1, 2 ** min(16, bits - start) - 1))
    damaged = (int.from_bytes(content) ^ (burst << start)).to_bytes(len(content))
    assert rules.crc16(damaged) != rules.crc16(content)


def test_a_page_beyond_the_last_is_refused():
    code = rules.PageCode(rules.SheetNumber("K7Q2", 1), "beds.ward_census", 1, 3, 2)
    with pytest.raises(rules.CodeDamaged):
        rules.decode_code(rules.encode_code(code))


def test_a_kind_that_no_code_can_carry_is_refused():
    with pytest.raises(ValueError, match="kind"):
        rules.encode_code(rules.PageCode(rules.SheetNumber("K7Q2", 1), "Beds census", 1, 1, 1))


def test_two_codes_of_one_page_confirm_each_other_and_of_two_pages_do_not():
    code = rules.PageCode(rules.SheetNumber("K7Q2", 1), "beds.ward_census", 1, 1, 2)
    assert rules.PageWitness(rules.SheetNumber("K7Q2", 1), 1).confirms(code)
    assert not rules.PageWitness(rules.SheetNumber("K7Q2", 1), 2).confirms(code)
    assert not rules.PageWitness(rules.SheetNumber("K7Q2", 2), 1).confirms(code)


def test_a_patient_key_tells_patients_apart_and_gives_none_of_their_bits_away():
    assert rules.patient_key(UUID(int=0)) == "000000"
    assert len({rules.patient_key(uuid4()) for _ in range(2000)}) == 2000
