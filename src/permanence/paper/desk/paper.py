"""The question slip: what the desk asks who wrote a sheet, with room for the answer."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.paper.desk import queries
from permanence.paper.press import queries as press


def _contents(questions: Sequence[UUID]) -> Iterator[press.Content]:
    for row in queries.slips(questions):
        yield press.Content(
            data={"number": row.number.spoken, "form": row.title, "field": row.label, "asked": row.text},
            place=row.ward or _("Ward not said"),
            title=_("Question about a sheet"),
            ward=row.ward_id,
        )


def _words() -> dict[str, str]:
    return {
        "sheet": _("Sheet"),
        "field": _("Field"),
        "question": _("Question"),
        "answer": _("Your answer, in capitals"),
        "signed": _("Name, day and hour"),
        "back": _("Give this slip back to the transcription desk. Look the sheet up by its number; it stays there."),
    }


PRINTABLES = (
    press.Printable(
        kind="desk.question",
        title=gettext_lazy("Question about a sheet"),
        version=1,
        template="/paper/desk/templates/desk/question.typ",
        contents=_contents,
        words=_words,
        on_screens=False,
    ),
)
