"""The archive on paper: every file under its name, and those to fetch for who is here or expected."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner

from permanence.care.agenda.tests.made_up import booked, person, receive
from permanence.care.archive import cli
from permanence.care.archive.tests.test_find_a_paper_file import fact, received
from permanence.care.stays.tests.hospital import CARDIOLOGY, admit
from permanence.foundation import clock
from permanence.paper.press.tests.printing import printed

ALL = UUID(int=0)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def words(kind, language="en"):
    pages = printed((kind, [ALL]), language=language)
    return [" ".join(page.words.split()) for page in pages]


def test_every_file_stands_under_its_name_with_birth_date_number_and_shelf():
    received(
        fact("1002", "MARTIN", "Jean", used_family="PETIT", shelf="C7"),
        fact("1001", "ÉLIE", "Anne", date(1950, 1, 2), shelf="A3"),
    )
    first, second = words("archive.index")
    assert "ÉLIE Anne 02/01/1950 1001 A3" in first
    assert "MARTIN Jean (used name PETIT) 12/03/1971 1002 C7" in second


def test_the_files_of_those_who_are_here_or_expected_are_fetched_shelf_by_shelf():
    admit("801", CARDIOLOGY, birth_family="DURAND", birth_given="ANNE")
    born = date(1971, 3, 12)
    received(
        fact("2002", "DURAND", "Anne", born, shelf="B2"),
        fact("2001", "DURAND", "Anne", born, shelf="A1"),
        fact("3001", "ABSENT", "Marc", born, shelf="A1"),
    )
    (said,) = words("archive.to_fetch")
    assert said.index("A1 2001 DURAND Anne HOMONYM") < said.index("B2 2002 DURAND Anne HOMONYM")
    assert "ABSENT" not in said


def test_somebody_expected_without_a_paper_file_is_counted():
    received(fact("3001", "ABSENT", "Marc"))
    receive(booked("R1", patient=person("100"), starts_at=clock.now() + timedelta(days=1)))
    (said,) = words("archive.to_fetch")
    assert "1 of those who are here or expected have no paper file in the index." in said


def test_a_hospital_without_an_index_is_told_so_on_one_page():
    (said,) = words("archive.to_fetch", language="fr")
    assert "Aucun dossier papier" in said


def test_the_console_plans_one_file_a_letter():
    received(fact("1001", "MARTIN", "Jean"), fact("1002", "DURAND", "Anne"))
    assert '"parts":2' in CliRunner().invoke(cli.archive, ["print", "--json"]).output
    assert '"parts":1' in CliRunner().invoke(cli.archive, ["print", "--to-fetch", "--json"]).output
