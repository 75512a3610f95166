"""The disk is full: senders are told to keep their messages, the box stays up, and goes on when there is room again."""

import resource

import pytest

from permanence.exchange.hl7v2.adapters.sender import send
from permanence.exchange.hl7v2.tests.box import Box
from permanence.exchange.hl7v2.tests.reception import admission


@pytest.fixture
def box(tmp_path):
    box = Box(tmp_path)
    box.start()
    yield box
    box.kill()


def room_for(box: Box, size: int) -> None:
    """Let no file of the box grow beyond a size: the kernel then refuses its writes, as a full disk does."""
    resource.prlimit(box.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_senders_keep_their_messages_while_the_disk_is_full_and_the_box_recovers(box):
    messages = [admission(str(n), str(n + 1), f"V{n}") for n in range(30)]
    address = {"host": "127.0.0.1", "port": box.port}
    assert send(messages[:10], **address).accepted == 10
    room_for(box, 1024)
    full = send(messages[10:14], **address)
    assert (full.accepted, full.refused) == (0, 4)
    assert b"MSA|AE|10" in full.first_refusal
    assert b"|207^" in full.first_refusal
    room_for(box, resource.RLIM_INFINITY)
    assert send(messages[10:], connections=4, **address).accepted == 20
    box.stop()
    assert box.read("SELECT count(*), count(DISTINCT digest) FROM feeds_message") == [(30, 30)]
    assert box.read("SELECT count(*) FROM feeds_quarantine") == [(0,)]
    assert box.read("PRAGMA integrity_check") == [("ok",)]
    assert box.verify_ledger()["ok"] is True
