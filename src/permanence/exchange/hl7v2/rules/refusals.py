"""How a reason is said to a sender: the error of HL7 table 0357, and the acknowledgement it calls for."""

from enum import StrEnum
from typing import NamedTuple

from permanence.exchange.feeds.rules.refusals import Reason, Refusal, UnreadableMessage


class AckCode(StrEnum):
    """What an acknowledgement says (HL7 table 0008)."""

    ACCEPTED = "AA"
    ERROR = "AE"
    REJECTED = "AR"


class Answer(NamedTuple):
    """The HL7 error code (table 0357), and the acknowledgement."""

    code: str
    ack_code: AckCode


REQUIRED_FIELD_MISSING = "101"
UNSUPPORTED_MESSAGE_TYPE = "200"
UNSUPPORTED_EVENT_CODE = "201"
SEGMENT_SEQUENCE_ERROR = "100"
APPLICATION_ERROR = "207"

_ACCEPTED = Answer("0", AckCode.ACCEPTED)
_OTHERWISE = Answer(APPLICATION_ERROR, AckCode.ERROR)
_ANSWERS: dict[Reason, Answer] = {
    Reason.EMPTY: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED),
    Reason.NO_HEADER: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED),
    Reason.XML: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED),
    Reason.SEVERAL_MESSAGES: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED),
    Reason.TOO_LARGE: Answer(APPLICATION_ERROR, AckCode.REJECTED),
    Reason.UNSUPPORTED_TYPE: Answer(UNSUPPORTED_MESSAGE_TYPE, AckCode.REJECTED),
    Reason.UNSUPPORTED_EVENT: Answer(UNSUPPORTED_EVENT_CODE, AckCode.REJECTED),
    Reason.ACKNOWLEDGEMENT: Answer(UNSUPPORTED_MESSAGE_TYPE, AckCode.REJECTED),
    Reason.DELETION_OF_A_PERSON: Answer(UNSUPPORTED_EVENT_CODE, AckCode.ERROR),
    Reason.NO_PATIENT: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.NO_SECOND_PATIENT: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.SEVERAL_PATIENTS: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.ERROR),
    Reason.NO_PRIOR_NUMBER: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.NO_PLACE_TO_SWAP: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.NO_APPOINTMENT: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.NO_APPOINTMENT_TIME: Answer(REQUIRED_FIELD_MISSING, AckCode.ERROR),
    Reason.NO_CONTENT: Answer(SEGMENT_SEQUENCE_ERROR, AckCode.ERROR),
}


def answer_to(refusal: Refusal | None) -> Answer:
    """What the sender of a message is told; None: it was not refused."""
    return _ANSWERS.get(refusal.reason, _OTHERWISE) if refusal else _ACCEPTED


__all__ = ["AckCode", "Answer", "Reason", "Refusal", "UnreadableMessage", "answer_to"]
