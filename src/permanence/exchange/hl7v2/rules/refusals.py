"""Why a message is not applied: one table of reasons, said to the sender (HL7 table 0357) and to people."""

from dataclasses import dataclass
from enum import StrEnum

from permanence.exchange.hl7v2.rules.wording import _


class AckCode(StrEnum):
    """What an acknowledgement says (HL7 table 0008)."""

    ACCEPTED = "AA"
    ERROR = "AE"
    REJECTED = "AR"


class Reason(StrEnum):
    """A reason's own name, stable over time, for queues and statistics."""

    EMPTY = "empty"
    NO_HEADER = "no-header"
    XML = "xml"
    SEVERAL_MESSAGES = "several-messages"
    TOO_LARGE = "too-large"
    UNSUPPORTED_TYPE = "unsupported-type"
    UNSUPPORTED_EVENT = "unsupported-event"
    ACKNOWLEDGEMENT = "acknowledgement"
    DELETION_OF_A_PERSON = "deletion-of-a-person"
    NO_PATIENT = "no-patient"
    NO_SECOND_PATIENT = "no-second-patient"
    SEVERAL_PATIENTS = "several-patients"
    NO_PRIOR_NUMBER = "no-prior-number"
    NO_PLACE_TO_SWAP = "no-place-to-swap"
    NO_APPOINTMENT = "no-appointment"
    NO_APPOINTMENT_TIME = "no-appointment-time"
    NO_CONTENT = "no-content"
    STAY_OF_ANOTHER = "stay-of-another"
    FAULT = "fault"
    NOT_STORED = "not-stored"


@dataclass(frozen=True, slots=True)
class Wording:
    """How a reason is said: the HL7 error code (table 0357), the acknowledgement it calls for, and words for people."""

    code: str
    ack_code: AckCode
    text: str


REQUIRED_FIELD_MISSING = "101"
UNSUPPORTED_MESSAGE_TYPE = "200"
UNSUPPORTED_EVENT_CODE = "201"
SEGMENT_SEQUENCE_ERROR = "100"
APPLICATION_ERROR = "207"

WORDINGS: dict[Reason, Wording] = {
    Reason.EMPTY: Wording(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED, _("The message is empty.")),
    Reason.NO_HEADER: Wording(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED, _("The message has no MSH header.")),
    Reason.XML: Wording(SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED, _("The message is XML; only ER7 messages are read.")),
    Reason.SEVERAL_MESSAGES: Wording(
        SEGMENT_SEQUENCE_ERROR, AckCode.REJECTED, _("Several messages came as one; each must come alone.")
    ),
    Reason.TOO_LARGE: Wording(APPLICATION_ERROR, AckCode.REJECTED, _("The message is larger than this feed accepts.")),
    Reason.UNSUPPORTED_TYPE: Wording(
        UNSUPPORTED_MESSAGE_TYPE, AckCode.REJECTED, _("Messages of this type tell nothing the picture holds.")
    ),
    Reason.UNSUPPORTED_EVENT: Wording(
        UNSUPPORTED_EVENT_CODE, AckCode.REJECTED, _("This event tells nothing the picture holds.")
    ),
    Reason.ACKNOWLEDGEMENT: Wording(
        UNSUPPORTED_MESSAGE_TYPE, AckCode.REJECTED, _("An acknowledgement came where messages are received.")
    ),
    Reason.DELETION_OF_A_PERSON: Wording(
        UNSUPPORTED_EVENT_CODE,
        AckCode.ERROR,
        _("The sender deletes a person; nothing is deleted here: somebody must look."),
    ),
    Reason.NO_PATIENT: Wording(REQUIRED_FIELD_MISSING, AckCode.ERROR, _("The message names no patient.")),
    Reason.NO_SECOND_PATIENT: Wording(
        REQUIRED_FIELD_MISSING, AckCode.ERROR, _("The event concerns two patients and the message names one.")
    ),
    Reason.SEVERAL_PATIENTS: Wording(
        SEGMENT_SEQUENCE_ERROR, AckCode.ERROR, _("The message speaks of several patients: it is not known whose it is.")
    ),
    Reason.NO_PRIOR_NUMBER: Wording(
        REQUIRED_FIELD_MISSING, AckCode.ERROR, _("The message does not say which number is replaced.")
    ),
    Reason.NO_PLACE_TO_SWAP: Wording(
        REQUIRED_FIELD_MISSING, AckCode.ERROR, _("Two patients change beds and a bed is missing.")
    ),
    Reason.NO_APPOINTMENT: Wording(REQUIRED_FIELD_MISSING, AckCode.ERROR, _("The appointment has no number.")),
    Reason.NO_APPOINTMENT_TIME: Wording(REQUIRED_FIELD_MISSING, AckCode.ERROR, _("The appointment has no time.")),
    Reason.NO_CONTENT: Wording(
        SEGMENT_SEQUENCE_ERROR, AckCode.ERROR, _("The message lacks the segments that make its event.")
    ),
    Reason.STAY_OF_ANOTHER: Wording(
        APPLICATION_ERROR,
        AckCode.ERROR,
        _("The stay belongs to a patient of whom the message does not speak: somebody must look."),
    ),
    Reason.FAULT: Wording(
        APPLICATION_ERROR,
        AckCode.ERROR,
        _("This box failed to apply the message, which is kept: it can be replayed once the box is repaired."),
    ),
    Reason.NOT_STORED: Wording(
        APPLICATION_ERROR, AckCode.ERROR, _("The message could not be stored: keep it and send it again.")
    ),
}


class Refusal(Exception):
    """A message that cannot be applied.

    `reason` names why; `text` says it in English for people and is in the room's catalogue; `detail` is what was
    found (an event code, never a patient's trait); `location` is where (`PID-3`), empty when nowhere in particular.
    """

    def __init__(self, reason: Reason, *, detail: str = "", location: str = "") -> None:
        self.reason = reason
        self.detail = detail
        self.location = location
        wording = WORDINGS[reason]
        self.code = wording.code
        self.ack_code = wording.ack_code
        self.text = wording.text
        super().__init__(f"{self.text} {detail}".strip())

    @property
    def reason_code(self) -> str:
        """The reason's stable name, as kept in a queue."""
        return self.reason.value


class UnreadableMessage(Refusal):
    """Bytes in which no single HL7 v2 message can be read."""
