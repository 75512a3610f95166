"""The words the house prints on every form, and why a file is refused, in the language that is active."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.paper.forms.adapters.files import FileUnreadable
from permanence.paper.forms.rules import DoubtKind, Note, QuestionnaireRefused, Reason
from permanence.paper.press.queries import NotMeasured

_REASONS: Mapping[Reason, str | Promise] = {
    Reason.NOT_A_QUESTIONNAIRE: gettext_lazy("This is no FHIR Questionnaire in JSON."),
    Reason.EMPTY: gettext_lazy("It asks nothing: it has no item."),
    Reason.MALFORMED: gettext_lazy("Its JSON has not the shape FHIR gives a Questionnaire."),
    Reason.TOO_LARGE: gettext_lazy("It is too large for paper: split it."),
    Reason.TOO_DEEP: gettext_lazy("Its items are nested too deep."),
    Reason.TYPE_UNKNOWN: gettext_lazy("The type of this item is unknown."),
    Reason.TYPE_MISSING: gettext_lazy("This item has no type."),
    Reason.LINK_ID_TWICE: gettext_lazy("Two items have this linkId: give each its own."),
    Reason.LINK_ID_RESERVED: gettext_lazy("A linkId must not begin with an underscore: those are the house's own."),
    Reason.OPTION_EMPTY: gettext_lazy("An answer option of this item says nothing."),
    Reason.NOT_A_LIST: gettext_lazy("A list is expected here."),
    Reason.NOT_PRINTED: gettext_lazy("It cannot be printed."),
    Reason.HIDDEN: gettext_lazy("hidden by its author, not printed"),
    Reason.LIST_NOT_HERE: gettext_lazy("its list of answers is not in the file: written freely"),
    Reason.COMPUTED_CONDITION: gettext_lazy("its condition is a program: printed as “if applicable”"),
    Reason.COMPUTED_VALUE: gettext_lazy("its value is computed by a program: written by hand"),
    Reason.LINK_ID_MISSING: gettext_lazy("it has no linkId: named by its place"),
    Reason.PICTURE: gettext_lazy("its picture is not printed"),
}

_DOUBTS: Mapping[DoubtKind, str | Promise] = {
    DoubtKind.TWO_TICKS: gettext_lazy("Two boxes are ticked where one answer is asked."),
    DoubtKind.TICK_AND_TEXT: gettext_lazy("A box is ticked and another answer is written."),
    DoubtKind.NO_DATE: gettext_lazy("This is no day of the calendar."),
    DoubtKind.NO_TIME: gettext_lazy("This is no hour of the day."),
    DoubtKind.NO_NUMBER: gettext_lazy("This is no number."),
    DoubtKind.CELLS_MISSING: gettext_lazy("Not every cell was read."),
    DoubtKind.NUMBER_NOT_LISTED: gettext_lazy("No answer of the list has this number."),
    DoubtKind.BELOW_LEAST: gettext_lazy("Less than the least that is allowed."),
    DoubtKind.ABOVE_MOST: gettext_lazy("More than the most that is allowed."),
    DoubtKind.UNIT_MISSING: gettext_lazy("No unit is ticked."),
    DoubtKind.TWO_UNITS: gettext_lazy("Two units are ticked."),
    DoubtKind.REQUIRED_EMPTY: gettext_lazy("It must be answered and is empty."),
    DoubtKind.NOT_ASKED: gettext_lazy("It is answered, but other answers say that it should not be."),
    DoubtKind.SIGN_ALONE: gettext_lazy("A minus is ticked without a number."),
}


def refusal_text(refused: QuestionnaireRefused) -> str:
    """Why a file is refused, and which item is at fault."""
    said = f" ({refused.said})" if refused.said else ""
    where = _("Item {item}:").format(item=refused.item) + " " if refused.item else ""
    return f"{where}{_REASONS[refused.reason]}{said}"


def note_text(note: Note) -> str:
    """What of an item is not on paper as it is on a screen."""
    return f"{note.link_id}: {_REASONS[note.reason]}"


def form_words(language: str) -> dict[str, str]:
    """All words of the house that a form carries."""
    with translation.override(language):
        return _answering() | _house_parts() | _filling_in()


def _answering() -> dict[str, str]:
    return {
        "yes": _("yes"),
        "no": _("no"),
        "if": _("If"),
        "and": _("and"),
        "or": _("or"),
        "answered": _("is answered"),
        "not_answered": _("is not answered"),
        "if_applicable": _("If applicable"),
        "other": _("Other, specify:"),
        "minus": _("minus"),
        "unit": _("Unit"),
        "several": _("several may be ticked"),
        "number_of_list": _("write the number from the list"),
        "from_list": _("From the list “{name}”"),
        "attached": _("Attach it; how many pages, and what"),
        "office": _("Filled in by the office"),
        "continue": _("More? Take another sheet of this form and write “continued” on it."),
        "day": _("day"),
        "month": _("month"),
        "year": _("year"),
        "hour": _("hour"),
        "minute": _("min"),
    }


def _house_parts() -> dict[str, str]:
    return {
        "sticker": _("Patient's sticker"),
        "patient_name": _("Without a sticker: NAME, first name, sex"),
        "birth_date": _("Born on"),
        "place": _("Ward, bed"),
        "patient_number": _("Patient number"),
        "_author.title": _("Written by"),
        "_checked.title": _("Checked by"),
        "name": _("NAME in capitals"),
        "role": _("Role"),
        "signature": _("Signature"),
        "in_full": _("In full, what had no room in its place"),
    }


def _filling_in() -> dict[str, str]:
    return {
        "how_tick": _("Tick with a cross."),
        "how_wrong": _("Wrong box? Scratch it out well beyond its edge, then tick the right one."),
        "how_figures": _("One figure a cell; 1 and 7 like these."),
        "how_capitals": _("CAPITAL LETTERS, black or blue pen. * must be answered."),
    }


def edition_line(*, version: str, tier: str, code: str, edition: int, language: str) -> str:
    """What stands under the title: version, what happens with the sheet, and which edition a reader looks for."""
    with translation.override(language):
        kept = {
            "A": _("A: entered item by item"),
            "B": _("B: indexed and scanned"),
            "C": _("C: kept on paper"),
        }
        told = [_("Version {version}").format(version=version) if version else "", kept.get(tier, "")]
    return "  ·  ".join([*filter(None, told), f"{code}/{edition}"])


def fault_text(fault: Exception) -> str:
    """Why a file becomes no form, in words for whoever brought it."""
    if isinstance(fault, QuestionnaireRefused):
        return refusal_text(fault)
    if isinstance(fault, FileUnreadable):
        return _("The file cannot be read as JSON.")
    if isinstance(fault, NotMeasured):
        return _("The press could not draw it: {fault}").format(fault=fault)
    return f"{type(fault).__name__}: {fault}"


def doubt_text(kind: DoubtKind) -> str:
    """What a person is asked about an answer."""
    return str(_DOUBTS[kind])
