"""What the rows of each kind say, as the facts that every door speaks."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from permanence.care.agenda.rules import AppointmentFact, AppointmentState
from permanence.care.archive.rules import EntryFact
from permanence.care.charts.rules import TreatmentFact
from permanence.care.patients.rules import ANY_AUTHORITY, IdentifierFact, IdentityFact, Traits
from permanence.exchange.feeds.rules.told import About, Context
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.rows import Reading, starts_at
from permanence.exchange.tables.rules.values import BirthDate
from permanence.foundation.places.rules import PlaceFact, WardDescription
from permanence.people.directory.rules import StaffFact

# HL7 table 0203: an identifier of which nobody said what it is.
_UNSPECIFIED = "U"
_OF_PATIENTS = frozenset({TableKind.APPOINTMENTS, TableKind.TREATMENTS})

Values = Mapping[str, Any]


def identities_of(reading: Reading, values: Values, context: Context) -> tuple[IdentityFact, ...]:
    """Whom a row is about: by the hospital's number, else by strict traits, else by what the row itself says."""
    if reading.kind not in _OF_PATIENTS:
        return ()
    return (
        IdentityFact(
            identifiers_of(values, context),
            traits_of(values),
            occurred_at=context.received_at,
            source=context.source,
            fills_gaps_only=True,
        ),
    )


def identifiers_of(values: Values, context: Context) -> tuple[IdentifierFact, ...]:
    """The patient's number, whoever gave it; none when strict traits say who; else a number made of what is said."""
    if values.get("ipp"):
        return (IdentifierFact(ANY_AUTHORITY, values["ipp"], "PI"),)
    born: BirthDate | None = values.get("birth_date")
    if born and born.date and values.get("birth_given"):
        return ()
    # Too little to tell a person from another: the phone, else the row's own number, keeps namesakes apart.
    apart = values.get("phone") or values.get("number") or f"{starts_at(values)} {values.get('label', '')}"
    said = (
        *(values.get(name) for name in ("birth_family", "birth_given", "used_family")),
        born and born.as_sent,
        apart,
    )
    return (IdentifierFact(context.feed, _digest(said), _UNSPECIFIED),)


def traits_of(values: Values) -> Traits:
    """What a row says of a patient."""
    born: BirthDate | None = values.get("birth_date")
    return Traits(
        birth_family=values.get("birth_family"),
        birth_given=values.get("birth_given"),
        used_family=values.get("used_family"),
        birth_date=born.date if born else None,
        birth_date_as_sent=(born.as_sent or None) if born else None,
        sex=values.get("sex"),
        phone=values.get("phone"),
    )


def appointment_of(reading: Reading, values: Values, context: Context, patient: Any) -> AppointmentFact | None:
    """The appointment a row books or cancels; without a number of its own, one made of who, when and where."""
    begins = starts_at(values)
    if begins is None:
        return None
    who = (values.get("ipp"), values.get("birth_family"), values.get("birth_given"), _born(values))
    made = _digest((*who, begins, values.get("place"), values.get("practitioner")))
    return AppointmentFact(
        number=values.get("number") or made,
        authority=reading.authority or context.feed,
        patient=patient,
        state=values.get("state") or AppointmentState.BOOKED,
        starts_at=begins.replace(tzinfo=context.time_zone),
        minutes=values.get("minutes"),
        reason=values.get("reason") or "",
        practitioner=values.get("practitioner") or "",
        place=values.get("place") or "",
        phone=values.get("phone") or "",
        occurred_at=context.received_at,
        source=context.source,
    )


def treatment_of(values: Values, about: About) -> TreatmentFact:
    """The order a row of current treatments tells of."""
    zone = about.context.time_zone
    return TreatmentFact(
        patient=about.patient,
        stay=about.stay,
        order_number=values.get("number") or "",
        status=values.get("state") or "NW",
        label=values["label"],
        dose=values.get("dose") or "",
        route=values.get("route") or "",
        frequency=values.get("frequency") or "",
        starts_at=_at(values.get("starts_at"), zone),
        ends_at=_at(values.get("ends_at"), zone),
        last_given_at=_at(values.get("last_given_at"), zone),
        occurred_at=about.said_at,
        source=about.source,
    )


def entry_of(values: Values, context: Context) -> EntryFact:
    """The paper file a row of an archive's index tells of."""
    born: BirthDate | None = values.get("birth_date")
    return EntryFact(
        number=values["number"],
        authority=context.feed,
        volume=values.get("volume") or "",
        shelf=values.get("shelf") or "",
        birth_family=values.get("birth_family") or values.get("used_family") or "",
        birth_given=values.get("birth_given") or "",
        used_family=values.get("used_family") or "",
        birth_date=born.date if born else None,
        birth_date_as_sent=born.as_sent if born else "",
        sex=values.get("sex") or "",
        ipp=values.get("ipp") or "",
        remark=values.get("remark") or "",
        occurred_at=context.received_at,
        source=context.source,
    )


def staff_of(values: Values, context: Context) -> StaffFact:
    """Somebody who works here."""
    names = ("matricule", "family", "given", "unit", "function", "grade", "work_phone", "private_phone")
    said = {name: values.get(name) or "" for name in names}
    return StaffFact(**said, occurred_at=context.received_at, source=context.source)


def ward_of(values: Values) -> WardDescription:
    """The ward a row names, and the room and bed in it when it lists those."""
    said = {name: values.get(name) or "" for name in ("ward", "room", "bed", "building", "floor")}
    return WardDescription(PlaceFact(facility=values.get("site") or "", **said), values.get("name") or "")


def _at(moment: datetime | None, zone: Any) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment else None


def _born(values: Values) -> object:
    born: BirthDate | None = values.get("birth_date")
    return born and (born.date or born.as_sent)


def _digest(said: tuple[object, ...]) -> str:
    return hashlib.sha256("\x1f".join(str(part or "") for part in said).encode()).hexdigest()[:24]
