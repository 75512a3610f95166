"""Printing documents of any room for a test, and reading every page back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.paper.press import operations, queries
from permanence.paper.press.tests.reading import ReadPage, read_pages

ALICE = Actor("person", "alice")


def printed(*documents: tuple[str, Sequence[UUID]], language: str = "en") -> list[ReadPage]:
    """The pages of these kinds and subjects, as a run with a picture twelve minutes old."""
    now = clock.now()
    run = operations.plan_run(
        title="Kit",
        parts=[operations.PartPlan("Ward", documents)],
        picture_at=now - timedelta(minutes=12),
        by=ALICE,
        occurred_at=now,
        language=language,
    )
    report = operations.print_run(run=run, by=ALICE, occurred_at=now)
    assert (report.failed, report.plain) == (0, 0)
    (part,) = queries.run(run).parts
    pages = read_pages(part.path.read_bytes())
    assert all(page.witness.confirms(page.code) for page in pages)
    return pages
