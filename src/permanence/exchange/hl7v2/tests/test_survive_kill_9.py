"""The box is killed at random moments while senders send: what was acknowledged is there, once, and applied once.

Three kills by default; PERMANENCE_KILLS=50 for the long walk. That a power cut loses nothing rests on fsync besides.
"""

import hashlib
import os
import random
import threading
import time

import pytest

from permanence.exchange.hl7v2.adapters.sender import send
from permanence.exchange.hl7v2.tests.box import Box
from permanence.exchange.hl7v2.tests.reception import admission

KILLS = int(os.environ.get("PERMANENCE_KILLS", "3"))
CONNECTIONS = 16


@pytest.fixture
def box(tmp_path):
    box = Box(tmp_path)
    box.start()
    yield box
    box.kill()


def test_every_acknowledged_message_survives_exactly_once(box):
    acknowledged: list[bytes] = []
    done = threading.Event()
    sender = threading.Thread(target=send_until, args=(box.port, acknowledged, done), daemon=True)
    sender.start()
    dice = random.Random()  # noqa: S311 (moments of death, not secrets)
    for _ in range(KILLS):
        reached = len(acknowledged)
        while len(acknowledged) < reached + 40:
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.5))
        box.kill()
        known = list(acknowledged)
        assert set(map(digest, known)) <= stored(box), "an acknowledged message is gone"
        box.start()
    done.set()
    sender.join(120)
    assert not sender.is_alive()
    box.stop()
    everything = [row[0] for row in box.read("SELECT hex(digest) FROM feeds_message")]
    assert len(everything) == len(set(everything))
    assert sorted(everything) == sorted(map(digest, acknowledged))
    assert box.read("SELECT DISTINCT outcome FROM feeds_message") == [("applied",)]
    assert box.read("SELECT count(*) FROM stays_movement") == [(len(everything),)]
    assert box.read("SELECT count(DISTINCT visit_number) FROM stays_stay") == [(len(everything),)]
    assert box.read("PRAGMA integrity_check") == [("ok",)]
    assert box.verify_ledger()["ok"] is True
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, none lost, none twice")  # noqa: T201 (what the long walk reports)


def send_until(port: int, acknowledged: list[bytes], done: threading.Event) -> None:
    """Send new messages until told to end; every message taken up is sent until it is answered."""

    def fresh():
        number = 0
        while not done.is_set():
            number += 1
            yield admission(str(number), str(number), f"V{number}")

    def answered(message: bytes, answer: bytes) -> None:
        assert b"MSA|AA|" in answer
        acknowledged.append(message)

    send(fresh(), host="127.0.0.1", port=port, connections=CONNECTIONS, answered=answered)


def digest(message: bytes) -> str:
    return hashlib.sha256(message).hexdigest().upper()


def stored(box: Box) -> set[object]:
    return {row[0] for row in box.read("SELECT hex(digest) FROM feeds_message")}
