"""HL7 v2 as pure decisions: bytes into messages, messages into facts of care, answers to senders."""

from permanence.exchange.hl7v2.rules.acknowledgements import acknowledge
from permanence.exchange.hl7v2.rules.framing import MessageTooLarge, MllpDeframer, frame, split_file
from permanence.exchange.hl7v2.rules.refusals import AckCode, Reason, Refusal, UnreadableMessage
from permanence.exchange.hl7v2.rules.tokens import Event, Message, parse

__all__ = [
    "AckCode",
    "Event",
    "Message",
    "MessageTooLarge",
    "MllpDeframer",
    "Reason",
    "Refusal",
    "UnreadableMessage",
    "acknowledge",
    "frame",
    "parse",
    "split_file",
]
