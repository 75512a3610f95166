"""Beds from the console of the box."""

import json

import pytest
from click.testing import CliRunner

from permanence.care.beds import cli, queries
from permanence.care.beds.tests.conftest import BED_1
from permanence.foundation.ledger.models import LedgerEntry


def run(*words):
    return CliRunner().invoke(cli.beds, list(words))


def test_it_closes_a_bed_at_the_hour_said_and_opens_it_again(ward):
    done = run("close", "CARD", "101 1", "--reason", "Broken rail", "--at", "2026-11-23 10:00", "--json")
    assert json.loads(done.output)["bed"] == str(ward.bed_1)
    closure = queries.open_closures()[ward.bed_1]
    assert (closure.reason, closure.closed_at.isoformat()) == ("Broken rail", "2026-11-23T09:00:00+00:00")
    assert run("reopen", "CARD", "101 1").exit_code == 0
    assert queries.open_closures() == {}


@pytest.mark.parametrize("label", ["1", "101 1"])
def test_a_bed_is_named_as_people_name_it(ward, label):
    assert run("close", "CARD", label, "--reason", "x").exit_code == 0


def test_it_refuses_what_the_hospital_would(ward, admit):
    admit(BED_1)
    assert run("close", "CARD", "101 1", "--reason", "x").exit_code == 1
    assert run("close", "CARD", "101 9", "--reason", "x").exit_code == 1
    assert run("reopen", "CARD", "101 2").exit_code == 1
    run("close", "CARD", "101 2", "--reason", "x")
    assert run("close", "CARD", "101 2", "--reason", "x").exit_code == 1


def test_the_census_lists_the_ward_and_the_read_is_accounted_for(ward, admit):
    admit(BED_1, family="DUPONT")
    report = json.loads(run("census", "--ward", "CARD", "--json").output)
    (one,) = report["wards"]
    assert (one["present"], one["free"], one["lines"][0]["family"]) == (1, 1, "DUPONT")
    assert "DUPONT ANNE" in run("census").output
    assert LedgerEntry.objects.filter(kind="patients.read").count() == 2
    assert run("census", "--ward", "NOWHERE").exit_code == 1
