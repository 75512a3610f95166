"""Rows of tables as one of the formats in which feeds speak."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from permanence.care.agenda.rules import AppointmentFact
from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.feeds.rules.formats import Heading, LaidOpen, Part
from permanence.exchange.feeds.rules.refusals import Reason, Refusal, UnreadableMessage
from permanence.exchange.feeds.rules.told import About, ChartFacts, Context, HouseFacts, Movements
from permanence.exchange.tables.rules.kinds import TableKind
from permanence.exchange.tables.rules.rows import NoRow, Reading, TableRow, Understood, read_back, understand
from permanence.exchange.tables.rules.sheets import SHEETS
from permanence.exchange.tables.rules.translate import (
    appointment_of,
    entry_of,
    identities_of,
    staff_of,
    treatment_of,
    ward_of,
)
from permanence.exchange.tables.rules.wording import _

NAME = "tables"
# What files of other formats begin with: JSON, XML, an HL7 v2 message, a frame of MLLP.
_NO_TABLE = (b"{", b"[", b"<", b"MSH|", b"FHS|", b"BHS|", b"\x0b")


@dataclass(slots=True)
class TableMessage:
    """A row, how its profile reads it, and what it says once that was asked."""

    row: TableRow
    reading: Reading
    said: Understood | None = None

    def values(self, context: Context) -> Understood:
        """What the row says. Raises `Refusal` when a cell cannot be understood: nothing of the row is then applied."""
        if self.said is None:
            today = context.received_at.astimezone(context.time_zone).date()
            self.said = understand(self.reading, self.row.cells, today)
        if self.said.problems:
            found = "; ".join(f"{one.heading} ({one.code})".strip() for one in self.said.problems)
            raise Refusal(Reason.CELLS, detail=found, location=str(self.row.place))
        return self.said


class Tables:
    """Rows of CSV files and spreadsheets, one a message."""

    name = NAME
    text_is = _("The row, one cell a line")

    def __init__(
        self,
        *,
        reading_of: Callable[[str], Reading | None],
        numbered: Callable[[Sequence[IdentityFact]], Sequence[IdentityFact | None]],
        say: Callable[[str], str],
    ) -> None:
        """Told how the profile of a name reads now, whose the numbers of lists are, and how people are spoken to."""
        self._reading_of = reading_of
        self._numbered = numbered
        self._say = say

    def sender_of(self, raw: bytes) -> str:  # noqa: ARG002 (a row does not say where it comes from)
        """Nobody: the door that takes a file in names its feed."""
        return ""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins so may be a list; what is wrong with one that may is said by whoever opens it."""
        return not head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(_NO_TABLE)

    def parse(self, raw: bytes, charset: str) -> TableMessage:  # noqa: ARG002 (rows are kept in UTF-8)
        """The row, with the newest version of its profile."""
        try:
            row = read_back(raw.decode())
        except (NoRow, UnicodeDecodeError) as unreadable:
            raise UnreadableMessage(Reason.NO_ROW) from unreadable
        reading = self._reading_of(row.profile)
        if reading is None or reading.kind is not row.kind:
            raise Refusal(Reason.NO_PROFILE, detail=row.profile)
        return TableMessage(row, reading)

    def heading(self, message: TableMessage, zone: ZoneInfo) -> Heading:  # noqa: ARG002 (a row does not say its hour)
        """File and place in it; the kind of table."""
        return Heading(message.row.control_id, message.row.kind.value, None, "utf-8")

    def stands_alone(self, message: TableMessage) -> bool:  # noqa: ARG002 (no row says who is who)
        """Never."""
        return False

    def identities(self, message: TableMessage, context: Context) -> tuple[IdentityFact, ...]:
        """Whose row it is; this is asked first, so a row that cannot be understood is refused here."""
        return identities_of(message.reading, message.values(context).values, context)

    def links(self, message: TableMessage, context: Context) -> tuple[LinkFact, ...]:  # noqa: ARG002 (lists merge nobody)
        """None."""
        return ()

    def movements(self, message: TableMessage, context: Context, patients: tuple[UUID, ...]) -> Movements:  # noqa: ARG002 (lists move nobody)
        """None."""
        return Movements()

    def visit(self, message: TableMessage, context: Context) -> VisitNumber | None:  # noqa: ARG002 (rows name no authority of stays)
        """None."""
        return None

    def charts(self, message: TableMessage, context: Context, patient: UUID, stay: UUID | None) -> ChartFacts:
        """A current treatment."""
        if message.row.kind is not TableKind.TREATMENTS:
            return ChartFacts()
        about = About(context, patient, stay, context.received_at)
        return ChartFacts(treatments=(treatment_of(message.values(context).values, about),))

    def appointments(
        self, message: TableMessage, context: Context, patient: UUID | None
    ) -> tuple[AppointmentFact, ...]:
        """An appointment."""
        if message.row.kind is not TableKind.APPOINTMENTS:
            return ()
        fact = appointment_of(message.reading, message.values(context).values, context, patient)
        return (fact,) if fact else ()

    def house(self, message: TableMessage, context: Context) -> HouseFacts:
        """A ward, a room, a bed, a paper file, or somebody who works here."""
        said = message.values(context).values
        if message.row.kind is TableKind.WARDS:
            return HouseFacts(wards=(ward_of(said),))
        if message.row.kind is TableKind.ARCHIVE:
            return HouseFacts(archive=(entry_of(said, context),))
        if message.row.kind is TableKind.STAFF:
            return HouseFacts(staff=(staff_of(said, context),))
        return HouseFacts()

    def people(self, message: TableMessage, context: Context) -> list[IdentifierFact]:
        """Numbers of whoever the row is about, as the box knows them."""
        try:
            facts = self.identities(message, context)
        except Refusal:
            return []
        return [number for fact in self._numbered(facts) if fact for number in fact.identifiers]

    def lay_open(self, raw: bytes, charset: str) -> LaidOpen:  # noqa: ARG002 (rows are kept in UTF-8)
        """The row as it is kept: one line a cell."""
        text = raw.decode(errors="replace")
        try:
            row = read_back(text)
        except NoRow:
            return LaidOpen(text, "utf-8", ())
        return LaidOpen(
            text, "utf-8", (Part(self._say(SHEETS[row.kind].label), tuple(cell for cell in row.cells if cell[1])),)
        )

    def encoded(self, text: str, charset: str) -> bytes:  # noqa: ARG002 (rows are kept in UTF-8)
        """As it is kept."""
        return text.replace("\r\n", "\n").encode()
