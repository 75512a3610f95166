"""Printing wristbands and labels: what tells a patient apart, in clear and in codes another machine reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.stays import queries
from permanence.care.stays.rules import PLAIN_SHEET, LabelSheet, LabelSheetWrong, label_sheet
from permanence.care.stays.tests.hospital import CARDIOLOGY, NEPHROLOGY, admit
from permanence.foundation.places.operations import PlaceFact
from permanence.paper.press import queries as press
from permanence.paper.press.tests.printing import printed
from permanence.paper.sheets.queries import patient_key

BAND, LABELS = "stays.wristband", "stays.labels"
LONG = "DE LA ROCHEFOUCAULD-MONTMORENCY DE SAINT-EXUPERY-BEAUHARNAIS"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def flat(text: str) -> str:
    """The words of a page with every line break and break opportunity taken as one space, or none in a word."""
    return " ".join(text.replace("\ufffe", "").replace("\u200b", "").split())


def test_a_band_says_who_it_is_in_clear_and_in_codes():
    stay = admit("800001", used_family="MARTIN")
    (page,) = printed((BAND, [stay]))
    for words in ("CARD", "NOM800001", "ANNE", "used name MARTIN", "born 12/03/1971", "F", "IPP 800001"):
        assert words in flat(page.words)
    assert page.others.count("800001") == 5
    (row,) = queries.inpatients([stay])
    assert page.code.patient_key == patient_key(row.patient)


def test_labels_are_twenty_and_every_code_is_read_back():
    (page,) = printed((LABELS, [admit("800001")]))
    assert page.others == ("800001",) * 20
    assert flat(page.words).count("IPP 800001") == 21
    assert flat(page.words).count("visit 26800001") == 20


@pytest.mark.parametrize("number", ["IPP-AB/2026-0000123456789-0000123456789", "É800001"])
def test_a_number_too_long_for_bars_or_outside_them_is_a_square_code(number):
    (page,) = printed((LABELS, [admit(number)]))
    assert page.others == (number,) * 20


def test_the_longest_names_stand_whole_on_band_and_label():
    stay = admit("800001", birth_family=LONG, birth_given="MARIE-ANTOINETTE JOSEPHINE ALEXANDRINE")
    for kind in (BAND, LABELS):
        (page,) = printed((kind, [stay]))
        assert "BEAUHARNAIS" in page.words.replace("\r", "").replace("\n", "")
        assert "[…]" not in page.words


def test_a_name_no_label_holds_is_marked_as_cut_and_stands_whole_at_the_head():
    monster = "Wolfeschlegelsteinhausen" * 5
    pages = printed((LABELS, [admit("800001", birth_family=monster)]))
    whole = "".join(page.words for page in pages)
    for sign in ("\r", "\n", "\u200b", "\ufffe"):
        whole = whole.replace(sign, "")
    assert monster in whole
    assert whole.count("[…]") == 20


def test_homonyms_are_warned_of_on_both():
    stays = [admit(number, birth_family="DURAND", place=PlaceFact("CARD", "101", number)) for number in ("801", "802")]
    for kind in (BAND, LABELS):
        assert all("HOMONYM" in page.words for page in printed((kind, stays)))


def test_they_are_piled_by_room_and_bed():
    stays = [admit(number, PlaceFact("CARD", room, "P")) for number, room in (("801", "110"), ("802", "9"))]
    assert [page.others[0] for page in printed((LABELS, stays))] == ["802", "801"]


@pytest.mark.parametrize("text", ["", "  ", "80\0001"])
def test_what_is_no_number_has_no_code(text):
    assert press.barcode(text) is None


def test_printed_again_a_ward_has_those_who_are_there_now():
    here, _elsewhere = admit("801", CARDIOLOGY), admit("802", NEPHROLOGY)
    (row,) = queries.inpatients([here])
    for kind in (BAND, LABELS):
        assert press.printables()[kind].subjects_of_ward(row.ward) == [here]


def test_the_hospitals_own_label_stock_is_kept_to(settings):
    settings.LABEL_SHEET = "3,8,70,37.125"
    pages = printed((LABELS, [admit("800001")]))
    assert [len(page.others) for page in pages] == [15, 5]
    assert "70 \u00d7 37.125 mm" in pages[0].words


def test_a_setting_that_describes_no_stock_costs_nobody_a_label(settings):
    settings.LABEL_SHEET = "four by ten"
    (page,) = printed((LABELS, [admit("800001")]))
    assert len(page.others) == 20
    assert "PERMANENCE_LABEL_SHEET" in flat(page.words)


def test_they_are_in_french_where_the_box_is():
    stay = admit("800001", used_family="MARTIN")
    assert "nom utilisé MARTIN" in flat(printed((BAND, [stay]), language="fr")[0].words)
    assert "né(e) le 12/03/1971" in flat(printed((LABELS, [stay]), language="fr")[0].words)


@pytest.mark.parametrize(
    "text", ["4,10", "4,10,52.5", "0,10,52.5,29.7", "4,10,60,29.7", "9,10,20,29.7", "4,10,50,29,-1,0", "a"]
)
def test_a_stock_off_the_paper_or_too_small_is_refused(text):
    with pytest.raises(LabelSheetWrong):
        label_sheet(text)


def test_no_setting_is_the_stock_sold_everywhere():
    assert label_sheet("") == PLAIN_SHEET == label_sheet("4,10,52.5,29.7")


@given(st.integers(1, 5), st.integers(1, 13), st.floats(1, 300), st.floats(1, 300), st.floats(0, 40), st.floats(0, 40))
def test_an_accepted_stock_lies_on_the_paper(columns, rows, width, height, left, top):
    try:
        sheet = label_sheet(f"{columns},{rows},{width},{height},{left},{top}")
    except LabelSheetWrong:
        return
    assert sheet == LabelSheet(columns, rows, width, height, left, top)
    assert left + columns * width <= 211
    assert top + rows * height <= 298
