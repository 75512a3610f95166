"""What hangs on a ward's door and lies at its desk: what is out, what to do, who runs where."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from permanence.command.crisis import queries
from permanence.foundation.places import queries as places
from permanence.paper.press import queries as press

# A notice is read by whoever comes: both languages stand on it, whatever the language of the box.
_LANGUAGES = ("fr", "en")
_ROUNDS = 9


def _names(wards: Sequence[UUID]) -> list[tuple[UUID, str]]:
    known = {row.id: row.name or row.code for row in places.wards()}
    return [(ward, known[ward]) for ward in wards if ward in known]


def _notices(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One notice a ward."""
    since = press.moment(queries.state().declared_at)
    said = []
    for language in _LANGUAGES:
        with translation.override(language):
            said.append({"language": language, "title": _("SYSTEMS ARE DOWN"), **_instructions(since)})
    for ward, name in _names(wards):
        yield press.Content(data={"said": said}, place=name, title=_("Door notice"), ward=ward)


def _instructions(since: str) -> dict[str, object]:
    return {
        "since": _("Since {moment}.").format(moment=since) if since else "",
        "steps": [
            _("Touch no computer: do not switch on, do not switch off, do not plug in. No USB stick."),
            _("Everything on paper: date, hour, name in capitals. The ward's folder holds a page for each patient."),
            _("Before each act: ask name and birth date, compare with the wristband."),
            _("Urgent results and orders go by runner or by voice, and are read back."),
            _("Do not ring IT. Ask the head nurse, or this number:"),
        ],
        "next": _("Next news here at"),
    }


def _runners(wards: Sequence[UUID]) -> Iterator[press.Content]:
    """One sheet a ward."""
    for ward, name in _names(wards):
        yield press.Content(
            data={"destinations": _destinations(), "rounds": _ROUNDS},
            place=name,
            title=_("Runners and telephones"),
            ward=ward,
        )


def _destinations() -> list[str]:
    return [
        _("Crisis cell"),
        _("Laboratory"),
        _("Blood bank"),
        _("Pharmacy"),
        _("Imaging"),
        _("Emergency department"),
        _("Operating theatre"),
        _("Admissions"),
        _("Kitchen"),
        _("Doctor on call"),
    ]


def _runner_words() -> dict[str, object]:
    """The labels of the runners' sheet."""
    return {
        "ours": _("This ward can be reached at"),
        "head": _("In charge of this shift"),
        "columns": [
            pgettext("runner", "To"),
            pgettext("runner", "Telephone"),
            pgettext("runner", "Runner (name)"),
            pgettext("runner", "Leaves at"),
        ],
        "log": _("What left with a runner"),
        "log_columns": [
            pgettext("runner", "Hour"),
            pgettext("runner", "From, to"),
            pgettext("runner", "What, for which patient"),
            pgettext("runner", "Runner"),
            pgettext("runner", "Received by, hour"),
        ],
    }


DOOR_NOTICE = press.Printable(
    kind="crisis.door_notice",
    title=gettext_lazy("Door notice"),
    version=1,
    template="/command/crisis/templates/crisis/door_notice.typ",
    contents=_notices,
    subjects_of_ward=lambda ward: [ward],
)
RUNNERS = press.Printable(
    kind="crisis.runners",
    title=gettext_lazy("Runners and telephones"),
    version=1,
    template="/command/crisis/templates/crisis/runners.typ",
    contents=_runners,
    words=_runner_words,
    subjects_of_ward=lambda ward: [ward],
)
