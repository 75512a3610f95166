"""The open door: a server that hears feeds, keeps and applies what they say, and only then answers."""

import gc
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from permanence.exchange.feeds import operations as feeds
from permanence.exchange.hl7v2.adapters.arrivals import Arrival
from permanence.exchange.hl7v2.adapters.mllp import FeedServer, Limits
from permanence.exchange.hl7v2.adapters.tls import TlsDoor
from permanence.exchange.hl7v2.rules.acknowledgements import acknowledge
from permanence.exchange.hl7v2.rules.format import NAME
from permanence.exchange.hl7v2.rules.refusals import AckCode, Reason, Refusal, answer_to
from permanence.exchange.hl7v2.rules.tokens import Message as ReadMessage
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import write_back

logger = logging.getLogger(__name__)

# A full disk or a lost database must not make senders and box run in circles as fast as they can.
PAUSE_WHEN_NOT_STORED_SECONDS = 0.5
# A busy feed fills the log of the database (16,000 pages) in about a second.
WRITE_BACK_EVERY_SECONDS = 0.5


def start_feeds(
    *,
    host: str,
    port: int,
    by: Actor,
    occurred_at: datetime,
    feed: str = "",
    limits: Limits | None = None,
    tls: TlsDoor | None = None,
) -> FeedServer:
    """Listen to feeds over MLLP, until the server that is given back is stopped; port 0 lets the system choose.

    `feed` names the feed of everything that arrives here; without it each message says its sender (MSH-3, MSH-4).
    With `tls` it is listened to over TLS too, on a port of its own, by senders with a certificate alone if `tls` names
    who signs them. Refuses a port that is taken (`OSError`) and files no TLS can be spoken with (`TlsUnusable`). Logs
    `hl7v2.listening_started`, then what `feeds.receive` logs.
    """
    _spare_the_collector()
    server = FeedServer(_Keeper(feed, by), host=host, port=port, limits=limits, tls=tls).start()
    try:
        with transaction.atomic():
            where = f"{host}:{server.port}"
            facts: dict[str, object] = {"feed": feed}
            if tls:
                facts |= {"tls": f"{tls.host}:{server.tls_port}", "senders_certified": bool(tls.client_authority)}
            ledger.record(kind="hl7v2.listening_started", subject=where, by=by, occurred_at=occurred_at, facts=facts)
    except BaseException:
        server.stop()
        raise
    return server


def _spare_the_collector() -> None:
    """What start-up made stays for good: walking it again every few messages takes a tenth of a feed's time."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


class _Keeper:
    """Receives each batch of the server, in its writer thread, and says what each sender is answered."""

    def __init__(self, feed: str, by: Actor) -> None:
        self._feed = feed
        self._by = by
        self._failing = False
        self._writing_back = ThreadPoolExecutor(1, thread_name_prefix="hl7v2-write-back")
        self._written_back_at = 0.0

    def __call__(self, arrivals: Sequence[Arrival]) -> list[bytes]:
        now = clock.now()
        heard = [feeds.Arrival(one.raw, NAME, one.peer, self._feed, is_cut=one.is_cut) for one in arrivals]
        try:
            receipts = feeds.receive(arrivals=heard, by=self._by, occurred_at=now)
        except feeds.NOT_THE_MESSAGE as reason:
            return self._not_stored(arrivals, reason, now)
        if self._failing:
            self._failing = False
            logger.warning("messages are stored again")
        self._write_back_at_times()
        return [_answer(receipt, now) for receipt in receipts]

    def _write_back_at_times(self) -> None:
        at = time.monotonic()
        if at - self._written_back_at > WRITE_BACK_EVERY_SECONDS:
            self._written_back_at = at
            self._writing_back.submit(write_back)

    def _not_stored(self, arrivals: Sequence[Arrival], reason: BaseException, now: datetime) -> list[bytes]:
        if not self._failing:
            self._failing = True
            logger.error("messages cannot be stored, their senders keep them: %s", reason)
        connection.close()
        time.sleep(PAUSE_WHEN_NOT_STORED_SECONDS)
        refusal = Refusal(Reason.NOT_STORED)
        return [_acknowledged(arrival.raw, AckCode.ERROR, new_id().hex, now, (refusal,)) for arrival in arrivals]


def _answer(receipt: feeds.Receipt, now: datetime) -> bytes:
    errors = (receipt.refusal,) if receipt.refusal else ()
    return _acknowledged(receipt.read, answer_to(receipt.refusal).ack_code, receipt.message.hex, now, errors)


def _acknowledged(
    read: ReadMessage | bytes, code: AckCode, control_id: str, now: datetime, errors: Sequence[Refusal]
) -> bytes:
    # MSH-10 holds 20 characters before version 2.7; the end of a UUIDv7 is its random part.
    local = timezone.localtime(now)
    return acknowledge(read, code, control_id=control_id[-20:], at=local, errors=errors, say=gettext)
