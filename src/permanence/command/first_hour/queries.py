"""Which envelopes lie where, who opened one, and how long guessing waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from permanence.command.crisis import queries as crisis
from permanence.command.first_hour import rules
from permanence.command.first_hour.models import Envelope, EnvelopeAttempt, EnvelopeOpening
from permanence.foundation import clock
from permanence.foundation.actors import Actor, Role
from permanence.foundation.board import Health
from permanence.foundation.readiness import Check
from permanence.paper.press import queries as press
from permanence.paper.sheets import queries as sheets

READERS = tuple(role for role in Role if role in rules.READERS)
_ENOUGH = 2
_SOON = timedelta(days=30)
HOLDS_FOR = rules.HOLDS_FOR
# Documents that name no patient: all that a holder may open. A kind that is not listed stays shut.
_OF_NOBODY = frozenset({
    "crisis.first_hour", "crisis.outside_numbers", "crisis.door_notice", "crisis.runners", "stays.number_block",
})  # fmt: skip


class EnvelopeState(StrEnum):
    """How an envelope stands."""

    SEALED = "sealed"
    OPENED = "opened"
    EXPIRED = "expired"
    REVOKED = "revoked"


STATE_NAMES: dict[EnvelopeState, Promise] = {
    EnvelopeState.SEALED: gettext_lazy("sealed"),
    EnvelopeState.OPENED: gettext_lazy("opened"),
    EnvelopeState.EXPIRED: gettext_lazy("out of date"),
    EnvelopeState.REVOKED: gettext_lazy("worthless"),
}


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """An envelope: who made it and where it lies; who opened it or why it is worthless, when that happened."""

    id: UUID
    number: int
    place: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    sheet: str
    state: EnvelopeState
    opened_at: datetime | None
    opened_by: str
    reason: str

    @property
    def state_name(self) -> str:
        """How it stands, in the reader's language."""
        return str(STATE_NAMES[self.state])


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who opened an envelope and may still look on."""

    opening: UUID
    number: int
    name: str
    function: str
    opened_at: datetime
    until: datetime

    @property
    def actor(self) -> Actor:
        """The holder as the ledger writes it."""
        return Actor("envelope", f"{self.number} {self.name}")


def envelopes() -> list[EnvelopeRow]:
    """Every envelope ever made, the newest first."""
    now = clock.now()
    rows = Envelope.objects.select_related("opening", "revocation").order_by("-number")
    return [_row(row, now) for row in rows]


def envelope(number: int) -> EnvelopeRow | None:
    """The envelope of this number, or None."""
    return next((row for row in envelopes() if row.number == number), None)


def holder(opening: object) -> Holder | None:
    """Who opened an envelope, while they may look on and nobody made it worthless; else None."""
    try:
        key = UUID(str(opening))
    except ValueError:
        return None
    found = EnvelopeOpening.objects.filter(id=key, envelope__revocation__isnull=True).select_related("envelope").first()
    if found is None or not rules.is_held(opened_at=found.occurred_at, now=clock.now()):
        return None
    until = found.occurred_at + rules.HOLDS_FOR
    return Holder(found.id, found.envelope.number, found.name, found.function, found.occurred_at, until)


def of_nobody(parts: Iterable[press.PartRow]) -> frozenset[UUID]:
    """Those printed parts whose every sheet names no patient."""
    ready = (part.id for part in parts if part.path)
    return frozenset(id_ for id_ in ready if all(_names_nobody(row) for row in sheets.sheets_of_part(id_)))


def _names_nobody(row: sheets.SheetRow) -> bool:
    return row.kind in _OF_NOBODY and row.patient is None and row.stay is None


def wait_until(client: str, *, without: UUID | None = None) -> datetime | None:
    """Until when nobody at this address may try a code, or None; `without` leaves one attempt out of the count."""
    now = clock.now()
    failures = EnvelopeAttempt.objects.filter(opening__isnull=True, occurred_at__gt=now - timedelta(minutes=10))
    others = failures.exclude(id=without) if without else failures
    rows = list(others.values_list("client", "occurred_at"))
    return rules.wait_until(
        of_client=[at for where, at in rows if where == client], of_house=[at for _where, at in rows], now=now
    )


def readiness_checks() -> list[Check]:
    """Whether somebody without an account could declare tonight, and whether an exercise was forgotten."""
    return [_envelopes_check(), *_exercise_check()]


def _envelopes_check() -> Check:
    sealed = [row for row in envelopes() if row.state is EnvelopeState.SEALED]
    name = gettext_lazy("Sealed envelopes")
    remedy = _(
        "Type: permanence crisis envelopes make --count 3 --place WHERE --pdf FILE, print, seal, bring them there."
    )
    if not sealed:
        return Check(name, Health.BAD, _("None: whoever is alone at night without a password cannot declare."), remedy)
    places = ", ".join(sorted({row.place for row in sealed}))
    count = ngettext("{n}, at: {places}.", "{n}, at: {places}.", len(sealed)).format(n=len(sealed), places=places)
    first_end = min(row.expires_at for row in sealed)
    if len(sealed) < _ENOUGH:
        return Check(name, Health.WATCH, count, remedy)
    if first_end - clock.now() < _SOON:
        ends = _("The first is out of date on {day}.").format(day=f"{timezone.localtime(first_end):%d/%m/%Y}")
        return Check(name, Health.WATCH, f"{count} {ends}", remedy)
    return Check(name, Health.GOOD, count)


def _exercise_check() -> list[Check]:
    state = crisis.state()
    if state.declared_at is None or not state.exercise:
        return []
    found = _("An exercise is open since {at}.").format(at=f"{timezone.localtime(state.declared_at):%d/%m/%Y %H:%M}")
    remedy = _("If it is over, end it on the page of the crisis: meanwhile the picture does not move.")
    return [Check(gettext_lazy("Exercise left open"), Health.WATCH, found, remedy)]


def _row(row: Envelope, now: datetime) -> EnvelopeRow:
    opening, revocation = getattr(row, "opening", None), getattr(row, "revocation", None)
    state = EnvelopeState.EXPIRED if row.expires_at <= now else EnvelopeState.SEALED
    state = EnvelopeState.REVOKED if revocation else EnvelopeState.OPENED if opening else state
    return EnvelopeRow(
        id=row.id,
        number=row.number,
        place=row.place,
        made_at=row.occurred_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        sheet=row.sheet,
        state=state,
        opened_at=opening.occurred_at if opening else None,
        opened_by=f"{opening.name}, {opening.function}" if opening else "",
        reason=revocation.reason if revocation else "",
    )
