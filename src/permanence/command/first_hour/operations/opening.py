"""Opening a sealed envelope: the first act of somebody without an account."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.command.crisis import operations as crisis
from permanence.command.crisis import queries as crisis_state
from permanence.command.first_hour import queries, rules
from permanence.command.first_hour.models import Envelope, EnvelopeAttempt, EnvelopeOpening
from permanence.foundation.actors import Actor
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger


class CodeRefused(PermissionError):
    """No envelope of this box has this code."""


class TooManyTries(CodeRefused):
    """Too many wrong codes: nothing is tried before the instant given."""


class EnvelopeUsed(CodeRefused):
    """The code is right, and was used at the instant given."""


class EnvelopeExpired(CodeRefused):
    """The code is right, and out of date since the instant given."""


class EnvelopeWorthless(CodeRefused):
    """The code is right, and somebody made it worthless."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening did: the opening, by which its holder looks on, and whether it declared the blackout."""

    opening: UUID
    declared: bool


def open_envelope(
    *,
    code: str,
    name: str,
    function: str,
    reason: str,
    exercise: bool,
    client: str,
    by: Actor,
    occurred_at: datetime,
) -> Opened:
    """Use a sealed code up: declare the blackout in the name of its envelope and holder, and plan the kit.

    Where a crisis is open already nothing is declared twice; an exercise gives way to a real blackout. Refuses a wrong
    code (`CodeRefused`), one that was used, is out of date or worthless (`EnvelopeUsed`, `EnvelopeExpired`,
    `EnvelopeWorthless`), and anything after too many failures (`TooManyTries`). `client` is the address it came from,
    `by` whoever answers the door. Logs each opening with name and function, and each refusal, never a code.
    """
    attempt = _counted_attempt(client, occurred_at)
    if isinstance(attempt, datetime):
        _log_refusal("too many tries", client, by, occurred_at)
        raise TooManyTries(attempt)
    envelope = _matching(code)
    try:
        sealed = _sealed(envelope, occurred_at)
        return _open(sealed, attempt, name, function, reason, exercise=exercise, occurred_at=occurred_at)
    except CodeRefused as refusal:
        _log_refusal(type(refusal).__name__, client, by, occurred_at, envelope)
        raise


def _counted_attempt(client: str, occurred_at: datetime) -> EnvelopeAttempt | datetime:
    """The attempt, committed as a failure until proven otherwise; or until when nothing may be tried.

    Committed before the code is looked at, then the others are counted: parallel guesses all see one another.
    """
    until = queries.wait_until(client)
    if until:
        return until
    attempt = EnvelopeAttempt.objects.create(client=client[:45], occurred_at=occurred_at)
    return queries.wait_until(client, without=attempt.id) or attempt


def _matching(code: str) -> Envelope | None:
    """The envelope of this code, opened and worthless ones too; as slow for a wrong code as for a right one."""
    envelopes = list(Envelope.objects.select_related("opening", "revocation").order_by("number"))
    salts = {bytes(one.salt) for one in envelopes} or {secrets.token_bytes(16)}
    found: Envelope | None = None
    for salt in salts:
        digest = rules.code_digest(code, salt)
        kept = [(at, bytes(one.digest)) for at, one in enumerate(envelopes) if bytes(one.salt) == salt]
        at = rules.matching_number(digest, kept)
        found = found if at is None else envelopes[at]
    return found


def _sealed(envelope: Envelope | None, now: datetime) -> Envelope:
    if envelope is None:
        raise CodeRefused
    if hasattr(envelope, "revocation"):
        raise EnvelopeWorthless
    if hasattr(envelope, "opening"):
        raise EnvelopeUsed(envelope.opening.occurred_at)
    if envelope.expires_at <= now:
        raise EnvelopeExpired(envelope.expires_at)
    return envelope


def _open(
    envelope: Envelope,
    attempt: EnvelopeAttempt,
    name: str,
    function: str,
    reason: str,
    *,
    exercise: bool,
    occurred_at: datetime,
) -> Opened:
    holder = Actor("envelope", f"{envelope.number} {name}")
    with transaction.atomic():
        try:
            with transaction.atomic():
                opening = EnvelopeOpening.objects.create(
                    envelope=envelope, attempt=attempt, name=name, function=function, occurred_at=occurred_at
                )
        except IntegrityError as error:
            # Another request used it a moment ago.
            raise EnvelopeUsed(occurred_at) from error
        facts = {"number": envelope.number, "name": name, "function": function}
        ledger.record(
            kind="first_hour.envelope_opened", subject=envelope.id, by=holder, occurred_at=occurred_at, facts=facts
        )
        declared = _declare(reason, holder, exercise=exercise, occurred_at=occurred_at)
    return Opened(opening.id, declared)


def _declare(reason: str, holder: Actor, *, exercise: bool, occurred_at: datetime) -> bool:
    state = crisis_state.state()
    if state.declared_at is not None:
        if exercise or not state.exercise:
            return False
        with translation.override(box_language()):
            ended = _("A real blackout begins")
        crisis.lift(reason=ended, replay=False, by=holder, occurred_at=occurred_at)
    crisis.declare(reason=reason, exercise=exercise, by=holder, occurred_at=occurred_at)
    return True


def _log_refusal(reason: str, client: str, by: Actor, occurred_at: datetime, envelope: Envelope | None = None) -> None:
    facts = {"reason": reason, "client": client, "number": envelope.number if envelope else None}
    subject = envelope.id if envelope else "unknown"
    with transaction.atomic():
        ledger.record(kind="first_hour.envelope_refused", subject=subject, by=by, occurred_at=occurred_at, facts=facts)
