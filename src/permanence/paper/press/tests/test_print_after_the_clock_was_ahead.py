"""A print that was killed while the clock said 2038 goes on when the clock is right again."""

from datetime import UTC, datetime

import pytest

from permanence.foundation import clock
from permanence.paper.press import operations, queries
from permanence.paper.press.models import PrintPart
from permanence.paper.press.tests import made_up
from permanence.paper.press.tests.made_up import ALICE, AT, plan, subject
from permanence.paper.press.tests.reading import read_pages

pytestmark = pytest.mark.django_db
IN_2038 = datetime(2038, 1, 19, 3, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))
    made_up.open_paper_door(monkeypatch)


def test_a_lease_that_ends_in_2038_holds_nothing_back():
    run = plan([subject(1)])
    PrintPart.objects.filter(run=run).update(lease="killed", lease_until=IN_2038)
    assert queries.waiting_runs() == [run]
    assert queries.run(run).parts[0].state is queries.PartState.WAITING
    assert operations.print_waiting_runs(by=ALICE, occurred_at=AT) == 1
    assert queries.run(run).finished


def banners(run) -> set[bool]:
    operations.print_run(run=run, by=ALICE, occurred_at=AT)
    (part,) = queries.run(run).parts
    return {"CLOCK IN DOUBT" in page.words for page in read_pages(part.path.read_bytes())}


def test_every_page_says_that_the_clock_is_in_doubt_until_it_is_not(monkeypatch):
    with monkeypatch.context() as box:
        box.setattr(clock, "now", lambda: datetime(1970, 1, 1, 0, 3, tzinfo=UTC))
        run = plan([subject(1, 150)], declared_at=AT)
        assert banners(run) == {True}
    operations.print_waiting_runs(by=ALICE, occurred_at=AT)
    assert banners(plan([subject(1, 150)])) == {False}
