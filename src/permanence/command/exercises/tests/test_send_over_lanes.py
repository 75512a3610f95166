"""Messages over several connections at once, to a real MLLP door."""

import asyncio
import threading

import pytest

from permanence.command.exercises.adapters.lanes import Lanes, NobodyAnswers
from permanence.command.exercises.rules.segments import ALONE, Sent
from permanence.exchange.hl7v2.operations import FeedServer


def message(lane: int, rank: int) -> Sent:
    header = f"MSH|^~\\&|GAM|CHVB|P|P|20261120||ADT^A28|{lane}-{rank}|P|2.5\r"
    return Sent("GAM", lane, header.encode())


class Notebook:
    """Keeps what comes in the order it comes; answers as told."""

    def __init__(self, answer=b"MSH|^~\\&|P\rMSA|AA|1\r") -> None:
        self.came: list[str] = []
        self.answer = answer
        self.hang_up_on = 0
        self.again_on = 0
        self._lock = threading.Lock()

    def __call__(self, arrivals):
        answers = []
        with self._lock:
            for arrival in arrivals:
                self.hang_up_on -= 1
                self.again_on -= 1
                if self.hang_up_on == 0:
                    answers.append(b"")
                    continue
                if self.again_on == 0:
                    answers.append(b"MSH|^~\\&|P\rMSA|AE|1\rERR|||207|E\r")
                    continue
                self.came.append(arrival.raw.split(b"|")[9].decode())
                answers.append(self.answer)
        return answers


def tell(notebook, messages, connections=8):
    server = FeedServer(notebook, host="127.0.0.1", port=0).start()

    async def run():
        lanes = Lanes("127.0.0.1", server.port, connections=connections)
        await lanes.tell(messages)
        lanes.close()
        return lanes.count

    try:
        return asyncio.run(run())
    finally:
        server.stop()


MANY = [message(rank % 50, rank) for rank in range(2000)]


def in_order(came, lane):
    ranks = [int(text.split("-")[1]) for text in came if text.startswith(f"{lane}-")]
    return ranks == sorted(ranks) and len(ranks) == 40


def test_all_are_answered_and_each_lane_keeps_its_order():
    notebook = Notebook()
    count = tell(notebook, MANY)
    assert (count.accepted, count.refused) == (2000, 0)
    assert all(in_order(notebook.came, lane) for lane in range(50))


def test_what_is_set_aside_by_the_receiver_is_counted_and_not_sent_again():
    notebook = Notebook(answer=b"MSH|^~\\&|P\rMSA|AR|1\rERR|||200|E\r")
    count = tell(notebook, MANY[:100])
    assert (count.accepted, count.refused) == (0, 100)
    assert len(notebook.came) == 100


@pytest.mark.parametrize("fault", ["hang_up_on", "again_on"])
def test_a_message_that_was_not_kept_is_sent_again_in_its_turn(fault):
    notebook = Notebook()
    setattr(notebook, fault, 700)
    count = tell(notebook, MANY)
    assert count.accepted == 2000
    assert all(in_order(list(dict.fromkeys(notebook.came)), lane) for lane in range(50))


def test_a_message_about_two_patients_waits_for_all_before_it_and_holds_all_after_it():
    notebook = Notebook()
    middle = message(ALONE, 0)
    tell(notebook, [*MANY[:500], middle, *MANY[500:]])
    at = notebook.came.index("-1-0")
    assert set(notebook.came[:at]) == {f"{rank % 50}-{rank}" for rank in range(500)}


def test_it_gives_up_when_nobody_answers():
    async def run():
        await Lanes("127.0.0.1", 9, connections=2, patience_seconds=0.2).tell([message(1, 1)])

    with pytest.raises(NobodyAnswers):
        asyncio.run(run())
