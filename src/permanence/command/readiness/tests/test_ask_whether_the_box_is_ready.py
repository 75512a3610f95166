"""`permanence doctor` and its screen: what is wrong comes first, with what to do."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from django.utils import translation

from permanence.command.readiness import queries
from permanence.command.readiness.adapters import machine
from permanence.command.readiness.cli import doctor
from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import ALL_ROLES, Actor, Role
from permanence.foundation.board import Health

pytestmark = pytest.mark.django_db
CONSOLE = Actor("console", "root", ALL_ROLES)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    with translation.override("en"):
        yield tmp_path


def checks_by_name() -> dict[str, object]:
    return {str(one.check.name): one.check for one in queries.readiness().checks}


def signed_in(role: Role) -> Client:
    password = "seven lamps at night"
    accounts.create_person(
        username="max", display_name="Max", roles=[role], password=password, by=CONSOLE, occurred_at=clock.now()
    )
    client = Client()
    client.post(reverse("accounts:sign_in"), {"username": "max", "secret": password})
    return client


def test_an_empty_box_is_not_ready_and_says_what_to_do_first():
    done = CliRunner().invoke(doctor, ["--json"])
    assert done.exit_code == 1
    report = json.loads(done.output)
    assert not report["ready"]
    assert report["checks"][0]["health"] == "bad"
    assert all(check["remedy"] for check in report["checks"] if check["health"] in {"bad", "watch"})


def test_it_says_so_in_words_for_people():
    done = CliRunner().invoke(doctor, [])
    assert "✕" in done.output
    assert "→" in done.output


def test_every_part_of_the_machine_is_looked_at():
    assert len(queries.readiness_checks()) == 11


def test_a_room_that_breaks_is_a_failing_check_and_silences_no_other(monkeypatch):
    monkeypatch.setattr("permanence.paper.sheets.queries.readiness_checks", lambda: 1 / 0)
    found = queries.readiness()
    (mute,) = (one for one in found.checks if one.room == "Sheets")
    assert mute.check.health is Health.BAD
    assert len(found.checks) > 11


def test_files_that_other_accounts_may_read_are_told(own_home):
    (own_home / "secret_key").write_text("x")
    (own_home / "secret_key").chmod(0o644)
    own_home.chmod(0o755)
    assert [path.name for path in machine.open_to_others(own_home)] == ["secret_key"]
    own_home.chmod(stat.S_IRWXU)
    assert machine.open_to_others(own_home) == []


def test_a_damaged_database_is_found(own_home):
    import sqlite3  # noqa: PLC0415 (only here)

    path = own_home / "whole.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE t (a TEXT)")
        made.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 200)
    made.close()
    assert machine.database_fault(path, 10) == ""
    content = bytearray(path.read_bytes())
    content[4096:12288] = bytes(8192)
    path.write_bytes(content)
    assert machine.database_fault(path, 10)


def test_a_disk_that_refuses_writes_is_a_failure(own_home, monkeypatch):
    monkeypatch.setattr(machine, "write_speed", refusing)
    assert checks_by_name()["Writing to the disk"].health is Health.BAD


def refusing(_folder):
    raise OSError(28, "No space left on device")


def test_a_certificate_about_to_end_is_told_before_it_does(own_home):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "box")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(days=300)).not_valid_after(now + timedelta(days=5))
    pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (own_home / "box.pem").write_bytes(pem)
    assert checks_by_name()["Certificate of the site"].health is Health.WATCH


def test_a_box_nobody_started_is_told(own_home):
    assert checks_by_name()["The box is running"].health is Health.BAD
    (own_home / "serving.json").write_text('{"site": ["127.0.0.1", 1], "feeds": ["127.0.0.1", 1], "tls": false}')
    assert checks_by_name()["The box is running"].health is Health.BAD


def test_the_night_manager_sees_it_on_a_screen_and_a_nurse_does_not():
    page = signed_in(Role.NIGHT_MANAGER).get(reverse("readiness:readiness"))
    assert page.status_code == 200
    accounts.create_person(
        username="nora",
        display_name="Nora",
        roles=[Role.NURSE],
        password="seven lamps at night",
        by=CONSOLE,
        occurred_at=clock.now(),
    )
    client = Client()
    client.post(reverse("accounts:sign_in"), {"username": "nora", "secret": "seven lamps at night"})
    assert client.get(reverse("readiness:readiness")).status_code == 403
