"""Another system leaves files in a folder: whole ones are taken in and kept, others set aside with the reason."""

import gzip
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from permanence.care.stays import queries as stays
from permanence.exchange.feeds import cli, operations, queries
from permanence.exchange.feeds.adapters import folders as disk
from permanence.exchange.feeds.models import FileOutcome, FolderLoss, FolderReturn, Message, PickedFile
from permanence.exchange.feeds.operations import FeedDescription, FolderWatch
from permanence.exchange.hl7v2.tests.reception import admission
from permanence.foundation.actors import Actor
from permanence.foundation.board import Health
from permanence.foundation.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db
BOX = Actor("box", "TEST")
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
TABLE = "N° RDV;Nom;Prénom;Date de naissance;Date;Heure\n{number};MARTIN;Zoé;12/03/1971;02/12/2026;09:30\n"


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path_factory.mktemp("home")))
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "share"
    path.mkdir()
    return path


def watched(folder, *, format_name="hl7v2", profile="", settled=0, feed="GAM"):
    if queries.feed(feed) is None:
        operations.add_feed(code=feed, description=FeedDescription(feed, "DSI", rhythm=86400), by=BOX, occurred_at=NOW)
    return operations.watch_folder(
        path=folder,
        feed=feed,
        format_name=format_name,
        profile=profile,
        settled_seconds=settled,
        by=BOX,
        occurred_at=NOW,
    )


def look(watch, at=NOW):
    """One round of the night porter; a little later than the last."""
    time.sleep(0.002)
    return operations.look_into_folders(watch=watch, by=BOX, occurred_at=at)


def looked(watch=None, times=2):
    watch = watch or FolderWatch()
    for _ in range(times):
        look(watch)
    return watch


def below(folder, name):
    return sorted(str(path.relative_to(folder / name)) for path in (folder / name).rglob("*") if path.is_file())


def test_a_whole_file_is_taken_in_and_kept(folder):
    watched(folder)
    (folder / "adt.hl7").write_bytes(admission("1", "100", "V1"))
    looked()
    assert [stay.visit_number for stay in stays.in_hospital()] == ["V1"]
    assert [path for path in folder.iterdir() if path.is_file()] == []
    (kept,) = below(folder, ".taken")
    assert kept.startswith("2026-11-25/")
    assert kept.endswith("-adt.hl7")
    assert (folder / ".taken" / kept).read_bytes() == admission("1", "100", "V1")
    outcome = FileOutcome.objects.get()
    assert (outcome.fate, outcome.received, outcome.applied) == ("taken", 1, 1)


def test_a_file_that_grows_is_left_until_it_is_whole(folder):
    watched(folder)
    watch, file = FolderWatch(), folder / "adt.hl7"
    whole = admission("1", "100", "V1")
    for length in (20, 60, 100):
        file.write_bytes(whole[:length])
        look(watch)
    file.write_bytes(whole)
    look(watch)
    assert not PickedFile.objects.exists()
    look(watch)
    assert FileOutcome.objects.get().fate == "taken"
    assert not Message.objects.filter(quarantine__isnull=False).exists()


def test_a_file_is_whole_only_after_the_seconds_asked_for(folder):
    watched(folder, settled=3600)
    (folder / "adt.hl7").write_bytes(admission("1", "100", "V1"))
    looked(times=4)
    assert not PickedFile.objects.exists()


@pytest.mark.parametrize("name", ["adt.hl7.tmp", "adt.part", ".adt.hl7", "adt.hl7.filepart", "~adt.hl7", "adt.hl7~"])
def test_names_of_files_being_written_are_left_alone(folder, name):
    watched(folder)
    (folder / name).write_bytes(admission("1", "100", "V1"))
    looked(times=3)
    assert (folder / name).exists()
    (folder / name).rename(folder / "adt.hl7")
    looked()
    assert FileOutcome.objects.get().fate == "taken"


def test_a_link_to_elsewhere_is_not_followed(folder, tmp_path):
    watched(folder)
    (tmp_path / "secret").write_bytes(admission("1", "100", "V1"))
    (folder / "adt.hl7").symlink_to(tmp_path / "secret")
    looked(times=3)
    assert not PickedFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"%PDF-1.7 not a message", "not of the format"), (b" \n", "empty")],
)
def test_a_file_of_something_else_is_set_aside_with_a_text_that_says_why(folder, content, why):
    watched(folder)
    (folder / "letter.pdf").write_bytes(content)
    looked()
    file, text = below(folder, ".refused")
    assert text == f"{file}.why.txt"
    assert (folder / ".refused" / file).read_bytes() == content
    assert why in (folder / ".refused" / text).read_text("utf-8")
    assert below(folder, ".taken") == []
    (sign,) = [sign for sign in queries.board_signs() if sign.health is Health.WATCH]
    assert why in str(sign.detail)


RESOURCE = b'{"resourceType":"Patient","id":"1","identifier":[{"value":"7"}],"name":[{"family":"PETIT"}]}'
SAMPLES = {
    "hl7v2": ("adt.hl7", b"\x0b" + admission("1", "100", "V1") + b"\x1c\r"),
    "fhir": ("patient.json", RESOURCE),
    "packed": ("patient.ndjson.gz", gzip.compress(RESOURCE)),
    "tables": ("rdv.csv", TABLE.format(number=1).encode("utf-16")),
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("format_name", ["hl7v2", "fhir", "tables"])
def test_each_format_takes_its_own_files_and_sets_those_of_another_aside(folder, format_name, sample):
    watched(folder, format_name=format_name, feed="X")
    name, content = SAMPLES[sample]
    (folder / name).write_bytes(content)
    looked()
    outcome = FileOutcome.objects.get()
    if format_name == {"packed": "fhir"}.get(sample, sample):
        assert (outcome.fate, outcome.applied) == ("taken", 1)
    else:
        assert (outcome.fate, Message.objects.count()) == ("refused", 0)
        # What is packed is opened by whoever may read it, and said to be no list then.
        assert "not of the format" in outcome.why or (sample, format_name) == ("packed", "tables")


def test_a_table_is_read_by_its_profile(folder):
    watched(folder, format_name="tables", feed="RDV")
    (folder / "rdv.csv").write_text(TABLE.format(number=1), "utf-8")
    looked()
    assert FileOutcome.objects.get().applied == 1
    assert queries.feed("RDV").last_arrival_at == NOW


def test_a_torn_table_is_set_aside_whole(folder):
    watched(folder, format_name="tables", feed="RDV")
    (folder / "rdv.csv").write_text(TABLE.format(number=1) + "2;PETIT;An", "utf-8")
    looked()
    outcome = FileOutcome.objects.get()
    assert (outcome.fate, outcome.why) == ("refused", "The last line is cut off: the file is not whole. Send it again.")
    assert not Message.objects.exists()


def test_a_list_that_says_nothing_new_makes_its_feed_heard_all_the_same(folder):
    watched(folder, format_name="tables", feed="RDV")
    watch = FolderWatch()
    for night in range(2):
        (folder / "rdv.csv").write_text(TABLE.format(number=1), "utf-8")
        for _ in range(2):
            look(watch, NOW + timedelta(days=night))
    assert Message.objects.count() == 1
    assert queries.feed("RDV").last_arrival_at == NOW + timedelta(days=1)


def test_what_is_left_during_a_blackout_is_held(folder):
    watched(folder)
    operations.hold_feeds(reason="attack", by=BOX, occurred_at=NOW)
    (folder / "adt.hl7").write_bytes(admission("1", "100", "V1"))
    looked()
    assert (FileOutcome.objects.get().held, stays.in_hospital()) == (1, [])


def test_a_share_that_is_gone_is_on_the_board_until_it_is_back(folder):
    watched(folder)
    gone = folder.rename(folder.with_name("unplugged"))
    watch = looked(times=3)
    assert FolderLoss.objects.count() == 1
    (sign,) = [sign for sign in queries.board_signs() if sign.health is Health.BAD]
    assert str(folder) in str(sign.detail)
    assert [check.health for check in queries.readiness_checks() if str(folder) in str(check.found)] == [Health.BAD]
    gone.rename(folder)
    looked(watch)
    assert FolderReturn.objects.count() == 1
    assert [sign for sign in queries.board_signs() if sign.health is Health.BAD] == []
    kinds = list(LedgerEntry.objects.filter(kind__startswith="feeds.folder_").values_list("kind", flat=True))
    assert sorted(kinds) == ["feeds.folder_found", "feeds.folder_lost", "feeds.folder_watched"]


class PowerCut(BaseException):
    """The box is gone between two steps."""


STEPS = ("move", "head_of", "say_why", "sight_of", "files_seen")


@pytest.mark.parametrize("content", [admission("1", "100", "V1"), b"%PDF"], ids=["message", "letter"])
@pytest.mark.parametrize("cut_before", [True, False])
@pytest.mark.parametrize("nth", range(1, 8))
def test_a_box_cut_off_between_any_two_steps_loses_nothing_and_applies_nothing_twice(
    folder, monkeypatch, content, nth, cut_before
):
    watched(folder)
    (folder / "one").write_bytes(content)
    done = 0

    def cutting(step):
        real = getattr(disk, step)

        def cut(*arguments):
            nonlocal done
            done += 1
            if done == nth and cut_before:
                raise PowerCut
            result = real(*arguments)
            if done == nth:
                raise PowerCut
            return result

        return cut

    with monkeypatch.context() as patched:
        for step in STEPS:
            patched.setattr(disk, step, cutting(step))
        with suppress(PowerCut):
            looked(times=3)
    looked(times=3)
    whole = [
        Path(parent) / name for parent, _dirs, names in os.walk(folder) for name in names if not name.endswith(".txt")
    ]
    assert [path.read_bytes() for path in whole] == [content]
    assert FileOutcome.objects.count() == 1
    is_message = content.startswith(b"MSH")
    assert len(stays.in_hospital()) == Message.objects.count() == is_message
    assert FileOutcome.objects.get().fate == ("taken" if is_message else "refused")


def test_a_file_replaced_while_it_was_claimed_is_claimed_anew(folder):
    watched(folder)
    file = folder / "adt.hl7"
    file.write_bytes(admission("1", "100", "V1"))
    watch = FolderWatch()
    look(watch)
    picked = next(iter(queries.folders())).id
    PickedFile.objects.create(
        folder_id=picked, name="adt.hl7", taken_as=".taken/2026-11-25/x-adt.hl7", size=1, changed_ns=1, occurred_at=NOW
    )
    looked(watch, times=2)
    assert sorted(FileOutcome.objects.values_list("fate", flat=True)) == ["gone", "taken"]


def test_the_console_watches_lists_and_leaves_a_folder(folder):
    run = CliRunner()
    first = run.invoke(cli.feeds, ["watch", str(folder), "--feed", "NEW", "--owner", "DSI", "--rhythm", "86400"])
    assert first.exit_code == 0, first.output
    assert run.invoke(cli.feeds, ["watch", str(folder), "--feed", "NEW"]).exit_code == 1
    assert (queries.feed("NEW").owner, queries.feed("NEW").rhythm) == ("DSI", 86400)
    assert str(folder) in run.invoke(cli.feeds, ["folders"]).output
    assert run.invoke(cli.feeds, ["watch", str(folder), "--feed", "NEW", "--format", "morse"]).exit_code == 1
    assert run.invoke(cli.feeds, ["unwatch", str(folder)]).exit_code == 0
    assert queries.folders() == []
    (folder / "adt.hl7").write_bytes(admission("1", "100", "V1"))
    looked(times=3)
    assert not PickedFile.objects.exists()
