"""The words of the emergency summary: labels of the template, and the codes of HL7 tables as people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from permanence.care.charts import queries
from permanence.care.charts.queries import Known
from permanence.care.patients import queries as patients


def sex(code: str) -> str:
    """Administrative sex (HL7 table 0001)."""
    said = {"F": _("female"), "M": _("male"), "O": _("other sex")}
    return said.get(code, _("sex unknown"))


def severities() -> dict[str, str]:
    """HL7 table 0128."""
    return {
        "SV": pgettext("allergy", "SEVERE"),
        "MO": pgettext("allergy", "moderate"),
        "MI": pgettext("allergy", "mild"),
        "U": pgettext("allergy", "severity unknown"),
    }


def reliability() -> dict[str, str]:
    """What an identity is worth (HL7 table 0445); other codes are printed as sent, and the dangerous ones warned of."""
    return {
        "VIDE": pgettext("identity", "empty"),
        "PROV": pgettext("identity", "provisional"),
        "VALI": pgettext("identity", "validated"),
    }


def condition_kinds() -> dict[str, str]:
    """HL7 table 0052."""
    return {
        "A": pgettext("diagnosis", "admitting"),
        "W": pgettext("diagnosis", "working"),
        "F": pgettext("diagnosis", "final"),
    }


def empty_sections(summary: queries.EmergencySummary) -> dict[str, str]:
    """Section -> what stands in the place of its lines; only of sections without one."""
    said: dict[str, Known] = {name: getattr(summary.known, name) for name in queries.EMPTY_SECTIONS}
    words = {
        name: str(queries.EMPTY_SECTIONS[name][known]) for name, known in said.items() if known is not Known.LISTED
    }
    if summary.contacts.statement is not patients.ContactStatement.LISTED:
        words["contacts"] = str(patients.NO_CONTACTS[summary.contacts.statement])
    return words


def labels() -> dict[str, object]:
    """The labels of the template."""
    return {
        "allergies": _("Allergies"),
        "no_known_allergy": _("NONE KNOWN"),
        "allergies_not_said": _("NOT SENT BY THE FEED: this does not mean none"),
        "ask_patient": _("Ask the patient or the family"),
        "none": pgettext("allergy", "none"),
        "yes": pgettext("allergy", "yes"),
        "code_status": _("Resuscitation and limits to care"),
        "contradictory": _("CONTRADICTORY STATEMENTS: ask the doctor in charge which one holds."),
        "precautions": _("Precautions"),
        "devices": _("Devices in place"),
        "treatments": _("Active treatments"),
        "treatment_columns": [_("Treatment"), _("Dose"), _("Route"), _("Rhythm"), _("Last given"), _("Given at / by")],
        "other_doses": _("Also given in the last 24 hours, by no treatment above"),
        "reason": _("Reason and diagnoses"),
        "procedures": _("Procedures"),
        "results": _("Last results"),
        "result": pgettext("result", "Test"),
        "value": pgettext("result", "Value"),
        "at": pgettext("result", "Taken"),
        "unflagged": _("Not flagged as abnormal"),
        "contacts": _("Whom to call"),
        "not_said": _("Not sent by the feed."),
        "notes": _("Notes: write the date, the hour and your name"),
    }
