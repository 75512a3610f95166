"""Messages over MLLP: answered in order, only once stored, whatever senders do; no database here."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from permanence.exchange.hl7v2.adapters.arrivals import Arrival
from permanence.exchange.hl7v2.adapters.mllp import FeedServer, Limits
from permanence.exchange.hl7v2.adapters.sender import send

END = b"\x1c\r"


def framed(*messages: bytes) -> bytes:
    return b"".join(b"\x0b" + message + END for message in messages)


def message(number: int, padding: int = 0) -> bytes:
    return f"MSH|^~\\&|GAM|CHS|||20261123||ADT^A01|{number}|P|2.5\rNTE|1||{'x' * padding}\r".encode()


class Store:
    """Keeps what it is given, and says when it may go on."""

    def __init__(self) -> None:
        self.kept: list[Arrival] = []
        self.batches: list[int] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.began = threading.Event()
        self.failing = False

    def __call__(self, arrivals) -> list[bytes]:
        self.began.set()
        self.may_go_on.wait(20)
        if self.failing:
            raise OSError("no space left")
        self.kept += arrivals
        self.batches.append(len(arrivals))
        return [b"MSA|AR" if arrival.is_cut else b"MSA|AA|" + arrival.raw.split(b"|")[9] for arrival in arrivals]


@contextmanager
def listening(store: Store, limits: Limits | None = None) -> Iterator[FeedServer]:
    server = FeedServer(store, host="127.0.0.1", port=0, limits=limits).start()
    try:
        yield server
    finally:
        store.may_go_on.set()
        server.stop()


@contextmanager
def connected(server: FeedServer) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        yield connection


def answers(connection: socket.socket, count: int) -> list[bytes]:
    received = b""
    while received.count(END) < count:
        more = connection.recv(65536)
        if not more:
            break
        received += more
    return [part.lstrip(b"\x0b") for part in received.split(END) if part]


def hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(10) == b""
    except ConnectionResetError:
        return True


def test_many_messages_sent_at_once_are_answered_in_their_order():
    store = Store()
    with listening(store) as server, connected(server) as connection:
        connection.sendall(framed(*(message(number) for number in range(300))))
        assert answers(connection, 300) == [b"MSA|AA|%d" % number for number in range(300)]
    assert [arrival.raw for arrival in store.kept] == [message(number) for number in range(300)]
    assert store.kept[0].peer.startswith("127.0.0.1:")


def test_nothing_is_answered_before_it_is_stored():
    store = Store()
    store.may_go_on.clear()
    with listening(store) as server, connected(server) as connection:
        connection.sendall(framed(message(1)))
        assert store.began.wait(20)
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(10)
        store.may_go_on.set()
        connection.settimeout(20)
        assert answers(connection, 1) == [b"MSA|AA|1"]


def test_what_arrives_while_a_batch_is_stored_is_stored_together():
    store = Store()
    store.may_go_on.clear()
    with listening(store) as server, connected(server) as connection:
        connection.sendall(framed(message(0)))
        assert store.began.wait(20)
        connection.sendall(framed(*(message(number) for number in range(1, 101))))
        time.sleep(0.3)
        store.may_go_on.set()
        answers(connection, 101)
    assert store.batches == [1, 100]


def test_senders_that_go_on_together_share_their_transactions():
    store = Store()
    with listening(store, Limits(gathering_seconds=0.5)) as server:
        delivery = send([message(number) for number in range(40)], host="127.0.0.1", port=server.port, connections=2)
    assert delivery.accepted == 40
    # How often they meet is the machine's affair; that they do is ours.
    assert max(store.batches) == 2


def test_a_lone_sender_is_not_kept_waiting():
    store = Store()
    with listening(store, Limits(gathering_seconds=20)) as server, connected(server) as connection:
        connection.settimeout(10)
        for number in range(4):
            connection.sendall(framed(message(number)))
            assert answers(connection, 1) == [f"MSA|AA|{number}".encode()]
        server.limits = Limits(gathering_seconds=0)
        connection.sendall(framed(message(4)))
        answers(connection, 1)


def test_a_message_that_is_too_large_is_refused_and_the_connection_goes_on():
    store, limits = Store(), Limits(message_bytes=1_000_000)
    with listening(store, limits) as server, connected(server) as connection:
        connection.sendall(framed(message(1), message(2, padding=3_000_000), message(3)))
        assert answers(connection, 3) == [b"MSA|AA|1", b"MSA|AR", b"MSA|AA|3"]
    cut = store.kept[1]
    assert cut.is_cut
    assert cut.raw.startswith(b"MSH|^~\\&|GAM|CHS|||20261123||ADT^A01|2|")
    assert len(cut.raw) <= 8192


def test_a_large_message_within_the_limit_arrives_whole():
    store = Store()
    with listening(store) as server, connected(server) as connection:
        connection.sendall(framed(message(1, padding=20_000_000)))
        assert answers(connection, 1) == [b"MSA|AA|1"]
    assert store.kept[0].raw == message(1, padding=20_000_000)


def test_a_message_in_small_pieces_arrives_whole():
    store = Store()
    with listening(store) as server, connected(server) as connection:
        for byte in framed(message(1), message(2)):
            connection.sendall(bytes([byte]))
        assert answers(connection, 2) == [b"MSA|AA|1", b"MSA|AA|2"]


def test_when_storing_fails_nobody_is_answered_and_the_server_goes_on():
    store = Store()
    store.failing = True
    with listening(store) as server:
        with connected(server) as connection:
            connection.sendall(framed(message(1)))
            assert hung_up(connection)
        store.failing = False
        with connected(server) as connection:
            connection.sendall(framed(message(1)))
            assert answers(connection, 1) == [b"MSA|AA|1"]


def test_a_flood_is_not_read_faster_than_it_is_stored():
    store, limits = Store(), Limits(waiting=50, batch=10)
    store.may_go_on.clear()
    flood = framed(*(message(number, padding=50_000) for number in range(1_000)))
    with listening(store, limits) as server, connected(server) as connection:
        sender = threading.Thread(target=connection.sendall, args=(flood,), daemon=True)
        sender.start()
        assert store.began.wait(20)
        time.sleep(0.5)
        assert sender.is_alive(), "fifty megabytes were taken in while nothing could be stored"
        store.may_go_on.set()
        assert len(answers(connection, 1_000)) == 1_000
        sender.join(20)
    assert len(store.kept) == 1_000


def test_too_many_unfinished_large_messages_cut_the_largest_off():
    store, limits = Store(), Limits(partial_bytes=2_000_000)
    with listening(store, limits) as server, connected(server) as large, connected(server) as small:
        small.sendall(b"\x0b" + message(1)[:50])
        large.sendall(b"\x0b" + message(2, padding=1_900_000))
        large.sendall(b"x" * 500_000)
        assert hung_up(large)
        small.sendall(message(1)[50:] + END)
        assert answers(small, 1) == [b"MSA|AA|1"]


def test_what_was_sent_whole_before_hanging_up_is_stored():
    store = Store()
    with listening(store) as server:
        with connected(server) as connection:
            connection.sendall(framed(message(1)) + b"\x0b" + message(2)[:40])
        for _ in range(200):
            if store.kept:
                break
            time.sleep(0.02)
    assert [arrival.raw for arrival in store.kept] == [message(1)]


def test_stopping_stores_and_answers_what_waits():
    store = Store()
    store.may_go_on.clear()
    with listening(store) as server, connected(server) as connection:
        connection.sendall(framed(*(message(number) for number in range(20))))
        assert store.began.wait(20)
        time.sleep(0.3)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        store.may_go_on.set()
        assert len(answers(connection, 20)) == 20
        stopping.join(20)
        assert not stopping.is_alive()


def test_a_port_that_is_taken_is_said_at_once():
    with listening(Store()) as server, pytest.raises(OSError, match="address"):
        FeedServer(Store(), host="127.0.0.1", port=server.port).start()


def test_a_sender_sends_again_what_was_not_answered():
    store = Store()
    store.failing = True
    told: list[bytes] = []
    with listening(store) as server:
        threading.Timer(0.4, lambda: setattr(store, "failing", False)).start()
        messages = [message(number) for number in range(40)]
        delivery = send(
            messages,
            host="127.0.0.1",
            port=server.port,
            connections=4,
            answered=lambda sent, _answer: told.append(sent),
        )
    assert delivery.accepted == 40
    assert delivery.sent_again >= 4
    assert sorted(told) == sorted(messages)
    assert sorted(arrival.raw for arrival in store.kept) == sorted(messages)
