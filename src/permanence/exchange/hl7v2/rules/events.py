"""What each trigger event does to the picture, in one table (HL7 v2 chapters 3, 4, 6, 7, 9, 10; IHE PAM, France)."""

from dataclasses import dataclass

from permanence.care.agenda.rules import AppointmentState
from permanence.care.patients.rules import LinkKind
from permanence.care.stays.rules import Action, MovementKind
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.tokens import Event


@dataclass(frozen=True, slots=True)
class Effect:
    """What one event does, beside telling who the patient is."""

    movement: MovementKind | None = None
    action: Action = Action.INSERT
    link: LinkKind | None = None
    appointment: AppointmentState | None = None
    two_patients: bool = False
    swap: bool = False
    visit_link: bool = False
    # Allergies, diagnoses, precautions, observations, as an admission message carries them.
    chart: bool = False
    problems: bool = False
    reports: bool = False
    treatments: bool = False
    document: bool = False
    order: bool = False
    # Made to bring the diagnoses and procedures of a stay, as it is coded.
    coding: bool = False

    @property
    def two_sided(self) -> bool:
        """Whether several PID, or prior numbers, are its nature."""
        return self.two_patients or self.visit_link or self.link is not None


def _moves(kind: MovementKind, action: Action = Action.INSERT) -> Effect:
    return Effect(movement=kind, action=action, chart=True)


def _takes_back(kind: MovementKind) -> Effect:
    return Effect(movement=kind, action=Action.CANCEL)


_IDENTITY = Effect(chart=True)
_MERGE = Effect(link=LinkKind.MERGE)
_RENUMBER = Effect(link=LinkKind.RENUMBER)
_VISIT_LINK = Effect(visit_link=True)

_ADT: dict[str, Effect] = {
    "A01": _moves(MovementKind.ADMIT),
    "A02": _moves(MovementKind.TRANSFER),
    "A03": _moves(MovementKind.DISCHARGE),
    "A04": _moves(MovementKind.REGISTER),
    "A05": _moves(MovementKind.PREADMIT),
    "A06": _moves(MovementKind.CHANGE_CLASS),
    "A07": _moves(MovementKind.CHANGE_CLASS),
    "A08": _moves(MovementKind.UPDATE, Action.UPDATE),
    "A09": _moves(MovementKind.TRACK),
    "A10": _moves(MovementKind.TRACK),
    "A11": _takes_back(MovementKind.ADMIT),
    "A12": _takes_back(MovementKind.TRANSFER),
    "A13": _takes_back(MovementKind.DISCHARGE),
    "A14": _moves(MovementKind.PREADMIT),
    "A15": _moves(MovementKind.PLAN_TRANSFER),
    "A16": _moves(MovementKind.PLAN_DISCHARGE),
    "A17": Effect(swap=True, two_patients=True),
    "A18": _MERGE,
    "A21": _moves(MovementKind.LEAVE),
    "A22": _moves(MovementKind.RETURN),
    # A visit is deleted: what was never so is an admission taken back.
    "A23": _takes_back(MovementKind.ADMIT),
    "A24": Effect(link=LinkKind.LINK, two_patients=True),
    "A25": _takes_back(MovementKind.PLAN_DISCHARGE),
    "A26": _takes_back(MovementKind.PLAN_TRANSFER),
    "A27": _takes_back(MovementKind.PREADMIT),
    "A28": _IDENTITY,
    "A30": _MERGE,
    "A31": _IDENTITY,
    "A32": _takes_back(MovementKind.TRACK),
    "A33": _takes_back(MovementKind.TRACK),
    "A34": _MERGE,
    "A35": _VISIT_LINK,
    "A36": Effect(link=LinkKind.MERGE, visit_link=True),
    "A37": Effect(link=LinkKind.UNLINK, two_patients=True),
    "A38": _takes_back(MovementKind.PREADMIT),
    "A39": _MERGE,
    "A40": _MERGE,
    "A41": _VISIT_LINK,
    "A42": _VISIT_LINK,
    "A43": _VISIT_LINK,
    "A44": _VISIT_LINK,
    "A45": _VISIT_LINK,
    "A46": _RENUMBER,
    "A47": _RENUMBER,
    # The alternate patient number (PID-4) is not kept; consulting doctors neither (A61, A62).
    "A48": _IDENTITY,
    "A49": _VISIT_LINK,
    "A50": _VISIT_LINK,
    "A51": _VISIT_LINK,
    "A52": _takes_back(MovementKind.LEAVE),
    "A53": _takes_back(MovementKind.RETURN),
    "A54": _moves(MovementKind.CHANGE_DOCTOR),
    "A55": _takes_back(MovementKind.CHANGE_DOCTOR),
    "A60": _IDENTITY,
    "A61": _IDENTITY,
    "A62": _IDENTITY,
    "Z99": _moves(MovementKind.UPDATE, Action.UPDATE),
}


def _appointment(state: AppointmentState) -> Effect:
    return Effect(appointment=state)


_SIU: dict[str, Effect] = {
    **{f"S{number}": _appointment(AppointmentState.BOOKED) for number in (12, 13, 14, 18, 19, 20, 21, 22)},
    **{f"S{number}": _appointment(AppointmentState.CANCELLED) for number in (15, 16, 17)},
    "S23": _appointment(AppointmentState.BLOCKED),
    # A blocked slot opens again: the block is taken back.
    "S24": _appointment(AppointmentState.CANCELLED),
    "S26": _appointment(AppointmentState.NO_SHOW),
}

_MDM: dict[str, Effect] = {f"T{number:02}": Effect(document=True) for number in range(1, 12)}

# What accounts are told: of money nothing is kept; a purge (P02) is looked at by somebody.
_BAR: dict[str, Effect] = {
    "P01": _IDENTITY,
    "P05": _IDENTITY,
    "P06": Effect(),
    "P10": _IDENTITY,
    "P12": Effect(chart=True, coding=True),
}

# Types whose trigger changes nothing here, because the segments and order control codes say it all.
_ANY_TRIGGER: dict[str, Effect] = {
    "ORU": Effect(reports=True),
    "PPR": Effect(problems=True),
    **dict.fromkeys(("RDE", "RDS", "RAS", "RGV", "OMP"), Effect(treatments=True)),
    "ORM": Effect(order=True, treatments=True),
    **dict.fromkeys(("OML", "OMG", "OMI", "OUL"), Effect(order=True)),
}
_BY_TRIGGER: dict[str, dict[str, Effect]] = {"ADT": _ADT, "SIU": _SIU, "MDM": _MDM, "BAR": _BAR}
_ANSWERS = frozenset({"ACK", "ZAM", "MCF", "ORR", "ORL", "ORG", "ORI", "RRE", "RRD", "RRA", "RRG", "RRI", "SRR", "ADR"})


def effect_of(event: Event) -> Effect:
    """What a message of this event does. Raises Refusal when it does nothing to the picture, or must be looked at."""
    effect = _ANY_TRIGGER.get(event.type) or _BY_TRIGGER.get(event.type, {}).get(event.trigger)
    if effect is not None:
        return effect
    raise Refusal(_why_not(event), detail="^".join(part for part in event if part), location="MSH-9")


def _why_not(event: Event) -> Reason:
    if event == ("ADT", "A29"):
        return Reason.DELETION_OF_A_PERSON
    if event.type in _ANSWERS:
        return Reason.ACKNOWLEDGEMENT
    return Reason.UNSUPPORTED_EVENT if event.type in _BY_TRIGGER else Reason.UNSUPPORTED_TYPE


def origin_of(trigger: str) -> Effect | None:
    """What an event named in ZBE-6 did, None when it names no movement."""
    effect = _ADT.get(trigger)
    return effect if effect and effect.movement else None
