"""What a room that reads a format (HL7 v2, FHIR, tables) must be able to do for messages to be kept and applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.care.agenda.rules import AppointmentFact
from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.feeds.rules.told import ChartFacts, Context, HouseFacts, Movements


class Heading(NamedTuple):
    """What a message says of itself: its sender's number of it, what kind it is, when it was sent, its characters.

    Everything may be empty; `sent_at` is None when its sender does not say.
    """

    control_id: str
    event: str
    sent_at: datetime | None
    charset: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message for reading: its name, and what it holds as (`PID-5`, value)."""

    name: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LaidOpen:
    """A message for people: the text as they edit it, its charset, its parts (none when it cannot be read)."""

    text: str
    charset: str
    parts: tuple[Part, ...]


class Format(Protocol):
    """One way in which messages are written.

    A message is whatever `parse` gives; it goes back to the same format's other methods and is looked into by nobody
    else. Every method that translates may raise `Refusal`: nothing of that message is then applied.
    """

    name: str
    # What the text of `lay_open` is, line by line; in English, and in the catalogue of its room.
    text_is: str

    def sender_of(self, raw: bytes) -> str:
        """The code of the feed that sent it, by its own words; empty when it does not say."""

    def parse(self, raw: bytes, charset: str) -> Any:
        """The message in the bytes. Raises `Refusal` when there is none."""

    def heading(self, message: Any, zone: ZoneInfo) -> Heading:
        """What it says of itself."""

    def stands_alone(self, message: Any) -> bool:
        """Whether what comes before and after it must not be applied together with it: it says who is who."""

    def identities(self, message: Any, context: Context) -> Sequence[IdentityFact]:
        """Whom it is about; the first is the patient of what it tells of care."""

    def links(self, message: Any, context: Context) -> Sequence[LinkFact]:
        """Which identities it merges, links or separates."""

    def movements(self, message: Any, context: Context, patients: tuple[UUID, ...]) -> Movements:
        """What it says of stays; `patients` are those of `identities`, in the same order."""

    def visit(self, message: Any, context: Context) -> VisitNumber | None:
        """The stay it speaks of when it moves nobody."""

    def charts(self, message: Any, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
        """What it tells of care."""

    def appointments(self, message: Any, context: Context, patient: UUID | None) -> Sequence[AppointmentFact]:
        """Which appointments it makes, moves or cancels."""

    def people(self, message: Any, context: Context) -> Sequence[IdentifierFact]:
        """Identifiers of everybody it shows something of, so that whoever reads it is accounted for."""

    def lay_open(self, raw: bytes, charset: str) -> LaidOpen:
        """The bytes for people, whether or not a message can be read in them."""

    def encoded(self, text: str, charset: str) -> bytes:
        """A text put right by a person, as the sender would have written it."""


@runtime_checkable
class TellsOfTheHouse(Protocol):
    """A format whose messages may also tell of wards, shelves and the like."""

    def house(self, message: Any, context: Context) -> HouseFacts:
        """What it tells of the hospital itself."""


@runtime_checkable
class Refers(Protocol):
    """A format whose messages refer to what other messages tell, which may come before or after."""

    def acquaint(self, told: Sequence[tuple[Any, Context]], by: Any) -> None:
        """Keep what these messages say that others refer to, and give each of them what it refers to.

        Called once before messages are applied together, in their transaction.
        """

    def patient_meant(self, message: Any, context: Context) -> Sequence[IdentifierFact]:
        """Numbers of the patient it is about and does not describe, none when it names nobody.

        It waits in quarantine until one of them is known.
        """


@runtime_checkable
class Recognises(Protocol):
    """A format that can tell its own files from others before anything of them is taken in."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins so may hold its messages."""


class FileUnusable(Exception):
    """A file of which nothing is taken in; `text` says why in English and is in a room's catalogue, with `detail`."""

    def __init__(self, text: str, detail: str = "") -> None:
        self.text = text
        self.detail = detail
        super().__init__(text.format(detail=detail))
