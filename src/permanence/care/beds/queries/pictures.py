"""A ward at a glance: its census with what must be known of each patient, bed by bed and room by room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from permanence.care.beds import rules
from permanence.care.beds.queries.censuses import CensusLine, WardCensus, ward_censuses
from permanence.care.beds.queries.contradictions import contested_stays
from permanence.care.beds.rules import BedState, Sign
from permanence.care.charts import queries as charts
from permanence.care.charts.queries import Alert


@dataclass(frozen=True, slots=True)
class SignLine:
    """One precaution in words, and what kind of sign it hangs at the bed."""

    sign: Sign
    label: str


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of the census, what must be known of its patient (None without one), and what it is found by."""

    line: CensusLine
    alert: Alert | None
    signs: tuple[SignLine, ...]
    contested: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BedPicture:
    """A bed with everybody told to be in it; `bed` is None for the patients without one, each by themselves."""

    bed: UUID | None
    label: str
    state: BedState
    closed_reason: str | None
    lines: tuple[PictureLine, ...]


@dataclass(frozen=True, slots=True)
class RoomPicture:
    """A room and its beds; the label is empty for beds of no room and for patients without a bed."""

    label: str
    beds: tuple[BedPicture, ...]


@dataclass(frozen=True, slots=True)
class WardPicture:
    """Everything a ward's list and map show; `unplaced` are its patients without a bed."""

    census: WardCensus
    lines: tuple[PictureLine, ...]
    rooms: tuple[RoomPicture, ...]
    unplaced: tuple[BedPicture, ...]

    @property
    def patients(self) -> tuple[UUID, ...]:
        """Every patient it names."""
        return tuple(one.line.patient for one in self.lines if one.line.patient)


def ward_picture(ward: UUID) -> WardPicture | None:
    """One ward at a glance, None when there is no such ward."""
    for census in ward_censuses([ward]):
        stays = [line.stay for line in census.lines if line.stay]
        here = {line.patient for line in census.lines if line.patient}
        closed = {line.bed for line in census.lines if line.bed and line.closed_reason is not None}
        alerts, contested = charts.alerts(stays), contested_stays(here, closed)
        lines = tuple(
            _line(line, alerts.get(line.stay) if line.stay else None, contested=line.stay in contested)
            for line in census.lines
        )
        placed = [one for one in lines if one.line.bed]
        unplaced = tuple(_bed([one]) for one in lines if not one.line.bed)
        return WardPicture(census, lines, tuple(_rooms(placed)), unplaced)
    return None


def found_in(picture: WardPicture, typed: str) -> list[PictureLine]:
    """The lines of patients whose names, room or bed begin with the words typed."""
    return [one for one in picture.lines if one.line.patient and rules.is_found(one.keys, typed)]


def _line(line: CensusLine, alert: Alert | None, *, contested: bool) -> PictureLine:
    precautions = alert.precautions if alert else ()
    signs = sorted(
        (SignLine(rules.sign_of(one.code, one.label), one.label) for one in precautions),
        key=lambda one: list(Sign).index(one.sign),
    )
    names = (line.family, line.used_family, line.given) if line.patient else ()
    keys = rules.search_keys(names=names, places=(line.room, line.bed_label)) if line.patient else ()
    return PictureLine(line, alert, tuple(signs), contested, keys)


def _rooms(lines: Sequence[PictureLine]) -> Iterator[RoomPicture]:
    for room, of_room in groupby(lines, key=lambda one: one.line.room):
        beds = groupby(of_room, key=lambda one: one.line.bed)
        yield RoomPicture(room, tuple(_bed(list(of_bed)) for _, of_bed in beds))


def _bed(lines: Sequence[PictureLine]) -> BedPicture:
    first, here = lines[0].line, tuple(one for one in lines if one.line.patient)
    state = rules.bed_state(
        patients=len({one.line.patient for one in here}),
        is_closed=first.closed_reason is not None,
        is_contested=any(one.contested for one in here),
    )
    return BedPicture(first.bed, first.bed_label, state, first.closed_reason, here)
