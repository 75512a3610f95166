"""Resources posted by a feed: each entry kept and applied by itself, and answered for once it is on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from permanence.exchange.feeds import operations
from permanence.exchange.feeds import queries as known_feeds
from permanence.exchange.feeds.operations import Arrival, Outcome, Receipt
from permanence.exchange.fhir.rules.format import NAME
from permanence.exchange.fhir.rules.outcomes import Fate, outcome_of, responses
from permanence.exchange.fhir.rules.splitting import Piece, bundle_kind, pieces_in
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id

# Entries kept in one transaction: many enough to be quick, few enough to let other feeds in between.
BATCH = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP status and the resource that answers a post."""

    status: int
    body: dict[str, Any]


def receive_post(*, body: bytes, feed: str, client: str, by: Actor, occurred_at: datetime) -> Answer:
    """Receive what a feed posts: one resource, or each entry of a bundle.

    What refers to something that only comes later in the same bundle is applied once that has come. Every entry is
    answered for: what is refused waits in quarantine, and need not be sent again. Refuses nothing. Logs as
    `feeds.receive` does.
    """
    began = new_id()
    kind = bundle_kind(body)
    pieces = list(pieces_in(body)) if kind else [Piece(0, len(body), "")]
    receipts: list[Receipt] = []
    for start in range(0, len(pieces), BATCH):
        arrivals = [
            Arrival(body[one.start : one.end], NAME, peer=client, feed=feed) for one in pieces[start : start + BATCH]
        ]
        receipts += operations.receive(arrivals=arrivals, by=by, occurred_at=occurred_at)
    if any(receipt.refusal for receipt in receipts):
        operations.replay_waiting(since=began, by=by, occurred_at=occurred_at)
    fates = _fates(receipts)
    if kind:
        ordered = sorted(zip(pieces, fates, strict=True), key=lambda pair: pair[0].start)
        return Answer(200, responses(kind, (fate for _piece, fate in ordered)))
    return Answer(fates[0].status, outcome_of(fates[0]))


def _fates(receipts: Sequence[Receipt]) -> list[Fate]:
    refused = [receipt.message for receipt in receipts if receipt.refusal]
    waiting = known_feeds.reasons_of(refused) if refused else {}
    return [_fate(receipt, waiting) for receipt in receipts]


def _fate(receipt: Receipt, waiting: "dict[Any, known_feeds.WaitingReason]") -> Fate:
    still = waiting.get(receipt.message)
    if still:
        words = _("{why} It is kept in quarantine.").format(why=still.said)
        return Fate(
            applied=False, duplicate=receipt.duplicate, held=False, reason=still.reason, words=words,
            location=still.location,
        )  # fmt: skip
    held = receipt.outcome is Outcome.HELD
    if receipt.duplicate:
        words = _("Received before; nothing changed.")
    elif held:
        words = _("Kept; it will be applied when the feeds are released.")
    else:
        words = _("Kept and applied.")
    return Fate(applied=not held, duplicate=receipt.duplicate, held=held, reason="", words=words)
