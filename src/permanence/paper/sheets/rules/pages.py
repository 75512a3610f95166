"""Which pages of a sheet are back, and when one arrived that was here already."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CopyVerdict(StrEnum):
    """What a person says of a page that arrived twice."""

    FIRST = "first"
    SECOND = "second"
    # Both were written on: the second gets a number of its own.
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that arrived; `source` names the scan it lies in (None: a person held it), `page` None is every page."""

    id: UUID
    page: int | None
    occurred_at: datetime
    source: str = ""
    sha256: str = ""


def missing(pages: int | None, arrived: Iterable[Arrival]) -> tuple[int, ...]:
    """The pages of a sheet that did not come, once one did; none when nothing came or the count is unknown."""
    seen = {arrival.page for arrival in arrived}
    if not seen or pages is None or None in seen:
        return ()
    return tuple(page for page in range(1, pages + 1) if page not in seen)


def since_issued(arrived: Iterable[Arrival], issued_at: datetime | None) -> list[Arrival]:
    """What arrived since the sheet last went out: a page that comes back a second time after that is no copy."""
    return [arrival for arrival in arrived if issued_at is None or arrival.occurred_at >= issued_at]


def same_scan(page: Arrival, arrived: Iterable[Arrival]) -> Arrival | None:
    """The arrival that is this very image, told twice: a batch read again after it was interrupted."""
    for one in arrived:
        by_name = bool(page.source) and page.source == one.source
        by_image = bool(page.sha256) and page.sha256 == one.sha256
        if page.page == one.page and (by_name or by_image):
            return one
    return None


def first_of(page: Arrival, arrived: Iterable[Arrival]) -> Arrival | None:
    """The scanned arrival this page repeats: same sheet and page, another image; None: it comes for the first time.

    What a person said to be back is no image: the scan that follows it is the first.
    """
    if not page.source:
        return None
    return next((one for one in arrived if one.source and one.page == page.page), None)


def truth(arrived: Collection[Arrival], refused: Collection[UUID]) -> dict[int, Arrival]:
    """For each page the scan that counts: the last one to arrive that no person's answer set aside."""
    counted = [one for one in arrived if one.page is not None and one.source and one.id not in refused]
    ordered = sorted(counted, key=lambda one: (one.occurred_at, one.id))
    return {one.page: one for one in ordered if one.page is not None}
