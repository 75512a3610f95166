"""The words of a chart that screen and paper share: what stands where a section has no line."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permanence.care.charts.rules import AdministrationStatus, Known, ProcedureStatus

_NOT_SENT = _("Not sent by the feed.")

# Section -> what is said where it has no line. "Not sent" is never "none".
EMPTY_SECTIONS: dict[str, dict[Known, Promise]] = {
    "code_status": {
        Known.NOT_SAID: _("Not sent by the feed: this says neither yes nor no. Ask."),
        Known.NONE: _("None stands: what was stated was taken back. Ask."),
    },
    "precautions": {Known.NOT_SAID: _NOT_SENT, Known.NONE: _("None in force among those sent.")},
    "devices": {Known.NOT_SAID: _NOT_SENT, Known.NONE: _("None in place, by what was sent.")},
    "treatments": {
        Known.NOT_SAID: _("No treatment was sent by the feed: this does not mean none."),
        Known.NONE: _("None runs: the orders sent have ended or are on hold."),
    },
    "conditions": {Known.NOT_SAID: _NOT_SENT, Known.NONE: _("None holds among those sent.")},
    "procedures": {Known.NOT_SAID: _NOT_SENT, Known.NONE: _("None, by what was sent.")},
}
# What is said beside a procedure that is not simply done.
PROCEDURE_STATES: dict[ProcedureStatus, Promise] = {
    ProcedureStatus.PREPARATION: pgettext_lazy("procedure", "planned"),
    ProcedureStatus.IN_PROGRESS: pgettext_lazy("procedure", "under way"),
    ProcedureStatus.ON_HOLD: pgettext_lazy("procedure", "on hold"),
    ProcedureStatus.STOPPED: pgettext_lazy("procedure", "stopped before its end"),
    ProcedureStatus.UNKNOWN: pgettext_lazy("procedure", "not known whether done"),
}
# What is said beside a dose that was not simply given.
DOSE_STATES: dict[AdministrationStatus, Promise] = {
    AdministrationStatus.IN_PROGRESS: pgettext_lazy("dose", "running"),
    AdministrationStatus.STOPPED: pgettext_lazy("dose", "stopped before its end"),
    AdministrationStatus.UNKNOWN: pgettext_lazy("dose", "not known whether given"),
    AdministrationStatus.NOT_DONE: pgettext_lazy("dose", "NOT GIVEN"),
    AdministrationStatus.ON_HOLD: pgettext_lazy("dose", "held"),
}


def resuscitation_words(resuscitate: bool | None) -> Promise | str:  # noqa: FBT001 (three answers, not a switch)
    """What a statement decides of resuscitation; empty when only its own words say it."""
    if resuscitate is None:
        return ""
    return _("TO BE RESUSCITATED") if resuscitate else _("DO NOT RESUSCITATE")
