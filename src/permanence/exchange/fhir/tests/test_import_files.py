"""Resources lying in files: every one accounted for, whatever refers to what, whatever is broken."""

import gzip
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from permanence.exchange.feeds.models import Message, Quarantine
from permanence.exchange.fhir import operations
from permanence.exchange.fhir.cli import fhir as command
from permanence.exchange.fhir.tests.made_up import (
    BY,
    NOW,
    bundle,
    care,
    doctor,
    encounter,
    everything,
    observation,
    patient,
    places,
    written,
)
from permanence.exchange.fhir.tests.reception import chart_of, picture, results
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
CORPORA = Path(__file__).parents[6] / "shared" / "corpora" / "fhir"


def imported(*arguments: object, exit_code: int = 0) -> dict[str, object]:
    result = CliRunner().invoke(command, ["import", *map(str, arguments), "--json"])
    assert result.exit_code == exit_code, result.output
    return orjson.loads(result.output)


def test_a_bundle_is_applied_in_the_order_of_what_refers_to_what(tmp_path):
    file = tmp_path / "ward.json"
    file.write_bytes(orjson.dumps(bundle(*everything())))
    report = imported(file)
    assert (report["received"], report["applied"], report["quarantined"]) == (22, 22, 0)
    assert report["kept"] == {"Claim": 1}
    assert [row[0] for row in picture()] == ["V9001"]
    assert [one.label for one in chart_of().allergies] == ["Pénicilline"]
    again = imported(file)
    assert (again["received"], again["duplicates"]) == (22, 22)


def test_a_bulk_export_is_taken_in_type_by_type(tmp_path):
    by_type: dict[str, list[dict[str, object]]] = {}
    for one in everything():
        by_type.setdefault(one["resourceType"], []).append(one)
    for name, told in by_type.items():
        (tmp_path / f"{name}.000.ndjson.gz").write_bytes(gzip.compress(written(*told)))
    report = imported(tmp_path, "--feed", "DPI")
    assert (report["applied"], report["quarantined"], report["files"]) == (22, 0, len(by_type))
    assert picture()[0][2] == "Pneumologie"


def test_what_comes_after_what_refers_to_it_is_applied_in_the_end(tmp_path):
    (tmp_path / "1.ndjson").write_bytes(written(*care()))
    (tmp_path / "2.ndjson").write_bytes(written(patient(), encounter(), doctor(), *places()))
    report = operations.import_files(path=tmp_path, feed="DPI", by=BY, occurred_at=NOW, batch=4)
    assert report.waiting == 0
    assert report.replayed == report.quarantined > 10
    assert "Potassium" in results()


def test_what_never_comes_waits_and_is_counted(tmp_path):
    (tmp_path / "1.ndjson").write_bytes(written(observation(), patient("other", ipp="9")))
    report = imported(tmp_path, "--feed", "DPI")
    assert (report["received"], report["applied"], report["waiting"]) == (2, 1, 1)
    assert Quarantine.objects.get().reason == "unknown-patient"


def test_a_file_cut_off_gives_what_is_whole_and_the_rest_to_a_person(tmp_path):
    text = orjson.dumps(bundle(patient(), *(observation(f"o{n}") for n in range(40))))
    (tmp_path / "half.json").write_bytes(text[: len(text) // 2])
    report = imported(tmp_path)
    assert report["quarantined"] == report["waiting"] == 1
    assert report["applied"] > 15
    assert Quarantine.objects.get().reason == "not-json"


def test_a_packed_file_that_is_broken_is_listed_and_the_others_are_taken_in(tmp_path):
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(orjson.dumps(bundle(patient())))[:-20])
    (tmp_path / "b.json").write_bytes(orjson.dumps(patient("p2", ipp="8002")))
    report = imported(tmp_path, "--feed", "DPI", exit_code=1)
    assert report["unreadable_files"] == [str(tmp_path / "a.json.gz")]
    assert report["applied"] == 1


def test_an_empty_folder_gives_zeros(tmp_path):
    assert imported(tmp_path)["received"] == 0


def test_the_server_of_a_bundle_is_its_feed(tmp_path):
    (tmp_path / "a.json").write_bytes(orjson.dumps(bundle(patient())))
    imported(tmp_path)
    assert Message.objects.get().feed.code == "https://dpi.example/fhir"


def test_an_import_stands_in_the_ledger(tmp_path):
    (tmp_path / "a.json").write_bytes(orjson.dumps(bundle(patient())))
    imported(tmp_path)
    (entry,) = LedgerEntry.objects.filter(kind="fhir.files_imported")
    assert orjson.loads(entry.facts)["applied"] == 1


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the files of other projects are not beside this one")
def test_real_files_survive_whole():
    first = imported(CORPORA)
    assert first["received"] == first["applied"] + first["quarantined"] + first["duplicates"]
    assert first["received"] > 400
    assert first["waiting"] == 0
    assert not Quarantine.objects.filter(reason="fault").exists()
    second = imported(CORPORA)
    assert (second["received"], second["duplicates"]) == (first["received"], first["received"])
