"""A box makes its own certificate, keeps it, and makes another only when it must."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.foundation.actors import Actor
from permanence.foundation.certificates import operations, queries
from permanence.foundation.certificates.adapters import authority, files
from permanence.foundation.certificates.rules import covers, is_still_good, scope_of, wanted_of
from permanence.foundation.ledger.models import LedgerEntry

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
CONSOLE = Actor("console", "root")
WANTED = wanted_of(["box", "box.hopital.example", "10.1.2.3"])


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "folder", lambda: tmp_path / "tls")
    return tmp_path


def made(wanted=WANTED, at=NOW):
    return operations.ensure_certificate(wanted=wanted, by=CONSOLE, occurred_at=at)


def openssl(*words):
    program = shutil.which("openssl")
    assert program, "this test needs openssl: apt-get install openssl"
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)


def verified(certificate, *words):
    return openssl(
        "verify", "-attime", int(NOW.timestamp()), "-CAfile", files.paths("authority")[0], *words, certificate
    )


@pytest.mark.django_db
def test_a_program_that_is_not_ours_accepts_it_for_each_of_its_names():
    row = made()
    for option, name in (("-verify_hostname", "box.hopital.example"), ("-verify_ip", "10.1.2.3")):
        done = verified(row.certificate, option, name, "-x509_strict")
        assert done.returncode == 0, done.stderr
    shown = openssl("x509", "-in", row.certificate, "-noout", "-fingerprint", "-sha256").stdout
    assert row.fingerprint in shown
    assert verified(row.certificate, "-verify_hostname", "other.example").returncode != 0


@pytest.mark.django_db
def test_its_authority_may_not_speak_for_another_site(home):
    made()
    issuer = files.kept("authority")
    stolen = authority.make_certificate(issuer, "XXXX", wanted_of(["www.banque.example"]), NOW)
    (home / "stolen.pem").write_bytes(stolen.certificate)
    done = openssl(
        "verify", "-attime", int(NOW.timestamp()), "-CAfile", files.paths("authority")[0], home / "stolen.pem"
    )
    assert done.returncode != 0
    assert "permitted subtree violation" in done.stderr


@pytest.mark.django_db
def test_only_its_owner_reads_the_keys():
    row = made()
    assert row.key.stat().st_mode & 0o777 == 0o600
    assert files.paths("authority")[1].stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE" not in row.certificate.read_bytes()


@pytest.mark.django_db
def test_making_it_is_in_the_ledger_with_its_fingerprint():
    row = made()
    (entry,) = LedgerEntry.objects.filter(kind="certificates.made")
    assert row.fingerprint in entry.facts
    assert row.authority_fingerprint in entry.facts


@pytest.mark.django_db
def test_the_next_start_finds_it_good_and_makes_nothing():
    assert made() == made(at=NOW + timedelta(days=300))
    assert LedgerEntry.objects.filter(kind="certificates.made").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "at"),
    [
        (WANTED, NOW + timedelta(days=380)),
        (wanted_of(["box", "10.9.9.9"]), NOW),
        (wanted_of(["autre.box.hopital.example"]), NOW),
        (WANTED, NOW - timedelta(days=900)),
    ],
    ids=["it ends soon", "the address moved", "a name below", "the clock was wrong"],
)
def test_another_is_made_under_the_same_authority(wanted, at):
    first, second = made(), made(wanted, at)
    assert second.fingerprint != first.fingerprint
    assert second.authority_fingerprint == first.authority_fingerprint


@pytest.mark.django_db
def test_a_name_the_authority_may_not_speak_for_makes_another_authority():
    first, second = made(), made(wanted_of(["box.elsewhere.example"]))
    assert second.authority_fingerprint != first.authority_fingerprint


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [b"", b"-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"])
def test_a_damaged_file_is_refused_and_not_replaced(damage):
    row = made()
    row.certificate.write_bytes(damage)
    with pytest.raises(operations.CertificateDamaged):
        made()
    assert row.certificate.read_bytes() == damage


@pytest.mark.django_db
def test_what_this_computer_is_called_can_be_certified():
    wanted = queries.wanted_names(["::", "*", "[fd12::1]", "déjà vu"])
    assert {"localhost"} <= wanted.names
    assert ip_address("fd12::1") in wanted.addresses
    assert not any(one.is_unspecified for one in wanted.addresses)
    assert set(made(wanted).names) == wanted.names | {str(one) for one in wanted.addresses}


@given(st.lists(st.one_of(st.ip_addresses().map(str), st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9}){0,2}", fullmatch=True))))
def test_an_authority_covers_what_it_was_made_for(texts):
    wanted = wanted_of(texts)
    assert covers(scope_of(wanted), wanted)


@given(st.timedeltas(timedelta(days=-800), timedelta(days=800)))
def test_a_certificate_is_good_from_its_beginning_until_a_month_before_its_end(shift):
    issuer = authority.make_authority("TEST", scope_of(WANTED))
    standing = authority.standing_of(authority.make_certificate(issuer, "TEST", WANTED, NOW).certificate)
    good = is_still_good(standing, WANTED, NOW + shift)
    assert good == (timedelta(days=-2) <= shift < timedelta(days=365))
