"""Cells as people and spreadsheets write them."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.agenda.rules import AppointmentState
from permanence.exchange.tables.rules.headings import guess_kind, guess_mapping, header_line
from permanence.exchange.tables.rules.kinds import Sort, TableKind
from permanence.exchange.tables.rules.problems import PROBLEMS
from permanence.exchange.tables.rules.rows import NoRow, Reading, TableRow, read_back, understand, written
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.exchange.tables.rules.values import (
    BirthDate,
    CellProblem,
    Manner,
    Order,
    guess_order,
    read_cell,
    text_of,
)

TODAY = date(2026, 11, 25)
FRENCH = Manner(Order.DAY_FIRST, ",", TODAY)
AMERICAN = Manner(Order.MONTH_FIRST, ".", TODAY)
cells = st.text() | st.from_regex(r"[\d/:.,hT -]{0,16}") | st.dates().map(str) | st.floats().map(str)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/1971",
        "12-03-1971",
        "12.3.1971",
        "1971-03-12",
        "12031971",
        "19710312",
        "12 03 1971",
        "12/03/71",
        "26004",
        "12/03/1971 00:00:00",
    ],
)
def test_a_birth_date_is_read_however_it_is_written(text):
    assert read_cell(Sort.BIRTH, text, FRENCH) == BirthDate(date(1971, 3, 12))


def test_the_order_of_dates_is_the_profile_s():
    assert read_cell(Sort.DAY, "12/03/2026", AMERICAN) == date(2026, 12, 3)
    assert guess_order(["12/25/2026", "01/02/2026"]) is Order.MONTH_FIRST
    assert guess_order(["25/12/2026", "01/02/2026"]) is Order.DAY_FIRST
    assert guess_order(["01/02/2026"]) is Order.DAY_FIRST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/1971", "not-a-date"),
        ("12/03/05", "year-of-two-figures"),
        ("Jean", "not-a-date"),
        ("12/03/2031", "born-in-the-future"),
        ("#REF!", "not-a-date"),
        ("12/13/1971", "not-a-date"),
    ],
)
def test_a_birth_date_is_never_guessed(text, code):
    with pytest.raises(CellProblem) as refused:
        read_cell(Sort.BIRTH, text, FRENCH)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["1950", "00/00/1950", "00/03/1950"])
def test_a_date_of_no_calendar_is_kept_as_sent(text):
    assert read_cell(Sort.BIRTH, text, FRENCH) == BirthDate(None, text)


@pytest.mark.parametrize(
    "text",
    ["9:30", "09h30", "9H30", "09:30:00", "930", "0930", "9.30", "09:30 am", "0,395833333333333", "02/12/2026 09:30"],
)
def test_an_hour_is_read_however_it_is_written(text):
    assert read_cell(Sort.HOUR, text, FRENCH) == time(9, 30)


@pytest.mark.parametrize(
    "text",
    ["02/12/2026 09:30", "2026-12-02T09:30:00", "2026-12-02 09:30", "02/12/2026 à 9h30", "2026-12-02T09:30:00+01:00"],
)
def test_date_and_hour_are_read_together(text):
    assert read_cell(Sort.MOMENT, text, FRENCH) == datetime(2026, 12, 2, 9, 30)  # noqa: DTZ001 (lists know no zone)


def test_a_phone_gets_back_the_zero_a_spreadsheet_took():
    assert read_cell(Sort.PHONE, "612345678", FRENCH) == "0612345678"
    assert read_cell(Sort.PHONE, "+32 2 555 12 12", FRENCH) == "+32 2 555 12 12"


def test_a_number_the_spreadsheet_cut_is_refused():
    with pytest.raises(CellProblem):
        read_cell(Sort.NUMBER, "2,71034E+14", FRENCH)


@pytest.mark.parametrize(
    ("text", "minutes"), [("30", 30), ("0h30", 30), ("1h15", 75), ("1:15", 75), ("45 min", 45), ("20,0", 20)]
)
def test_a_length_is_read_in_minutes(text, minutes):
    assert read_cell(Sort.MINUTES, text, FRENCH) == minutes


def test_states_are_read_in_words():
    assert read_cell(Sort.BOOKING, "Annulé", FRENCH) is AppointmentState.CANCELLED
    assert read_cell(Sort.BOOKING, "Non venu", FRENCH) is AppointmentState.NO_SHOW
    with pytest.raises(CellProblem):
        read_cell(Sort.BOOKING, "peut-être", FRENCH)


@given(cells, st.sampled_from(list(Sort)), st.sampled_from([FRENCH, AMERICAN]))
def test_any_cell_is_read_or_refused_and_breaks_nothing(text, sort, manner):
    code = ""
    try:
        read_cell(sort, text, manner)
    except CellProblem as refused:
        code = refused.code
    assert not code or code in PROBLEMS


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
def test_every_birth_date_is_read_as_written_in_every_way(born):
    for text in (born.isoformat(), f"{born:%d/%m/%Y}", f"{born:%d.%m.%Y}", text_of(born), f"{born:%Y%m%d}"):
        assert read_cell(Sort.BIRTH, text, FRENCH) == BirthDate(born)
    assert read_cell(Sort.BIRTH, f"{born:%m/%d/%Y}", AMERICAN) == BirthDate(born)


@given(
    st.lists(
        st.tuples(st.text(min_size=1).map(lambda t: " ".join(t.split())).filter(bool), cells), min_size=1, max_size=8
    ),
    st.integers(1, 10**6),
)
def test_a_row_is_kept_exactly_as_it_came(pairs, place):
    pairs = [(heading, text.replace("\0", "")) for heading, text in pairs]
    row = TableRow(TableKind.ARCHIVE, "archives = 2", "01a2", place, tuple(pairs))
    assert read_back(written(row)) == row
    assert read_back(written(row).replace("\n", "\r\n")) == row


@given(st.text())
def test_any_text_is_a_row_or_refused(text):
    with suppress(NoRow):
        assert read_back(text).kind in TableKind


@given(st.sampled_from(list(TableKind)), st.lists(st.tuples(st.text(max_size=8), cells), max_size=10))
def test_any_row_is_understood_or_told_why_not(kind, pairs):
    sheet = SHEETS[kind]
    mapping = {f"H{n}": field.name for n, field in enumerate(sheet.fields)}
    filled = [(f"H{n}", text) for n, (_heading, text) in enumerate(pairs)]
    said = understand(Reading(kind, mapping), filled, TODAY)
    assert {problem.code for problem in said.problems} <= set(PROBLEMS)


def test_kinds_are_recognised_by_their_headings():
    assert guess_kind(["N° dossier", "Nom", "Prénom", "Né(e) le", "Rayon"]) is TableKind.ARCHIVE
    assert guess_kind(["Matricule", "Nom", "Prénom", "Service", "Téléphone", "Portable"]) is TableKind.STAFF
    assert guess_kind(["UF", "Libellé", "Bâtiment", "Étage", "Chambre", "Lit"]) is TableKind.WARDS
    assert guess_kind(["IPP", "Nom", "Médicament", "Dose", "Voie"]) is TableKind.TREATMENTS
    assert guess_kind(["Last name", "First name", "Appointment date", "Time", "Phone"]) is TableKind.APPOINTMENTS
    assert guess_kind(["x", "y"]) is None


def test_a_heading_is_one_field_s_and_a_field_one_heading_s():
    mapping = guess_mapping(SHEETS[TableKind.APPOINTMENTS], ["Nom", "Nom de naissance", "Date", "Heure"])
    assert mapping == {"Nom de naissance": "birth_family", "Date": "day", "Heure": "hour"}


def test_headings_are_found_below_a_title_and_merged_cells():
    rows = [
        ["Rendez-vous"],
        [""],
        ["", "Patient", "", "Rdv"],
        ["N° RDV", "Nom", "Prénom", "Date", "Heure"],
        ["1", "x", "y", "z"],
    ]
    assert header_line(rows) == 3
