"""Messages over MLLP and TLS: in secret, from certified senders alone if so told; whoever is refused harms nobody."""

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from permanence.exchange.hl7v2.adapters import tls
from permanence.exchange.hl7v2.adapters.mllp import FeedServer
from permanence.exchange.hl7v2.adapters.sender import send
from permanence.exchange.hl7v2.cli import listen
from permanence.exchange.hl7v2.operations import TlsDoor, TlsUnusable
from permanence.exchange.hl7v2.tests import certificates
from permanence.exchange.hl7v2.tests.box import Box
from permanence.exchange.hl7v2.tests.reception import admission
from permanence.exchange.hl7v2.tests.test_hear_a_feed import END, Store, answers, framed, hung_up, message


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    return certificates.found(tmp_path_factory.mktemp("tls") / "hospital")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return certificates.found(tmp_path_factory.mktemp("tls") / "stranger")


@contextmanager
def listening(store: Store, door: TlsDoor) -> Iterator[FeedServer]:
    server = FeedServer(store, host="127.0.0.1", port=0, tls=door).start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def in_secret(server: FeedServer, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection(("127.0.0.1", server.tls_port), timeout=20) as line,
        context.wrap_socket(line, server_hostname="127.0.0.1") as secret,
    ):
        yield secret


@contextmanager
def in_clear(port: int | None) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        yield line


def said(caplog, words: str) -> bool:
    """Whether the log says this, a moment later at most."""
    for _ in range(200):
        if any(words in record.getMessage() for record in caplog.records):
            return True
        time.sleep(0.02)
    return False


def test_messages_in_secret_are_answered_in_order(hospital):
    store = Store()
    with listening(store, hospital.door()) as server, in_secret(server, hospital.sender()) as line:
        line.sendall(framed(*(message(number) for number in range(200))))
        assert answers(line, 200) == [f"MSA|AA|{number}".encode() for number in range(200)]
    assert len(store.kept) == 200


def test_a_message_far_larger_than_a_record_of_tls_arrives_whole(hospital):
    store, large = Store(), message(1, padding=20_000_000)
    with listening(store, hospital.door()) as server, in_secret(server, hospital.sender()) as line:
        line.sendall(framed(large, message(2)))
        assert answers(line, 2) == [b"MSA|AA|1", b"MSA|AA|2"]
    assert store.kept[0].raw == large


def test_a_message_in_small_pieces_arrives_whole(hospital):
    store = Store()
    with listening(store, hospital.door()) as server, in_secret(server, hospital.sender()) as line:
        for byte in framed(message(1)):
            line.sendall(bytes([byte]))
        assert answers(line, 1) == [b"MSA|AA|1"]


def test_openssl_itself_is_answered(hospital):
    store = Store()
    with listening(store, hospital.door()) as server:
        command = [shutil.which("openssl"), "s_client", "-quiet", "-verify_return_error", "-CAfile",
                   hospital.authority, "-connect", f"127.0.0.1:{server.tls_port}"]  # fmt: skip
        client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        client.stdin.write(framed(message(7)))
        client.stdin.flush()
        answer = client.stdout.read(len(framed(b"MSA|AA|7")))
        client.terminate()
        client.communicate()
    assert answer == framed(b"MSA|AA|7")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_old_and_new_versions_of_tls_are_spoken_and_those_that_are_broken_are_not(hospital, caplog):
    with listening(Store(), hospital.door()) as server:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = hospital.sender()
            context.minimum_version = context.maximum_version = version
            with in_secret(server, context) as line:
                line.sendall(framed(message(1)))
                assert answers(line, 1) == [b"MSA|AA|1"]
        old = hospital.sender()
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(OSError), in_secret(server, old):  # noqa: PT011 (an alert, or a line that was closed)
            pass
        assert said(caplog, "older than 1.2")


def test_many_senders_in_secret_and_in_clear_are_all_answered(hospital):
    store = Store()
    with listening(store, hospital.door()) as server:
        secret, clear = ([message(number) for number in numbers] for numbers in (range(300), range(300, 600)))
        over = {"host": "127.0.0.1", "connections": 16}
        assert send(secret, port=server.tls_port, tls=hospital.sender(), **over).accepted == 300
        assert send(clear, port=server.port, **over).accepted == 300
    assert sorted(arrival.raw for arrival in store.kept) == sorted([*secret, *clear])


def test_a_sender_certified_by_the_hospital_is_let_in_and_named_in_the_log(hospital, caplog):
    caplog.set_level("INFO")
    with (
        listening(Store(), hospital.door(mutual=True)) as server,
        in_secret(server, hospital.sender(hospital.sign("laboratory"))) as line,
    ):
        line.sendall(framed(message(1)))
        assert answers(line, 1) == [b"MSA|AA|1"]
    assert said(caplog, "certified as laboratory")


def refused_by_an_alert(server: FeedServer, context: ssl.SSLContext) -> str:
    """What the sender reads in its own log; under TLS 1.3 it only learns it when it reads."""
    try:
        with in_secret(server, context) as line:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(framed(message(1)))
            line.recv(1)
    except ssl.SSLError as refusal:
        return str(refusal.reason)
    return "no alert"


def test_a_sender_without_a_certificate_is_told_so_and_logged(hospital, caplog):
    store = Store()
    with listening(store, hospital.door(mutual=True)) as server:
        assert "CERTIFICATE_REQUIRED" in refused_by_an_alert(server, hospital.sender())
        assert said(caplog, "it shows no certificate of its own")
    assert store.kept == []


def test_a_sender_certified_by_somebody_else_is_told_so_and_logged(hospital, stranger, caplog):
    store = Store()
    with listening(store, hospital.door(mutual=True)) as server:
        assert "UNKNOWN_CA" in refused_by_an_alert(server, hospital.sender(stranger.sign("laboratory")))
        assert said(caplog, "its certificate is not accepted (unable to get local issuer certificate)")
    assert store.kept == []


def test_a_sender_whose_certificate_has_ended_is_told_so_and_logged(hospital, caplog):
    ended = hospital.sign("museum", ended=True)
    with listening(Store(), hospital.door(mutual=True)) as server:
        assert "EXPIRED" in refused_by_an_alert(server, hospital.sender(ended))
        assert said(caplog, "its certificate is not accepted (certificate has expired)")


def test_a_sender_that_does_not_trust_the_box_is_logged(hospital, stranger, caplog):
    with listening(Store(), hospital.door()) as server:
        with pytest.raises(ssl.SSLCertVerificationError), in_secret(server, stranger.sender()):
            pass
        assert said(caplog, "it does not trust this box's certificate")


def test_a_sender_in_clear_is_hung_up_on_and_logged(hospital, caplog):
    store = Store()
    with listening(store, hospital.door()) as server:
        with in_clear(server.tls_port) as line:
            line.sendall(framed(message(1)))
            assert hung_up(line)
        assert said(caplog, "it speaks in clear; the port for that is another")
    assert store.kept == []


def test_rubbish_and_broken_handshakes_harm_nobody_else(hospital, stranger, caplog):
    store = Store()
    with (
        listening(store, hospital.door(mutual=True)) as server,
        in_secret(server, hospital.sender(hospital.sign("laboratory"))) as good,
        in_clear(server.port) as plain,
    ):
        good.sendall(b"\x0b" + message(1)[:40])
        plain.sendall(b"\x0b" + message(2)[:40])
        for rubbish in (
            framed(message(3)),
            b"\x16\x03\x01\xff\xff" + bytes(range(256)),
            b"\x16",
            b"GET / HTTP/1.1\r\n",
        ):
            with in_clear(server.tls_port) as line:
                line.sendall(rubbish)
        refused_by_an_alert(server, hospital.sender())
        refused_by_an_alert(server, hospital.sender(stranger.sign("laboratory")))
        assert said(caplog, "it hung up before both agreed on a key")
        good.sendall(message(1)[40:] + END)
        plain.sendall(message(2)[40:] + END)
        assert answers(good, 1) == [b"MSA|AA|1"]
        assert answers(plain, 1) == [b"MSA|AA|2"]
    assert sorted(arrival.raw for arrival in store.kept) == [message(1), message(2)]


def test_rubbish_after_the_handshake_ends_that_line_alone(hospital, caplog):
    store = Store()
    with listening(store, hospital.door()) as server, in_secret(server, hospital.sender()) as other:
        line = hospital.sender().wrap_socket(socket.create_connection(("127.0.0.1", server.tls_port), timeout=20),
                                             server_hostname="127.0.0.1")  # fmt: skip
        line.sendall(framed(message(1)))
        assert answers(line, 1) == [b"MSA|AA|1"]
        with socket.socket(fileno=line.detach()) as bare:
            bare.settimeout(20)
            bare.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)
            while bare.recv(4096):
                pass
        assert said(caplog, "TLS failed")
        other.sendall(framed(message(2)))
        assert answers(other, 1) == [b"MSA|AA|2"]


def test_a_sender_that_never_shakes_hands_is_let_go(hospital, caplog, monkeypatch):
    monkeypatch.setattr(tls, "HANDSHAKE_SECONDS", 0.3)
    with listening(Store(), hospital.door()) as server:
        with in_clear(server.tls_port) as line:
            assert hung_up(line)
        assert said(caplog, "it took too long")


def test_whoever_only_looks_whether_the_port_answers_is_not_logged(hospital, caplog):
    with listening(Store(), hospital.door()) as server:
        with in_clear(server.tls_port):
            pass
        with in_secret(server, hospital.sender()) as line:
            line.sendall(framed(message(1)))
            answers(line, 1)
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_the_same_refusal_again_and_again_does_not_fill_the_log(hospital, caplog):
    with listening(Store(), hospital.door()) as server:
        for _ in range(20):
            with in_clear(server.tls_port) as line:
                line.sendall(framed(message(1)))
                assert hung_up(line)
    assert len([one for one in caplog.records if "in clear" in one.getMessage()]) == 1


def test_what_was_sent_whole_before_hanging_up_is_stored(hospital):
    store = Store()
    with listening(store, hospital.door()) as server:
        with in_secret(server, hospital.sender()) as line:
            line.sendall(framed(message(1)) + b"\x0b" + message(2)[:40])
            line.unwrap()
        for _ in range(200):
            if store.kept:
                break
            time.sleep(0.02)
    assert [arrival.raw for arrival in store.kept] == [message(1)]


def test_a_flood_in_secret_is_not_read_faster_than_it_is_stored(hospital):
    store = Store()
    store.may_go_on.clear()
    with listening(store, hospital.door()) as server, in_secret(server, hospital.sender()) as line:
        flood = framed(*(message(number, padding=100_000) for number in range(2_000)))
        sender = threading.Thread(target=line.sendall, args=(flood,), daemon=True)
        sender.start()
        assert store.began.wait(20)
        time.sleep(0.5)
        assert sender.is_alive(), "two hundred megabytes were taken in while nothing could be stored"
        store.may_go_on.set()
        assert len(answers(line, 2_000)) == 2_000
        sender.join(20)
    assert len(store.kept) == 2_000


def test_a_tls_port_that_is_taken_is_said_and_the_plain_one_is_free_again(hospital):
    with listening(Store(), hospital.door()) as server:
        with pytest.raises(OSError, match="address"):
            FeedServer(Store(), host="127.0.0.1", port=0, tls=replace(hospital.door(), port=server.tls_port)).start()
        assert server.tls_port != server.port


def test_an_authority_that_cannot_be_read_is_named(hospital, tmp_path):
    nobody = tmp_path / "nobody.pem"
    nobody.write_text("no certificate", encoding="utf-8")
    with pytest.raises(TlsUnusable, match=r"nobody\.pem"):
        FeedServer(Store(), host="127.0.0.1", port=0, tls=replace(hospital.door(), client_authority=nobody))


def test_the_command_listens_over_tls_with_the_boxs_own_certificate(tmp_path):
    box = Box(tmp_path / "box")
    box.start("--tls-port", "0")
    port = int(box.process.stdout.readline().rpartition(":")[2].strip(" .\n"))
    trusting = ssl.create_default_context(cafile=tmp_path / "box" / "tls" / "authority.pem")
    told = [admission(str(number), f"8{number}", f"9{number}") for number in range(20)]
    try:
        assert send(told, host="127.0.0.1", port=port, connections=4, tls=trusting).accepted == 20
    finally:
        box.stop()
    assert box.read("select count(*) from patients_patient") == [(20,)]
    assert box.verify_ledger()["ok"] is True


def test_the_command_lets_in_only_who_the_given_authority_certified(hospital, tmp_path):
    box, (certificate, key) = Box(tmp_path / "box"), hospital.sign("box")
    box.start("--tls-port", "0", "--certificate", str(certificate), "--key", str(key),
              "--client-authority", str(hospital.authority))  # fmt: skip
    over = {"host": "127.0.0.1", "port": int(box.process.stdout.readline().rpartition(":")[2].strip(" .\n"))}
    told = [admission("1", "81", "91")]
    try:
        with pytest.raises(ExceptionGroup, match="unhandled errors"):
            send(told, tls=hospital.sender(), patience_seconds=0.5, **over)
        assert send(told, tls=hospital.sender(hospital.sign("admissions")), **over).accepted == 1
    finally:
        box.stop()
    assert box.read("select count(*) from feeds_message") == [(1,)]


def test_an_authority_of_senders_without_a_port_for_tls_is_refused(hospital):
    done = CliRunner().invoke(listen, ["--client-authority", str(hospital.authority)])
    assert done.exit_code == 2
