"""The ward census: who lies where, in a hand at 3 a.m., with room for who comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.beds import operations, queries
from permanence.care.charts import queries as charts
from permanence.paper.desk.queries import acts as desk
from permanence.paper.press import queries as press

_ARRIVALS = 4


@dataclass(frozen=True, slots=True)
class _Alert:
    """What a chart says that everybody near the bed must know: in a frame, and in plain words."""

    signs: Sequence[str] = ()
    note: str = ""


_UNKNOWN = _Alert()


def _contents(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One census a ward."""
    censuses = queries.ward_censuses(wards)
    stays = [line.stay for census in censuses for line in census.lines if line.stay]
    alerts = _alerts(stays)
    for census in censuses:
        yield _content(census, alerts)


def _content(census: queries.WardCensus, alerts: Mapping[UUID, _Alert]) -> press.Content:
    away = sum(line.on_leave for line in census.lines)
    return press.Content(
        data={
            "rows": [_row(line, alerts) for line in census.lines],
            "totals": [
                [pgettext("census", "Present"), census.present],
                [_("of these on leave"), away],
                [_("Free beds"), census.free],
                [_("Closed beds"), census.closed],
            ],
            "arrivals": _ARRIVALS,
        },
        place=census.ward_name or census.ward_code,
        title=_("Ward census"),
        ward=census.ward,
    )


def _row(line: queries.CensusLine, alerts: Mapping[UUID, _Alert]) -> dict[str, object]:
    bed = " ".join(filter(None, [line.room, line.bed_label])) or _("no bed")
    if line.patient is None:
        closed = line.closed_reason is not None
        words = _("CLOSED: {reason}").format(reason=line.closed_reason) if closed else pgettext("bed", "free")
        return {"bed": bed, "state": "closed" if closed else "free", "words": words}
    alert = alerts.get(line.stay, _UNKNOWN) if line.stay else _UNKNOWN
    born = press.day(line.birth_date) or _("birth date unknown")
    return {
        "bed": bed,
        "state": "patient",
        "name": f"{line.family} {line.given}".strip() or _("Name unknown"),
        "used": _("(used name {name})").format(name=line.used_family) if line.used_family else "",
        "born": " ".join(filter(None, [line.sex, born])),
        "age": press.spoken_age(line.birth_date, press.today()),
        "ipp": line.ipp or "-",
        "visit": line.visit_number,
        "admitted": press.short_moment(line.admitted_at),
        "doctor": line.attending_doctor,
        "signs": [*_signs(line), *alert.signs],
        "note": " · ".join(filter(None, [alert.note, line.reason])),
    }


def _signs(line: queries.CensusLine) -> list[str]:
    return [
        *([_("HOMONYM")] * line.homonym),
        *([_("confidential")] * line.confidential),
        *([_("on leave")] * line.on_leave),
        *([_("bed closed: {reason}").format(reason=line.closed_reason)] if line.closed_reason is not None else []),
    ]


def _alerts(stays: Sequence[UUID]) -> dict[UUID, _Alert]:
    """Allergies and precautions of each stay, as a census has room to say them."""
    said = {
        charts.AllergyStatement.LISTED: "",
        charts.AllergyStatement.NONE_KNOWN: _("no known allergy"),
        charts.AllergyStatement.NOT_SAID: _("allergies not sent"),
    }
    found = {}
    for stay, alert in charts.alerts(stays).items():
        listed = alert.allergy_statement is charts.AllergyStatement.LISTED
        precautions = [line.label for line in alert.precautions]
        found[stay] = _Alert(([_("ALLERGIES")] * listed) + precautions, said[alert.allergy_statement])
    return found


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "columns": [
            _("Room, bed"),
            _("Name at birth, given name"),
            _("Sex, born, age"),
            _("IPP, visit"),
            _("Admitted, doctor"),
            pgettext("census", "Seen"),
        ],
        "arrival": pgettext("census", "arrival"),
        "counted": _("Patients counted"),
        "by": pgettext("census", "by (name)"),
        "at": pgettext("census", "on / at"),
    }


PRINTABLES = (
    press.Printable(
        kind="beds.ward_census",
        title=gettext_lazy("Ward census"),
        version=1,
        template="/care/beds/templates/beds/ward_census.typ",
        contents=_contents,
        words=_words,
        subjects_of_ward=lambda ward: [ward],
        mostly=3,
    ),
)


def _close(sheet: desk.Transcribed) -> None:
    """The sheet says that a bed is closed: it is, since the hour on the sheet, by whoever signed it."""
    ward, label = sheet.text("bed.ward"), sheet.text("bed.label")
    bed = queries.bed_named(ward, label)
    if bed is None:
        raise desk.Refused(_("No bed, or several, are called {bed} in {ward}.").format(bed=label, ward=ward))
    reason = ": ".join(filter(None, [sheet.shown("reason"), sheet.text("remark")]))
    try:
        operations.close(bed=bed.id, reason=reason[:200], by=sheet.by, occurred_at=sheet.occurred_at)
    except operations.BedAlreadyClosed as refused:
        raise desk.Refused(_("This bed is closed already.")) from refused
    except operations.BedOccupied as refused:
        raise desk.Refused(_("Somebody lies in this bed, or it is kept: move them first.")) from refused


# What the desk does with a sheet, by the code of its form.
ACTS = {"bed_closure": _close}
