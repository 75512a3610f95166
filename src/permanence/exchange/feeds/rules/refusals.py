"""Why a message is not applied: one table of reasons, whatever the format, said to people in their language."""

from enum import StrEnum

from permanence.exchange.feeds.rules.wording import _


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
    NOT_JSON = "not-json"
    NO_RESOURCE_TYPE = "no-resource-type"
    NO_SENDER = "no-sender"
    UNKNOWN_PATIENT = "unknown-patient"
    UNKNOWN_STAY = "unknown-stay"
    CELLS = "cells"
    NO_ROW = "no-row"
    NO_PROFILE = "no-profile"
    NUMBER_OF_ANOTHER = "number-of-another"
    FAULT = "fault"
    NOT_STORED = "not-stored"


WORDINGS: dict[Reason, str] = {
    Reason.EMPTY: _("The message is empty."),
    Reason.NO_HEADER: _("The message has no MSH header."),
    Reason.XML: _("The message is XML; only ER7 messages are read."),
    Reason.SEVERAL_MESSAGES: _("Several messages came as one; each must come alone."),
    Reason.TOO_LARGE: _("The message is larger than this feed accepts."),
    Reason.UNSUPPORTED_TYPE: _("Messages of this type tell nothing the picture holds."),
    Reason.UNSUPPORTED_EVENT: _("This event tells nothing the picture holds."),
    Reason.ACKNOWLEDGEMENT: _("An acknowledgement came where messages are received."),
    Reason.DELETION_OF_A_PERSON: _("The sender deletes a person; nothing is deleted here: somebody must look."),
    Reason.NO_PATIENT: _("The message names no patient."),
    Reason.NO_SECOND_PATIENT: _("The event concerns two patients and the message names one."),
    Reason.SEVERAL_PATIENTS: _("The message speaks of several patients: it is not known whose it is."),
    Reason.NO_PRIOR_NUMBER: _("The message does not say which number is replaced."),
    Reason.NO_PLACE_TO_SWAP: _("Two patients change beds and a bed is missing."),
    Reason.NO_APPOINTMENT: _("The appointment has no number."),
    Reason.NO_APPOINTMENT_TIME: _("The appointment has no time."),
    Reason.NO_CONTENT: _("The message lacks the segments that make its event."),
    Reason.STAY_OF_ANOTHER: _("The stay belongs to a patient of whom the message does not speak: somebody must look."),
    Reason.NOT_JSON: _("This is no JSON that can be read: it is damaged, cut off, or something else."),
    Reason.NO_RESOURCE_TYPE: _("This is JSON, but no FHIR resource: it does not say its resourceType."),
    Reason.NO_SENDER: _(
        "Its numbers mean something only for their sender, who is not named: import it again and name its feed."
    ),
    Reason.UNKNOWN_PATIENT: _(
        "It is about a patient of whom nobody has told yet: replay it once that patient is known."
    ),
    Reason.UNKNOWN_STAY: _("It is about a stay of which nobody has told yet: replay it once that stay is known."),
    Reason.CELLS: _("The row of the table cannot be understood."),
    Reason.NO_ROW: _("The text is no row of a table."),
    Reason.NO_PROFILE: _("The profile that reads this table is no longer known."),
    Reason.NUMBER_OF_ANOTHER: _(
        "The patient number belongs to somebody of another name, or to several: nobody can say whose the row is."
    ),
    Reason.FAULT: _(
        "This box failed to apply the message, which is kept: it can be replayed once the box is repaired."
    ),
    Reason.NOT_STORED: _("The message could not be stored: keep it and send it again."),
}

# The message may be applied as it is once what it refers to was told.
WAITING_FOR_ANOTHER = frozenset({Reason.UNKNOWN_PATIENT, Reason.UNKNOWN_STAY})


class Refusal(Exception):
    """A message that cannot be applied.

    `reason` names why; `text` says it in English for people and is in the room's catalogue; `detail` is what was
    found (an event code, never a patient's trait); `location` is where (`PID-3`), empty when nowhere in particular.
    """

    def __init__(self, reason: Reason, *, detail: str = "", location: str = "") -> None:
        self.reason = reason
        self.detail = detail
        self.location = location
        self.text = WORDINGS[reason]
        super().__init__(f"{self.text} {detail}".strip())

    @property
    def reason_code(self) -> str:
        """The reason's stable name, as kept in a queue."""
        return self.reason.value


class UnreadableMessage(Refusal):
    """Bytes in which no single message can be read."""
