"""The emergency summary: one page a patient, for when every screen is dark."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.care.charts import queries
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press

# HL7 table 0078; what is not here is printed as it was sent.
_MARKS = {"H": "↑ H", "HH": "↑↑ HH", ">": "↑↑ >", "L": "↓ L", "LL": "↓↓ LL", "<": "↓↓ <", "A": "! A", "AA": "!! AA"}


def _stays_in(ward: UUID) -> list[UUID]:
    return list(stays.present_by_ward().get(ward, ()))


def _contents(of: Sequence[UUID]) -> Iterator[press.Content]:
    """One summary a stay, in the order of the ward's rooms and beds."""
    summaries = queries.emergency_summaries(of)
    for summary in sorted(summaries, key=lambda one: [places.natural_key(one.room), places.natural_key(one.bed_label)]):
        yield _content(summary)


def _content(summary: queries.EmergencySummary) -> press.Content:
    return press.Content(
        data={
            "warnings": _warnings(summary),
            "identity": _identity(summary),
            "allergy_state": summary.allergy_statement.value,
            "allergies": [_allergy(line) for line in summary.allergies],
            "precautions": [_statement(line.label, _said(line.said_at)) for line in summary.precautions],
            "reason": summary.reason or _not_said(),
            "conditions": [_condition(line) for line in summary.conditions],
            "treatments": [_treatment(line) for line in summary.treatments],
            "results": [_result(line) for line in summary.results],
            "contacts": [_contact(line) for line in summary.contacts],
        },
        place=summary.ward_name or _("In no known ward"),
        title=_("Emergency summary"),
        subject=f"{summary.family} {summary.given}".strip() or _("Name unknown"),
        subject_line=_who(summary),
        ward=summary.ward,
        patient=summary.patient,
        stay=summary.stay,
        data_as_of=summary.data_as_of,
    )


def _who(summary: queries.EmergencySummary) -> str:
    """What tells this patient from another on every page: used name, birth, sex, IPP, bed."""
    born = press.day(summary.birth_date) or summary.birth_date_as_sent or _not_said()
    age = press.spoken_age(summary.birth_date, press.today())
    used = " ".join(filter(None, [summary.used_family, summary.used_given]))
    parts = [
        _("Used name {name}").format(name=used) if used else "",
        _("born {day}").format(day=born) + (f" ({age})" if age else ""),
        _sex(summary.sex),
        f"IPP {summary.ipp}" if summary.ipp else _("no IPP"),
        _bed(summary.room, summary.bed_label),
    ]
    return " · ".join(filter(None, parts))


def _warnings(summary: queries.EmergencySummary) -> list[str]:
    return [
        *([_("HOMONYM: another patient here may be taken for this one. Check the birth date.")] * summary.homonym),
        *([_("CONFIDENTIAL stay: tell nobody outside that this patient is here.")] * summary.confidential),
        *([_("ON LEAVE when this was printed")] * summary.on_leave),
        *(_("IDENTITY: {warning}").format(warning=words) for words in _identity_warnings(summary.reliability)),
    ]


def _identity_warnings(codes: Sequence[str]) -> list[str]:
    return [str(patients.WARNINGS[code]) for code in codes if code in patients.WARNINGS]


def _identity(summary: queries.EmergencySummary) -> list[tuple[str, str]]:
    """What identifies the patient and the stay further; what nobody sent is said to be so."""
    ins = _("{ins} (qualified)") if summary.ins_qualified else _("{ins} (NOT qualified)")
    worth = _reliability()
    codes = ", ".join(worth.get(code, code) for code in summary.reliability)
    fields = [
        (_("INS"), ins.format(ins=summary.ins) if summary.ins else ""),
        (_("Identity"), codes),
        (_("Visit number"), summary.visit_number),
        (_("Admitted"), press.moment(summary.admitted_at)),
        (_("Doctor"), summary.attending_doctor),
        (_("Last news of this patient"), press.moment(summary.data_as_of)),
    ]
    return [(label, value or _not_said()) for label, value in fields]


def _allergy(line: queries.AllergyLine) -> dict[str, str]:
    severity = _severities().get(line.severity, line.severity)
    said = _said(line.said_at)
    return _statement(line.label, " · ".join(filter(None, [severity, line.reaction, said])))


def _condition(line: queries.ConditionLine) -> dict[str, str]:
    return _statement(
        f"{line.code} {line.label}".strip() if line.label != line.code else line.code,
        _condition_kinds().get(line.kind, line.kind),
    )


def _treatment(line: queries.TreatmentLine) -> list[str]:
    until = _("until {moment}").format(moment=press.short_moment(line.ends_at)) if line.ends_at else ""
    rhythm = ", ".join(filter(None, [line.frequency, until]))
    given = press.short_moment(line.last_given_at)
    return [line.label, *(cell or _("not sent") for cell in (line.dose, line.route, rhythm, given)), ""]


def _result(line: queries.ResultLine) -> dict[str, object]:
    state = {"P": pgettext("result", "preliminary"), "C": pgettext("result", "corrected")}.get(line.status, "")
    return {
        "label": line.label,
        "value": f"{line.value} {line.unit}".strip(),
        "more": ", ".join(filter(None, [line.reference_range and f"({line.reference_range})", state])),
        "mark": _MARKS.get(line.flag, f"! {line.flag}") if line.abnormal else "",
        "critical": line.critical,
        "at": press.short_moment(line.observed_at),
        "note": line.note,
    }


def _contact(line: queries.ContactLine) -> dict[str, str]:
    whose = _("Patient") if line.kind == "patient" else line.kind
    return _statement(" ".join(filter(None, [whose, line.name])), line.phone)


def _statement(label: str, detail: str) -> dict[str, str]:
    return {"label": label, "detail": detail}


def _said(at: datetime) -> str:
    return _("said on {day}").format(day=press.day(timezone.localdate(at)))


def _bed(room: str, bed: str) -> str:
    if not room and not bed:
        return _("no bed known")
    return " ".join(filter(None, [room and _("room {room}").format(room=room), bed and _("bed {bed}").format(bed=bed)]))


def _sex(code: str) -> str:
    said = {"F": _("female"), "M": _("male"), "O": _("other sex")}
    return said.get(code, _("sex unknown"))


def _severities() -> dict[str, str]:
    """HL7 table 0128."""
    return {
        "SV": pgettext("allergy", "SEVERE"),
        "MO": pgettext("allergy", "moderate"),
        "MI": pgettext("allergy", "mild"),
        "U": pgettext("allergy", "severity unknown"),
    }


def _reliability() -> dict[str, str]:
    """What an identity is worth (HL7 table 0445); other codes are printed as sent, and the dangerous ones warned of."""
    return {
        "VIDE": pgettext("identity", "empty"),
        "PROV": pgettext("identity", "provisional"),
        "VALI": pgettext("identity", "validated"),
    }


def _condition_kinds() -> dict[str, str]:
    """HL7 table 0052."""
    return {
        "A": pgettext("diagnosis", "admitting"),
        "W": pgettext("diagnosis", "working"),
        "F": pgettext("diagnosis", "final"),
    }


def _not_said() -> str:
    return _("not sent by the feed")


def _words() -> dict[str, object]:
    """The labels of the template."""
    return {
        "allergies": _("Allergies"),
        "no_known_allergy": _("NONE KNOWN"),
        "allergies_not_said": _("NOT SENT BY THE FEED: this does not mean none"),
        "ask_patient": _("Ask the patient or the family"),
        "none": pgettext("allergy", "none"),
        "yes": pgettext("allergy", "yes"),
        "precautions": _("Precautions"),
        "reason": _("Reason and diagnoses"),
        "treatments": _("Active treatments"),
        "no_treatment_said": _("No treatment was sent by the feed: this does not mean none."),
        "treatment_columns": [_("Treatment"), _("Dose"), _("Route"), _("Rhythm"), _("Last given"), _("Given at / by")],
        "results": _("Last results"),
        "result": pgettext("result", "Test"),
        "value": pgettext("result", "Value"),
        "at": pgettext("result", "Taken"),
        "contacts": _("Contacts"),
        "not_said": _("Not sent by the feed."),
        "notes": _("Notes: write the date, the hour and your name"),
    }


PRINTABLES = (
    press.Printable(
        kind="charts.emergency_summary",
        title=gettext_lazy("Emergency summary"),
        version=1,
        template="/care/charts/templates/charts/emergency_summary.typ",
        contents=_contents,
        words=_words,
        subjects_of_ward=_stays_in,
    ),
)
