"""Make this box a demonstration: which hospital, which wards, which feeds, who may sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.command.exercises import queries
from permanence.command.exercises.models import DemoHospital
from permanence.command.exercises.rules.hospital import Hospital
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds import queries as known_feeds
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.accounts import queries as people
from permanence.foundation.actors import Actor, Role
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.places import operations as places

# The longest normal silence of each program, in seconds, and what it mostly tells.
_RHYTHMS = {"GAM": 600, "DPI": 900, "LIS": 900, "AGENDA": 7200}
_KINDS = {
    "GAM": feeds.FeedKind.ADMISSIONS,
    "DPI": feeds.FeedKind.PRESCRIPTION,
    "LIS": feeds.FeedKind.LABORATORY,
    "AGENDA": feeds.FeedKind.AGENDA,
}


class BoxHoldsWork(Exception):
    """Something was written in this box that is no demonstration: nothing made up may be mixed with it."""


class AnotherHospital(Exception):
    """The box holds another made-up hospital (its seed and scale)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in to the demonstration."""

    username: str
    display_name: str
    role: Role
    password: str


@transaction.atomic
def found(*, seed: int, scale: str, by: Actor, occurred_at: datetime) -> UUID:
    """Make this box a demonstration of the hospital of that seed and scale, made at `occurred_at`; its id.

    The same hospital founded again is the one already here. Refuses a box in which anything else was written
    (`BoxHoldsWork`), and a second hospital (`AnotherHospital`). Logs `exercises.hospital_founded`.
    """
    known = queries.demo()
    if known is not None:
        if (known.seed, known.scale) != (seed, scale):
            raise AnotherHospital(known.seed, known.scale)
        return known.id
    if queries.holds_work():
        raise BoxHoldsWork
    hospital = DemoHospital.objects.create(seed=seed, scale=scale, occurred_at=occurred_at)
    ledger.record(
        kind="exercises.hospital_founded",
        subject=hospital.id,
        by=by,
        occurred_at=occurred_at,
        facts={"seed": seed, "scale": scale},
    )
    return hospital.id


def furnish(*, hospital: Hospital, by: Actor, occurred_at: datetime) -> None:
    """Describe the made-up hospital's wards and feeds to this box, as its own people would before connecting it.

    Logs `exercises.hospital_furnished`, beside what describing wards and adding feeds logs.
    """
    with transaction.atomic():
        described = places.describe(facts=_wards(hospital), by=by, occurred_at=occurred_at)
        for code in hospital.world.pack.senders:
            _add_feed(hospital, code, by, occurred_at)
        ledger.record(
            kind="exercises.hospital_furnished",
            subject=hospital.identity.namespace,
            by=by,
            occurred_at=occurred_at,
            facts={"wards": described.wards, "feeds": len(hospital.world.pack.senders)},
        )


@transaction.atomic
def open_accounts(*, hospital: Hospital, by: Actor, occurred_at: datetime) -> Sequence[Account]:
    """One person for each role, with a password made up now; those who have an account already are left out.

    Logs `exercises.accounts_opened`, beside what creating people logs.
    """
    opened: list[Account] = []
    for number, role in enumerate(Role):
        username = role.value.replace("_", ".")
        if people.person(username) is not None:
            continue
        surname, given = hospital.world.staff.name(500 + number)
        account = Account(username, f"{given} {surname}", role, people.proposed_password())
        accounts.create_person(
            username=account.username,
            display_name=account.display_name,
            roles=[role],
            password=account.password,
            by=by,
            occurred_at=occurred_at,
        )
        opened.append(account)
    ledger.record(
        kind="exercises.accounts_opened",
        subject=hospital.identity.namespace,
        by=by,
        occurred_at=occurred_at,
        facts={"count": len(opened)},
    )
    return opened


def _wards(hospital: Hospital) -> list[places.WardDescription]:
    described = []
    for ward in hospital.building.wards.values():
        rooms = [("", ""), *((bed.room, bed.label) for bed in hospital.building.beds[ward.code])]
        described += [
            places.WardDescription(
                places.PlaceFact(ward.code, room, label, hospital.identity.namespace, ward.building, ward.floor),
                ward.name,
            )
            for room, label in rooms
        ]
    return described


def _add_feed(hospital: Hospital, code: str, by: Actor, occurred_at: datetime) -> None:
    sender = hospital.sender(code, "")
    if known_feeds.feed(sender.feed) is not None:
        return
    # A program that says its charset in every message needs no setting; the others do.
    charset = "" if sender.habits.declared else sender.habits.charset
    description = feeds.FeedDescription(
        name=sender.habits.label,
        owner=hospital.identity.name,
        kind=_KINDS[code],
        charset=charset,
        rhythm=_RHYTHMS[code],
    )
    feeds.add_feed(code=sender.feed, description=description, by=by, occurred_at=occurred_at)
