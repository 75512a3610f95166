"""What the desk calls its things, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.paper.desk.rules import DoubtKind, Place, Risk, Standing
from permanence.paper.forms.queries import doubt_text

_HOUSE: dict[str, Promise] = {
    "_patient.number": gettext_lazy("Patient number"),
    "_patient.name": gettext_lazy("Patient's name"),
    "_patient.birth_date": gettext_lazy("Patient's birth date"),
    "_patient.place": gettext_lazy("Ward and bed"),
    "_author.name": gettext_lazy("Signed by: name"),
    "_author.role": gettext_lazy("Signed by: role"),
    "_author.date": gettext_lazy("Signed on: day"),
    "_author.hour": gettext_lazy("Signed at: hour"),
    "_checked.name": gettext_lazy("Checked by: name"),
    "_checked.role": gettext_lazy("Checked by: role"),
    "_checked.date": gettext_lazy("Checked on: day"),
    "_checked.hour": gettext_lazy("Checked at: hour"),
}
RISKS: dict[Risk, Promise] = {
    Risk.ALLERGIES: gettext_lazy("Allergies"),
    Risk.DRUGS: gettext_lazy("Active drugs"),
    Risk.TRANSFUSION: gettext_lazy("Transfusion"),
    Risk.IMPLANTS: gettext_lazy("Implants"),
    Risk.CRITICAL_RESULT: gettext_lazy("Critical results"),
    Risk.CARE: gettext_lazy("Care"),
    Risk.STAY: gettext_lazy("Stays and beds"),
    Risk.BILLING: gettext_lazy("Billing"),
    Risk.OTHER: gettext_lazy("Others"),
}
STANDINGS: dict[Standing, Promise] = {
    Standing.READ: gettext_lazy("Read surely"),
    Standing.KEPT: gettext_lazy("Stays on the paper"),
    Standing.WAITING: gettext_lazy("To type"),
    Standing.SECOND: gettext_lazy("A second person types it"),
    Standing.DIFFERS: gettext_lazy("Two people differ"),
    Standing.ASKED: gettext_lazy("Waits for an answer"),
    Standing.SETTLED: gettext_lazy("Settled"),
}
_KINDS: dict[str, Promise] = {
    "unclear": gettext_lazy("Cannot be read."),
    "unsigned": gettext_lazy("Nobody's name, day and hour are whole on the sheet: nothing can be done in their name."),
    "no_patient": gettext_lazy("Nobody knows whose sheet it is."),
    "later": gettext_lazy("The hour on the sheet has not come yet."),
    "refused": gettext_lazy("What the sheet says was refused:"),
}


def label_of(place: Place) -> str:
    """What a place is called: its number and words on the form, and its line where it has several."""
    if place.item is None:
        return str(_HOUSE.get(place.link_id, place.link_id))
    words = " ".join(filter(None, [place.item.number, place.item.text])) or place.link_id
    return _("{words} (line {line})").format(words=words, line=place.row + 1) if place.row else words


def hint_of(place: Place) -> str:
    """How a place is typed, where that is not plain."""
    hints = {
        "date": _("23/11/2026 or 23112026"),
        "dateTime": _("23/11/2026 04:05"),
        "time": _("04:05 or 0405"),
        "decimal": _("with a comma or a point"),
    }
    return hints.get(place.kind.value, "")


def question_text(kind: str, words: str) -> str:
    """A question as people read it."""
    said = _KINDS.get(kind)
    return " ".join(filter(None, [str(said) if said is not None else doubt_text(DoubtKind(kind)), words]))
