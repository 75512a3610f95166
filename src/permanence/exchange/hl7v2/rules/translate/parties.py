"""Who a message speaks of: its PID groups, each with the visit and the prior numbers that follow it."""

from dataclasses import dataclass, field

from permanence.exchange.hl7v2.rules.events import Effect
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message


@dataclass(slots=True)
class Prior:
    """An MRG and the visit that follows it."""

    mrg: Segment
    pv1: Segment


@dataclass(slots=True)
class Party:
    """A PID, the visit that follows it, and the prior numbers it replaces."""

    pid: Segment
    pv1: Segment
    priors: list[Prior] = field(default_factory=list)


def parties_of(message: Message, effect: Effect) -> list[Party]:
    """The groups of a message.

    Raises Refusal when two patients are needed and one is named, or when an event about one patient names several: it
    could not be known whose the rest of the message is.
    """
    parties = _grouped(message)
    if effect.two_patients and len(parties) < 2:
        raise Refusal(Reason.NO_SECOND_PATIENT, location="PID")
    if len(parties) > 1 and not effect.two_sided:
        if len({party.pid.raw(3) or party.pid.raw(2) for party in parties}) > 1:
            raise Refusal(Reason.SEVERAL_PATIENTS, location="PID")
        return parties[:1]
    return parties


def _grouped(message: Message) -> list[Party]:
    absent = message.first("")
    parties: list[Party] = []
    for segment in message.segments:
        if segment.name == "PID":
            parties.append(Party(segment, absent))
        elif not parties:
            continue
        elif segment.name == "MRG":
            parties[-1].priors.append(Prior(segment, absent))
        elif segment.name == "PV1":
            _place(parties[-1], segment)
    return parties


def _place(party: Party, pv1: Segment) -> None:
    if party.priors and not party.priors[-1].pv1:
        party.priors[-1].pv1 = pv1
    if not party.pv1:
        party.pv1 = pv1
