"""What people do with messages that could not be applied: replay, mend, discard; the original is never touched."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from permanence.care.patients import operations as patients
from permanence.care.patients import queries as known_patients
from permanence.exchange.feeds.adapters.formats import format_named
from permanence.exchange.feeds.models import REASON_LENGTH, Quarantine, QuarantineResolution, ResolutionKind
from permanence.exchange.feeds.operations.applying import Application
from permanence.exchange.feeds.operations.reading import Reading
from permanence.exchange.feeds.operations.receiving import TURNS
from permanence.exchange.feeds.rules.refusals import WAITING_FOR_ANOTHER, Refusal
from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import insert, overwrite, take_turns

# Messages replayed in one transaction.
CHUNK = 400


class NotInQuarantine(Exception):
    """No such message, or it was applied already."""


class StillRefused(Exception):
    """The mended text cannot be applied either; `refusal` says why, in English and in the room's catalogue."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(" ".join(part for part in (_(refusal.text), refusal.detail, refusal.location) if part))


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What became of quarantined messages that were tried again."""

    applied: int
    still_refused: int


def replay(*, quarantines: Sequence[UUID], by: Actor, occurred_at: datetime) -> ReplayReport:
    """Try messages again as they came, in the order they came: the sender's data or this box were put right since.

    What is applied leaves the quarantine; what is refused again stays, with its present reason. Those applied before
    are passed over. Logs one `feeds.quarantine_replayed` for each few hundred.
    """
    applied = refused = 0
    wanted = sorted(quarantines)
    for start in range(0, len(wanted), CHUNK):
        some = _replay_some(wanted[start : start + CHUNK], by, occurred_at)
        applied, refused = applied + some.applied, refused + some.still_refused
    return ReplayReport(applied, refused)


def replay_waiting(*, since: UUID, by: Actor, occurred_at: datetime) -> ReplayReport:
    """Try again what came after `since` and waits for something it refers to, until nothing more can be applied.

    Logs as `replay` does.
    """
    applied = 0
    while True:
        waiting = Quarantine.objects.filter(
            message__gt=since, reason__in=WAITING_FOR_ANOTHER, resolutions__isnull=True
        ).order_by("id")
        found = list(waiting.values_list("id", flat=True))
        some = replay(quarantines=found, by=by, occurred_at=occurred_at) if found else ReplayReport(0, 0)
        applied += some.applied
        if not (some.applied and some.still_refused):
            return ReplayReport(applied, some.still_refused)


@transaction.atomic
def mend(*, quarantine: UUID, text: str, reason: str, by: Actor, occurred_at: datetime) -> None:
    """Apply a text put right by a person in place of a message; the original stays beside it.

    Refuses a message that is not in quarantine (`NotInQuarantine`), and a text that cannot be applied either
    (`StillRefused`): nothing is then changed. Logs `feeds.message_mended`.
    """
    take_turns(TURNS)
    found = _waiting([quarantine])
    if not found:
        raise NotInQuarantine(quarantine)
    message = found[0].message
    raw = format_named(message.format).encoded(text, message.charset or message.feed.charset)
    reading = Reading.again(message, raw)
    Application(by, waits_for_stays=False).apply([reading])
    if reading.refusal:
        raise StillRefused(reading.refusal)
    _resolve(ResolutionKind.MENDED, [(found[0], reading, raw)], reason, by, occurred_at)
    facts: dict[str, object] = {"reason": reason, "sha256": hashlib.sha256(raw).hexdigest()}
    ledger.record(kind="feeds.message_mended", subject=reading.id, by=by, occurred_at=occurred_at, facts=facts)


@transaction.atomic
def discard(*, quarantines: Sequence[UUID], reason: str, by: Actor, occurred_at: datetime) -> int:
    """Say of messages that nothing of them is needed; how many. They are kept, and may still be replayed or mended.

    Those applied before are passed over. Logs one `feeds.messages_discarded`.
    """
    found = _waiting(quarantines)
    _resolve(ResolutionKind.DISCARDED, [(one, None, None) for one in found], reason, by, occurred_at)
    if found:
        subject = found[0].message_id if len(found) == 1 else "messages"
        facts = {"reason": reason, **_named(one.message_id for one in found)}
        ledger.record(kind="feeds.messages_discarded", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
    return len(found)


@transaction.atomic
def account_for_opening(*, quarantine: UUID, screen: str, by: Actor, occurred_at: datetime) -> None:
    """Write that a person saw the content of a quarantined message, and so the data of whoever it is about.

    Refuses an unknown one (`NotInQuarantine`). Logs `feeds.message_opened`, and the reading of each patient that the
    message names and the box knows.
    """
    found = Quarantine.objects.filter(id=quarantine).select_related("message__feed").first()
    if found is None:
        raise NotInQuarantine(quarantine)
    ledger.record(
        kind="feeds.message_opened", subject=found.message_id, by=by, occurred_at=occurred_at, facts={"screen": screen}
    )
    known = known_patients.patients_with(_people(Reading.again(found.message)))
    patients.account_for_reads(patients=sorted(known), screen=screen, by=by, occurred_at=occurred_at)


@transaction.atomic
def _replay_some(quarantines: Sequence[UUID], by: Actor, occurred_at: datetime) -> ReplayReport:
    take_turns(TURNS)
    found = _waiting(quarantines)
    readings = [Reading.again(one.message) for one in found]
    Application(by, waits_for_stays=False).apply(readings)
    tried = list(zip(found, readings, strict=True))
    applied = [(one, reading, None) for one, reading in tried if not reading.refusal]
    _resolve(ResolutionKind.REPLAYED, applied, "", by, occurred_at)
    columns = ("reason", "detail", "location")
    overwrite(Quarantine, columns, ((*reading.why_refused(), one.id) for one, reading in tried if reading.refusal))
    if found:
        facts = {"applied": len(applied), **_named(one.message_id for one in found)}
        subject = found[0].message_id if len(found) == 1 else "messages"
        ledger.record(kind="feeds.quarantine_replayed", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
    return ReplayReport(len(applied), len(found) - len(applied))


def _waiting(quarantines: Sequence[UUID]) -> list[Quarantine]:
    """Those not applied since, a discarded one among them, in the order their messages came."""
    last = QuarantineResolution.objects.filter(quarantine=OuterRef("id")).order_by("-id").values("kind")[:1]
    unsettled = Q(settled__isnull=True) | Q(settled=ResolutionKind.DISCARDED)
    chosen = Quarantine.objects.filter(id__in=quarantines).annotate(settled=Subquery(last)).filter(unsettled)
    return list(chosen.select_related("message__feed").order_by("message_id"))


def _resolve(
    kind: ResolutionKind,
    settled: Iterable[tuple[Quarantine, Reading | None, bytes | None]],
    reason: str,
    by: Actor,
    occurred_at: datetime,
) -> None:
    said = (kind, reason[:REASON_LENGTH], str(by), occurred_at)
    insert(
        QuarantineResolution,
        ("quarantine", "mended", "patient", "stay", "kind", "reason", "resolved_by", "occurred_at"),
        (
            (one.id, mended, reading and reading.patient, reading and reading.stay, *said)
            for one, reading, mended in settled
        ),
    )


def _named(messages: Iterable[UUID]) -> dict[str, object]:
    """Messages as a ledger entry names them."""
    ids = sorted(messages)
    return {"count": len(ids), "sha256": hashlib.sha256(b"".join(id_.bytes for id_ in ids)).hexdigest()}


def _people(reading: Reading) -> Sequence[patients.IdentifierFact]:
    return [] if reading.message is None else reading.format.people(reading.message, reading.context)
