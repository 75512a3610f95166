"""Whoever holds the console finds patients, and it is accounted for."""

import json

import pytest
from click.testing import CliRunner

from permanence.care.patients import cli, queries
from permanence.care.patients.tests.made_up import LABORATORY, ipp, known
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    return CliRunner().invoke(cli.patients, arguments, **options)


def test_search_finds_and_is_accounted_for():
    patient = known(ipp("100"))
    report = json.loads(run("search", "12031971 dup", "--json").output)
    assert report["count"] == 1
    assert (report["patients"][0]["ipp"], report["patients"][0]["birth_family"]) == ("100", "DUPONT")
    assert [read.screen for read in queries.reads_of(patient)] == ["cli patients search"]


def test_search_asks_when_nothing_was_typed_so_that_no_name_stays_in_the_history():
    known(ipp("100"))
    assert "DUPONT" in run("search", input="dupont\n").output


def test_search_says_when_nobody_answers():
    assert run("search", "nobody").exit_code == 0


@pytest.mark.parametrize("option", ["by_id", "by_number"])
def test_show_tells_one_patient_and_is_accounted_for(option):
    patient = known(ipp("100"), ipp("L7", LABORATORY), used_family="MARTIN")
    known(ipp("200"))
    result = run("show", str(patient) if option == "by_id" else "L7")
    assert "DUPONT" in result.output
    assert "L7" in result.output
    assert LedgerEntry.objects.filter(kind="patients.read", subject=str(patient)).count() == 1


def test_show_tells_programs_every_number():
    known(ipp("100"), ipp("L7", LABORATORY))
    report = json.loads(run("show", "100", "--json").output)
    assert {one["value"] for one in report["identifiers"]} == {"100", "L7"}


def test_a_number_that_two_patients_have_shows_nobody():
    known(ipp("100")), known(ipp("100", LABORATORY))
    result = run("show", "100")
    assert result.exit_code == 1
    assert not LedgerEntry.objects.filter(kind="patients.read").exists()
