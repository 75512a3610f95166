"""Making sealed envelopes, and making one worthless."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from permanence.command.first_hour import rules
from permanence.command.first_hour.adapters import cards
from permanence.command.first_hour.models import Envelope, EnvelopeRevocation
from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.ids import new_id
from permanence.foundation.language import box_language
from permanence.foundation.ledger import operations as ledger
from permanence.paper.press import queries as press
from permanence.paper.sheets import operations as sheets


class NotAllowed(PermissionError):
    """Whoever asks may not do this."""


class WrongCount(ValueError):
    """None, or more than are sealed at one time."""


class NoSuchEnvelope(LookupError):
    """No envelope has this number, or it was opened or made worthless before."""


@dataclass(frozen=True, slots=True)
class MadeEnvelope:
    """What stands on one card; the only time the code exists in clear."""

    number: int
    code: str
    place: str
    expires_at: datetime
    sheet: str


def make_envelopes(
    *, count: int, place: str, by: Actor, occurred_at: datetime, valid_for: timedelta = rules.VALID_FOR
) -> tuple[list[MadeEnvelope], bytes]:
    """Make codes that open the first act once each, and their cards as one PDF, which is handed over and kept nowhere.

    Refuses whoever is neither IT nor crisis cell (`NotAllowed`), and none or more than twenty (`WrongCount`). Logs the
    numbers, the place and the expiry, never a code.
    """
    if not rules.may_make(by.roles):
        raise NotAllowed(str(by))
    if not 0 < count <= rules.MOST_AT_ONCE:
        raise WrongCount(count)
    codes = ["".join(secrets.choice(node.ALPHABET) for _ in range(rules.CODE_LENGTH)) for _ in range(count)]
    # One salt for all that stand, so that a try costs one digest whatever their number.
    newest = Envelope.objects.filter(revocation__isnull=True).order_by("-number").first()
    salt = bytes(newest.salt) if newest else secrets.token_bytes(16)
    digests = [rules.code_digest(code, salt) for code in codes]
    with translation.override(box_language()):
        title = _("Sealed envelope")
    numbers = sheets.allocate(
        requests=[sheets.SheetRequest(kind="first_hour.envelope", version=1, title=title, data_as_of=occurred_at)]
        * count,
        by=by,
        occurred_at=occurred_at,
    )
    first = (Envelope.objects.filter(origin=node.origin()).aggregate(last=Max("number"))["last"] or 0) + 1
    made = [
        MadeEnvelope(first + at, rules.spoken(code), place, occurred_at + valid_for, number.spoken)
        for at, (code, number) in enumerate(zip(codes, numbers, strict=True))
    ]
    pdf = _cards(made, occurred_at)
    with transaction.atomic():
        _write(made, salt, digests, by, occurred_at)
        sheets.record_printed(pages=dict.fromkeys(numbers, 1), by=by, occurred_at=occurred_at)
        facts = {"numbers": [one.number for one in made], "place": place, "until": occurred_at + valid_for}
        ledger.record(
            kind="first_hour.envelopes_made", subject="envelopes", by=by, occurred_at=occurred_at, facts=facts
        )
    return made, pdf


@transaction.atomic
def revoke_envelope(*, number: int, reason: str, by: Actor, occurred_at: datetime) -> None:
    """The envelope opens nothing any more, and whoever opened it looks on no longer.

    Refuses whoever is neither IT, nor crisis cell, nor night manager (`NotAllowed`), and a number that no envelope has
    or that is worthless already (`NoSuchEnvelope`). Logs the reason.
    """
    if not rules.may_revoke(by.roles):
        raise NotAllowed(str(by))
    envelope = Envelope.objects.filter(number=number, origin=node.origin(), revocation__isnull=True).first()
    if envelope is None:
        raise NoSuchEnvelope(number)
    try:
        with transaction.atomic():
            EnvelopeRevocation.objects.create(
                envelope=envelope, reason=reason, revoked_by=str(by), occurred_at=occurred_at
            )
    except IntegrityError as error:
        raise NoSuchEnvelope(number) from error
    facts = {"number": number, "reason": reason}
    ledger.record(kind="first_hour.envelope_revoked", subject=envelope.id, by=by, occurred_at=occurred_at, facts=facts)


def _write(
    made: Sequence[MadeEnvelope], salt: bytes, digests: Sequence[bytes], by: Actor, occurred_at: datetime
) -> None:
    Envelope.objects.bulk_create(
        Envelope(
            id=new_id(),
            number=one.number,
            salt=salt,
            digest=digest,
            expires_at=one.expires_at,
            place=one.place,
            made_by=str(by),
            sheet=one.sheet,
            occurred_at=occurred_at,
        )
        for one, digest in zip(made, digests, strict=True)
    )


def _cards(made: Sequence[MadeEnvelope], at: datetime) -> bytes:
    with translation.override(box_language()):
        words = {
            "lang": box_language(),
            "title": _("Sealed envelope"),
            "envelope": _("Envelope"),
            "open_when": _("The screens are dark or a ransom is asked for, and you are alone: open."),
            "lies_label": _("Lies:"),
            "found_open": _("Found open by day: tell IT, who make it worthless and seal another."),
            "fold": _("fold here, code inside, then seal"),
            "steps": [
                _("Go to the Permanence box. On its screen press “First hour” (no password)."),
                _("Read what to unplug and whom to call; then type this code, your name and your function."),
                _("Press “Declare the blackout and print”. It erases nothing and can be lifted."),
            ],
            "letters": _("Capital or small letters, with or without dashes. It works once."),
            "written": _("Opened by"),
            "at": _("at"),
            "printed": _("Printed {moment}").format(moment=press.moment(at)),
        }
        until = _("Good until {day}").format(day=press.moment(made[0].expires_at)[:10])
    rows = [
        {"number": one.number, "code": one.code, "place": one.place, "sheet": one.sheet, "until": until} for one in made
    ]
    return cards.draw(words, rows)
