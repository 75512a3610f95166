"""The two lists of a ward's paper: what is out, to be ticked by hand, and which blank forms to print."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.foundation import clock
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press
from permanence.paper.sheets import queries as sheets
from permanence.paper.tallies.queries import days_words, figure

OUT = "tallies.out"
STOCK = "tallies.stock"


def _out(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One reconciliation list a ward; one that holds nothing says so."""
    now, names = clock.now(), places.labels(wards)
    patience = sheets.out_limits()
    for ward in wards:
        lines = sheets.out_of(ward)
        late = now.timestamp() - patience.get(ward, patience[None]) * 3600
        yield press.Content(
            data={
                "rows": [
                    {
                        "number": line.number.spoken,
                        "title": line.title,
                        "holder": line.holder,
                        "since": press.short_moment(line.since),
                        "late": line.since is not None and line.since.timestamp() < late,
                        "pages": str(line.pages or ""),
                    }
                    for line in lines
                ],
                "count": len(lines),
            },
            place=names.get(ward, str(ward)),
            title=_("Sheets handed out"),
            ward=ward,
            data_as_of=now,
        )


def _stock(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One replenishment list a ward, what runs out first at the top."""
    now, names = clock.now(), places.labels(wards)
    every = sheets.stock(at=now)
    for ward in wards:
        lines = [line for line in every if line.ward == ward]
        yield press.Content(
            data={
                "rows": [
                    {
                        "title": line.title,
                        "on_hand": str(line.level.on_hand),
                        "per_day": figure(line.level.per_day),
                        "days": days_words(line.level.days),
                        "to_print": str(line.level.to_print or ""),
                        "short": line.level.short,
                    }
                    for line in lines
                ],
                "total": sum(line.level.to_print for line in lines),
            },
            place=names.get(ward, str(ward)),
            title=_("Blank forms to print"),
            ward=ward,
            data_as_of=now,
        )


def _out_words() -> Mapping[str, object]:
    """The labels of the reconciliation list."""
    return {
        "columns": [
            pgettext("tally", "Seen"),
            pgettext("tally", "Given back"),
            pgettext("sheet", "Number"),
            _("What it is"),
            _("Pages"),
            _("Held by"),
            pgettext("tally", "Since"),
        ],
        "none": _("No sheet is handed out to this ward."),
        "count": _("Sheets on this list:"),
        "late": _("out for long"),
        "how": _(
            "At shift change: tick each sheet you see or give back. Look for what is not ticked, then declare it lost."
        ),
        "counted": _("Counted, by (name)"),
        "taken": _("Taken over by (name)"),
        "at": pgettext("tally", "on / at"),
    }


def _stock_words() -> Mapping[str, object]:
    """The labels of the replenishment list."""
    return {
        "columns": [
            _("Form"),
            _("There should be"),
            pgettext("tally", "Counted"),
            _("Used a day"),
            _("Lasts (days)"),
            _("To print"),
        ],
        "none": _("No blank form was ever printed for this ward."),
        "total": _("Sheets to print:"),
        "short": _("RUNS OUT"),
        "how": _("Count what lies in the ward and write it down; print and bring what stands in the last column."),
        "counted": _("Counted, by (name)"),
        "taken": _("Brought by (name)"),
        "at": pgettext("tally", "on / at"),
    }


PRINTABLES = (
    press.Printable(
        kind=OUT,
        title=gettext_lazy("Sheets handed out"),
        version=1,
        template="/paper/tallies/templates/tallies/out.typ",
        contents=_out,
        words=_out_words,
        subjects_of_ward=lambda ward: [ward],
    ),
    press.Printable(
        kind=STOCK,
        title=gettext_lazy("Blank forms to print"),
        version=1,
        template="/paper/tallies/templates/tallies/stock.typ",
        contents=_stock,
        words=_stock_words,
        subjects_of_ward=lambda ward: [ward],
    ),
)
