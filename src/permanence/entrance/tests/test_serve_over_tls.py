"""The site off loopback speaks TLS alone, with the hospital's certificate or one the box made; on loopback as told."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.machine import free_port


@pytest.fixture
def box(tmp_path):
    """The environment of a box of its own, ready to serve."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PERMANENCE_")}
    environment = {**kept, "PERMANENCE_HOME": str(tmp_path), "PERMANENCE_LANGUAGE": "en"}
    subprocess.run([sys.executable, "-m", "permanence", "migrate"], env=environment, check=True)
    return environment


@contextlib.contextmanager
def serving(box, *words, **more):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "permanence",
        "serve",
        "--port",
        str(port),
        "--feeds-port",
        str(free_port()),
        *words,
    ]
    server = subprocess.Popen(command, env=box | more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    try:
        yield port, said
    finally:
        server.terminate()
        said += server.communicate(timeout=30)[0].splitlines()


def answer(url, trusting=None):
    """The sign-in page, once the server is up; any other fault than a closed port is the test's to see."""
    context = ssl.create_default_context(cafile=trusting) if url.startswith("https") else None
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"{url}/accounts/sign-in/", timeout=10, context=context)  # noqa: S310 (loopback)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) and not isinstance(error.reason, FileNotFoundError):
                raise
        time.sleep(0.1)
    raise AssertionError("the server did not come up")


def openssl(*words):
    program = shutil.which("openssl")
    assert program, "this test needs openssl: apt-get install openssl"
    subprocess.run([program, *map(str, words)], check=True, capture_output=True)


def given_by_the_hospital(folder):
    certificate, key = folder / "hospital.pem", folder / "hospital.key"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", "/CN=hospital", "-addext",
            "subjectAltName=IP:127.0.0.1", "-out", certificate, "-keyout", key)  # fmt: skip
    return certificate, key


def test_a_box_that_leaves_loopback_makes_its_certificate_and_shows_how_to_recognise_it(box, tmp_path):
    with serving(box, "--host", "0.0.0.0") as (port, said):  # noqa: S104 (what a ward reaches)
        authority = tmp_path / "tls" / "authority.pem"
        while not authority.with_name("box.pem").exists():
            time.sleep(0.1)
        page = answer(f"https://localhost:{port}", authority)
        assert page.headers["Strict-Transport-Security"] == "max-age=86400"
        assert "Secure" in page.headers["Set-Cookie"]
        shown = ssl.get_server_certificate(("127.0.0.1", port))
        with pytest.raises((OSError, http.client.HTTPException)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
    fingerprint = (
        subprocess.run(
            ["openssl", "x509", "-noout", "-fingerprint", "-sha256"],
            input=shown,
            capture_output=True,
            text=True,
            check=True,
        )
        .stdout.partition("=")[2]
        .strip()
    )
    assert any(fingerprint in line for line in said), said


def test_on_loopback_the_site_may_speak_in_clear(box, tmp_path):
    with serving(box) as (port, _):
        page = answer(f"http://127.0.0.1:{port}")
        assert "Secure" not in page.headers["Set-Cookie"]
        assert "Strict-Transport-Security" not in page.headers
    assert not (tmp_path / "tls").exists()


def test_feeds_may_speak_tls_while_the_site_stays_in_clear_on_loopback(box, tmp_path):
    feeds = free_port()
    with serving(box, "--feeds-tls-port", str(feeds)) as (port, said):
        assert "Secure" not in answer(f"http://127.0.0.1:{port}").headers["Set-Cookie"]
        trusting = ssl.create_default_context(cafile=tmp_path / "tls" / "authority.pem")
        with (
            socket.create_connection(("127.0.0.1", feeds), timeout=20) as line,
            trusting.wrap_socket(line, server_hostname="localhost") as secret,
        ):
            secret.sendall(b"\x0bMSH|^~\\&|GAM|CHT|||20261123||ADT^A01|1|P|2.5\r\x1c\r")
            assert b"MSA|A" in secret.recv(4096)
        assert str(feeds) in (tmp_path / "serving.json").read_text(encoding="utf-8")
    assert any(f"HL7 v2 over TLS on 127.0.0.1:{feeds}" in line for line in said), said


def test_the_hospital_gives_a_certificate_by_a_setting(box, tmp_path):
    certificate, key = given_by_the_hospital(tmp_path)
    settings = {"PERMANENCE_CERTIFICATE": str(certificate), "PERMANENCE_KEY": str(key)}
    with serving(box, **settings) as (port, _):
        assert answer(f"https://127.0.0.1:{port}", certificate).status == 200
    assert not (tmp_path / "tls").exists()


def test_a_key_of_another_certificate_is_refused_before_anything_starts(box, tmp_path):
    certificate, _ = given_by_the_hospital(tmp_path)
    other = tmp_path / "other.key"
    openssl("genpkey", "-algorithm", "ed25519", "-out", other)
    command = [sys.executable, "-m", "permanence", "serve", "--certificate", str(certificate), "--key", str(other)]
    done = subprocess.run(command, env=box, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no certificate with its own key" in done.stderr
    alone = subprocess.run(command[:-2], env=box, capture_output=True, text=True, check=False)
    assert alone.returncode == 2
    assert "give both, or neither" in alone.stderr
