"""A block of provisional numbers: a sheet a desk is handed, so that nobody who comes is without a number."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.stays import queries
from permanence.paper.press import queries as press
from permanence.paper.sheets import queries as sheets

_KIND = "stays.number_block"


def _contents(blocks: Sequence[UUID]) -> Iterator[press.Content]:
    """One sheet a block; a block that is on paper already is not printed twice."""
    rows = queries.number_blocks(blocks)
    printed = sheets.printed_under(_KIND, [row.span for row in rows])
    for row in rows:
        earlier = printed.get(row.span)
        yield press.Content(
            data={
                "numbers": [] if earlier else [_line(number) for number in row.numbers],
                "earlier": _earlier(earlier.spoken) if earlier else "",
                "desk": row.desk,
            },
            place=row.desk or _("Any desk"),
            title=row.span,
            # A sheet that only says where the numbers are does not replace the one that holds them.
            about=f"{'told again' if earlier else 'block'}:{row.id}",
        )


def _line(number: queries.ProvisionalNumber) -> dict[str, object]:
    return {"spoken": number.spoken, "code": press.barcode(number.compact)}


def _earlier(sheet: str) -> str:
    return _(
        "These numbers were printed before, on sheet {sheet}: a second sheet could give one number to two patients."
        " If that sheet is lost, void it and hand out a new block: permanence stays hand-out"
    ).format(sheet=sheet)


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "title": _("Provisional numbers"),
        "rules": [
            _("Search the patient first: birth date, then three letters of the name. A known patient keeps the IPP."),
            _("One number, one patient, one line, in order. Never give back, never reuse; strike out a spoilt one."),
            _("Write the same number on the wristband, on every label and on the folder."),
        ],
        "desk": _("Desk"),
        "holder": _("Handed to (name)"),
        "at": pgettext("block", "on / at"),
        "columns": [
            pgettext("block", "Number"),
            pgettext("block", "Code"),
            _("Name at birth, given name"),
            _("Birth date, sex"),
            pgettext("block", "Hour, by"),
        ],
    }


NUMBER_BLOCK = press.Printable(
    kind=_KIND,
    title=gettext_lazy("Provisional numbers"),
    version=1,
    template="/care/stays/templates/stays/number_block.typ",
    on_screens=False,
    contents=_contents,
    words=_words,
    mostly=3,
)
