"""What a message says of stays: movements, changes of bed, changes of number or of patient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from permanence.care.stays.rules import Action, MovementFact, MovementKind, StayClass, SwapFact
from permanence.exchange.feeds.rules import told
from permanence.exchange.hl7v2.rules.events import Effect, effect_of, origin_of
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.segments import NULL, Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.context import Context, instant_near, instant_of, said_at
from permanence.exchange.hl7v2.rules.translate.identifiers import visit_of
from permanence.exchange.hl7v2.rules.translate.names import person_named
from permanence.exchange.hl7v2.rules.translate.parties import parties_of
from permanence.exchange.hl7v2.rules.translate.places import NOWHERE, facility_in, in_unit, place_in
from permanence.exchange.hl7v2.rules.translate.visit_links import visit_links_of
from permanence.exchange.hl7v2.rules.translate.zbe import NO_ZBE, Zbe, read_zbe
from permanence.foundation.places.rules import PlaceFact

_PLANS = frozenset({MovementKind.PREADMIT, MovementKind.PLAN_TRANSFER, MovementKind.PLAN_DISCHARGE})
_ARRIVALS = frozenset({MovementKind.ADMIT, MovementKind.REGISTER})
# A clock may be wrong by minutes and a shift be written ahead; a day ahead is a typing error.
_AHEAD = timedelta(hours=24)
_NO_VISIT = "N"


class Remark(StrEnum):
    """What was tolerated, for those who mend senders."""

    SHIFTED_ZBE = "shifted-zbe"
    FUTURE_MOVEMENT = "future-movement"
    UNKNOWN_ACTION = "unknown-zbe-action"


@dataclass(frozen=True, slots=True)
class Movements(told.Movements):
    """What a message says of stays; `remarks` tells what was wrong and read all the same."""

    remarks: tuple[Remark, ...] = ()


def movements_of(message: Message, context: Context, patients: tuple[UUID, ...]) -> Movements:
    """What a message says of stays; `patients` are those of `identities_of`, in its order.

    One movement for each ZBE, one alone without ZBE. Raises Refusal when the event moves a patient and neither PV1 nor
    ZBE is there, when a bed to swap is missing, or when the number a stay had before is.
    """
    effect = effect_of(message.event)
    if effect.swap:
        return Movements(swaps=_swaps(message, context, effect, patients))
    if effect.visit_link:
        return Movements(visit_links=visit_links_of(message, context, effect, patients))
    if effect.movement is None:
        return Movements()
    return _moved(message, context, effect, patients[0])


def _moved(message: Message, context: Context, effect: Effect, patient: UUID) -> Movements:
    pv1 = message.first("PV1")
    zbes = [read_zbe(zbe, context) for zbe in message.all("ZBE")]
    if not zbes and not _has_visit(pv1):
        if effect.movement is MovementKind.UPDATE:
            return Movements()
        raise Refusal(Reason.NO_CONTENT, detail=message.event.trigger, location="PV1")
    told = [_movement(message, context, effect, patient, zbe) for zbe in zbes or [NO_ZBE]]
    remarks = [remark for _, remarks in told for remark in remarks]
    return Movements(tuple(fact for fact, _ in told), remarks=tuple(dict.fromkeys(remarks)))


def _has_visit(pv1: Segment) -> bool:
    """Whether PV1 speaks of a visit; PV1-2 = N fills a required segment where there is none (PAM)."""
    return bool(pv1) and (pv1.text(2).upper() != _NO_VISIT or bool(pv1.raw(3)) or bool(pv1.raw(19)))


def _movement(
    message: Message, context: Context, effect: Effect, patient: UUID, zbe: Zbe
) -> tuple[MovementFact, list[Remark]]:
    pv1, pv2 = message.first("PV1"), message.first("PV2")
    kind, action = _kind_and_action(effect, zbe)
    occurred_at, expected_at = _times(message, context, kind, action, zbe)
    remarks = [Remark.SHIFTED_ZBE] if zbe.shifted else []
    remarks += [Remark.UNKNOWN_ACTION] if zbe.asked and zbe.action is None else []
    if kind not in _PLANS and occurred_at > context.received_at + _AHEAD:
        remarks.append(Remark.FUTURE_MOVEMENT)
        occurred_at = said_at(message, context)
    fact = MovementFact(
        patient=patient,
        visit=visit_of(message, context),
        kind=kind,
        action=action,
        occurred_at=occurred_at,
        source=context.source,
        movement_number=zbe.number,
        cancels=kind if action is Action.CANCEL else None,
        historic=zbe.historic,
        stay_class=_stay_class(pv1),
        place=_place(pv1, kind, zbe),
        medical_unit=zbe.medical_unit,
        nursing_unit=zbe.nursing_unit,
        nature=zbe.nature,
        attending_doctor=_doctor(pv1),
        reason=_reason(pv2),
        expected_at=expected_at,
        confidential=_confidential(message, pv1, pv2),
    )
    return fact, remarks


def _kind_and_action(effect: Effect, zbe: Zbe) -> tuple[MovementKind, Action]:
    """What moves and how: ZBE-4 rules over the trigger, and ZBE-6 names the movement that Z99 or a cancel is about."""
    action = Action.CANCEL if effect.action is Action.CANCEL else zbe.action or effect.action
    origin = origin_of(zbe.origin) if action is not Action.INSERT else None
    kind = (origin or effect).movement or MovementKind.UPDATE
    return kind, action


def _times(
    message: Message, context: Context, kind: MovementKind, action: Action, zbe: Zbe
) -> tuple[datetime, datetime | None]:
    """When it happened, and for what is planned, when it is expected.

    Happened: ZBE-2, else EVN-6, else PV1-44 of an arrival or PV1-45 of a discharge, else when it was said. A plan is
    made when it is said; expected is EVN-3, else ZBE-2, else PV2-8 or PV2-9, else PV1-44 or PV1-45.
    """
    evn, pv1, pv2 = message.first("EVN"), message.first("PV1"), message.first("PV2")
    visit_field = 44 if kind in _ARRIVALS | {MovementKind.PREADMIT} else 45
    said = said_at(message, context)
    if kind in _PLANS:
        fields = [evn.text(3), pv2.text(8 if kind is MovementKind.PREADMIT else 9), pv1.text(visit_field)]
        expected = [instant_of(text, context) for text in fields[:1]] + [zbe.starts_at]
        expected += [instant_of(text, context) for text in fields[1:]] if kind is not MovementKind.PLAN_TRANSFER else []
        return said, next((moment for moment in expected if moment), None)
    happened = zbe.starts_at or instant_near(evn.text(6), said, context)
    if not happened and action is Action.INSERT and kind in _ARRIVALS | {MovementKind.DISCHARGE}:
        happened = instant_near(pv1.text(visit_field), said, context)
    return happened or said, instant_of(pv2.text(9), context)


def _place(pv1: Segment, kind: MovementKind, zbe: Zbe) -> PlaceFact:
    place = place_in(pv1, 3)
    if kind is MovementKind.PLAN_TRANSFER:
        pending = place_in(pv1, 42)
        place = place if pending == NOWHERE else pending
    # A stay without a bed is still in the unit that nurses it, else in the one that treats it.
    return in_unit(place, facility_in(pv1, 3), zbe.nursing_unit or zbe.medical_unit)


def _stay_class(pv1: Segment) -> StayClass | None:
    said = pv1.text(2).upper()
    if not said:
        return None
    return StayClass(said) if said in _CLASSES else StayClass.UNKNOWN


_CLASSES = frozenset(stay_class.value for stay_class in StayClass)


def _doctor(pv1: Segment) -> str:
    """The attending doctor (PV1-7), else the admitting one (PV1-17)."""
    people = (person for field in (7, 17) for person in pv1.repetitions(field))
    return next((name for person in people if (name := person_named(person))), "")


def _reason(pv2: Segment) -> str:
    """Why the patient came: PV2-3 in words, else PV2-12, else PV2-3's code."""
    return pv2.text(3, 2) or pv2.text(12) or pv2.text(3)


def _confidential(message: Message, pv1: Segment, pv2: Segment) -> bool | None:
    """Whether nobody may be told the patient is here: PV1-16, PV2-22, PD1-12, PID-32 = CACH; None when not said."""
    said = [pv1.text(16).upper(), pv2.text(22).upper(), message.first("PD1").text(12).upper()]
    hidden = any(code.text() == "CACH" for code in message.first("PID").repetitions(32))
    if hidden or _HIDDEN.intersection(said):
        return True
    return False if _NOT_HIDDEN.intersection(said) else None


# PV1-16 is a table of each hospital's own: other values than these say nothing for certain.
_HIDDEN = frozenset({"Y", "O", "1", "T", "VIP", "I", "C"})
_NOT_HIDDEN = frozenset({"N", "0", "F", NULL})


def _swaps(message: Message, context: Context, effect: Effect, patients: Sequence[UUID]) -> tuple[SwapFact, ...]:
    first, second = parties_of(message, effect)[:2]
    places = place_in(first.pv1, 3), place_in(second.pv1, 3)
    if NOWHERE in places:
        raise Refusal(Reason.NO_PLACE_TO_SWAP, location="PV1-3")
    happened = instant_of(message.first("EVN").text(6), context) or said_at(message, context)
    return (SwapFact(patients[0], places[0], patients[1], places[1], happened, context.source),)
