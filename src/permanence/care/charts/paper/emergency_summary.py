"""The emergency summary as the press is handed it: every line in words, the empty sections too."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from permanence.care.charts import queries
from permanence.care.charts.paper import words
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press

# HL7 table 0078; what is not here is printed as it was sent.
_MARKS = {"H": "↑ H", "HH": "↑↑ HH", ">": "↑↑ >", "L": "↓ L", "LL": "↓↓ LL", "<": "↓↓ <", "A": "! A", "AA": "!! AA"}


def stays_in(ward: UUID) -> list[UUID]:
    """The stays of a ward that have a summary."""
    return list(stays.present_by_ward().get(ward, ()))


def contents(of: Sequence[UUID]) -> Iterator[press.Content]:
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
            "code_status": [_code_status(line) for line in summary.code_status],
            "code_status_contradictory": summary.code_status_contradictory,
            "precautions": [_statement(line.label, _said(line.said_at)) for line in summary.precautions],
            "devices": [_device(line) for line in summary.devices],
            "treatments": [_treatment(line) for line in summary.treatments],
            "other_doses": [_other_dose(line) for line in summary.other_doses],
            "reason": _reason(summary),
            "conditions": [_condition(line) for line in summary.conditions],
            "procedures": [_procedure(line) for line in summary.procedures],
            "results": [_result(line) for line in summary.results],
            "contacts": _contacts(summary),
            "empty": words.empty_sections(summary),
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
        words.sex(summary.sex),
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
    worth = words.reliability()
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
    severity = words.severities().get(line.severity, line.severity)
    said = _said(line.said_at)
    return _statement(line.label, " · ".join(filter(None, [severity, line.reaction, said])))


def _reason(summary: queries.EmergencySummary) -> str:
    """Why the patient is here; empty when a diagnosis says the same."""
    if summary.reason and summary.reason in {line.label for line in summary.conditions}:
        return ""
    return summary.reason or _not_said()


def _condition(line: queries.ConditionLine) -> dict[str, str]:
    return _statement(
        f"{line.code} {line.label}".strip() if line.label != line.code else line.code,
        words.condition_kinds().get(line.kind, line.kind),
    )


def _code_status(line: queries.CodeStatusLine) -> dict[str, str]:
    decided = str(queries.resuscitation_words(line.resuscitate))
    stated = ": ".join(filter(None, [line.label, line.value]))
    by = _("stated by {name}").format(name=line.stated_by) if line.stated_by else _("not sent by whom")
    at = press.moment(line.stated_at or line.said_at)
    return _statement(decided or stated, " · ".join(filter(None, [stated if decided else "", by, at])))


def _device(line: queries.DeviceLine) -> dict[str, str]:
    since = _("since {day}").format(day=press.day(timezone.localdate(line.starts_at))) if line.starts_at else ""
    return _statement(line.label, " · ".join(filter(None, [line.body_site, line.detail, since or _said(line.said_at)])))


def _procedure(line: queries.ProcedureLine) -> dict[str, str]:
    state = str(queries.PROCEDURE_STATES.get(line.status, ""))
    at = press.short_moment(line.performed_at) or _("hour not sent")
    return _statement(line.label, " · ".join(filter(None, [state, line.body_site, at, line.performed_by])))


def _treatment(line: queries.TreatmentLine) -> list[object]:
    until = _("until {moment}").format(moment=press.short_moment(line.ends_at)) if line.ends_at else ""
    rhythm = ", ".join(filter(None, [line.frequency, until]))
    return [line.label, *(cell or _("not sent") for cell in (line.dose, line.route, rhythm)), _last_dose(line), ""]


def _last_dose(line: queries.TreatmentLine) -> dict[str, str]:
    """The hour in bold; under it what of the dose is not in the order, then the dose missed since."""
    dose = line.last_dose
    given = [_dose_state(dose), dose.dose if dose.dose != line.dose else "", dose.given_by] if dose else []
    missed = (
        [_dose_state(line.missed), press.short_moment(line.missed.given_at), line.missed.reason] if line.missed else []
    )
    return {
        "at": press.short_moment(line.last_given_at) or _("not sent"),
        "more": ", ".join(filter(None, given)),
        "missed": " ".join(filter(None, missed)),
    }


def _other_dose(line: queries.DoseLine) -> dict[str, str]:
    said = [_dose_state(line), line.dose, line.route, line.given_by]
    return _statement(f"{press.short_moment(line.given_at)} {line.label}", " · ".join(filter(None, said)))


def _dose_state(dose: queries.DoseLine) -> str:
    return str(queries.DOSE_STATES.get(dose.status, ""))


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


def _contacts(summary: queries.EmergencySummary) -> list[list[str]]:
    """Who is to be called: in which quality, name, telephones; the patient's own telephone first."""
    rows = [[_("Patient"), "", summary.phone]] if summary.phone else []
    for contact in summary.contacts.rows:
        quality = ", ".join(str(patients.CONTACT_ROLES[role]) for role in contact.roles)
        kin = _(contact.relationship) if contact.relationship else ""
        secret = _("CONFIDENTIAL: ask the patient first") if contact.confidential else ""
        who = " · ".join(filter(None, [contact.name or _("name not sent"), kin, secret]))
        rows.append([quality or _("Contact"), who, " / ".join(contact.telephones) or _("no telephone sent")])
    return rows


def _statement(label: str, detail: str) -> dict[str, str]:
    return {"label": label, "detail": detail}


def _said(at: datetime) -> str:
    return _("said on {day}").format(day=press.day(timezone.localdate(at)))


def _bed(room: str, bed: str) -> str:
    if not room and not bed:
        return _("no bed known")
    return " ".join(filter(None, [room and _("room {room}").format(room=room), bed and _("bed {bed}").format(bed=bed)]))


def _not_said() -> str:
    return _("not sent by the feed")
