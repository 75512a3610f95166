"""The page of the weekly self-test: what was looked at, what failed, and what to do about it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.command.readiness import queries
from permanence.foundation import node
from permanence.foundation.board import Health
from permanence.paper.press import queries as press


def _contents(tests: Sequence[UUID]) -> Iterator[press.Content]:
    for test in tests:
        row = queries.self_test(test)
        if row is None:
            raise LookupError(test)
        yield press.Content(
            data={
                "verdict": queries.counted(row.failing, row.to_watch),
                "ready": not row.failing,
                "rows": [
                    {"room": room, "name": name, "health": health.value, "found": found, "remedy": remedy}
                    for room, name, health, found, remedy in row.results
                ],
            },
            place=_("Box {name}").format(name=node.origin()),
            title=_("Weekly self-test"),
            data_as_of=row.at,
        )


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "columns": ["", _("What was checked"), _("What was found, and what to do")],
        "healths": {
            Health.BAD.value: _("FAILS"),
            Health.WATCH.value: _("to watch"),
            Health.GOOD.value: _("good"),
            Health.OFF.value: _("not there"),
        },
        "do": _("Do:"),
        "read_by": _("Read by (name)"),
        "at": _("on / at"),
        "pin": _("Pin this page beside the box; the next one replaces it."),
    }


PRINTABLES = (
    press.Printable(
        kind="readiness.self_test",
        title=gettext_lazy("Weekly self-test"),
        version=1,
        template="/command/readiness/templates/readiness/self_test.typ",
        contents=_contents,
        words=_words,
    ),
)
