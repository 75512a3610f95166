"""A hospital brings in its own list of wards."""

import json

import pytest
from click.testing import CliRunner

from permanence.foundation.actors import Actor
from permanence.foundation.clock import now
from permanence.foundation.ledger.models import LedgerEntry
from permanence.foundation.places import cli, operations, queries
from permanence.foundation.places.rules import PlaceFact

pytestmark = pytest.mark.django_db
CSV = """\
Ward;Name;Site;Building;Floor;Room;Bed
CARD;Cardiologie A;CHX;Nord;2;;
CARD;;CHX;;;101;1
URG;Accueil des urgences;;;;;
"""


def run(path, *options):
    return CliRunner().invoke(cli.places, ["import", str(path), *options])


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_it_names_the_wards_a_feed_had_only_coded(tmp_path):
    fact = PlaceFact("CARD")
    ward = operations.ensure_places(facts=[fact], by=Actor("feed", "GAM"), occurred_at=now())[fact].ward
    result = run(written(tmp_path, "wards.csv", CSV.encode()), "--json")
    assert json.loads(result.output) == {"wards": 2, "created": 6, "changed": 2}
    row = queries.ward(ward)
    assert (row.name, row.site, row.building, row.floor, row.beds) == ("Cardiologie A", "CHX", "Nord", "2", 1)
    assert queries.ward_versions([ward])[ward] == 2
    assert LedgerEntry.objects.filter(kind="places.described").count() == 1


def test_it_changes_nothing_the_second_time(tmp_path):
    path = written(tmp_path, "wards.csv", CSV.encode())
    run(path)
    assert json.loads(run(path, "--json").output) == {"wards": 2, "created": 0, "changed": 0}


def test_it_reads_the_windows_code_page(tmp_path):
    run(written(tmp_path, "wards.csv", "ward,name\nPED,Pédiatrie\n".encode("cp1252")))
    assert [row.name for row in queries.wards()] == ["Pédiatrie"]


def test_it_reads_json(tmp_path):
    rows = [{"ward": "REA", "name": "Réanimation", "building": "Sud"}]
    run(written(tmp_path, "wards.json", json.dumps(rows).encode()))
    assert [(row.name, row.building) for row in queries.wards()] == [("Réanimation", "Sud")]


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"not json", b'[{"name": "no code"}]'])
def test_it_refuses_a_file_that_is_no_list_of_wards(tmp_path, content):
    result = run(written(tmp_path, "wards.json", content))
    assert result.exit_code == 1
    assert queries.wards() == []


def test_it_lists_the_wards(tmp_path):
    run(written(tmp_path, "wards.csv", CSV.encode()))
    listed = json.loads(CliRunner().invoke(cli.places, ["wards", "--json"]).output)["wards"]
    assert [row["code"] for row in listed] == ["URG", "CARD"]
