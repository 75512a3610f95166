"""How a sheet stands, and why something was refused, in words a night manager uses."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from permanence.paper.sheets.rules import (
    CopyVerdict,
    Holder,
    PatientProof,
    Refusal,
    RefusalReason,
    SheetEventKind,
)

_STATES: dict[SheetEventKind | None, Promise] = {
    None: gettext_lazy("Numbered, not printed"),
    SheetEventKind.PRINTED: pgettext_lazy("sheet", "On paper"),
    SheetEventKind.ADOPTED: gettext_lazy("Printed by another box"),
    SheetEventKind.COPIED: gettext_lazy("A photocopy with a number of its own"),
    SheetEventKind.ISSUED: pgettext_lazy("sheet", "Handed out"),
    SheetEventKind.RETURNED: pgettext_lazy("sheet", "Back"),
    SheetEventKind.READ: gettext_lazy("Read, to be checked"),
    SheetEventKind.CHECKED: pgettext_lazy("sheet", "Checked"),
    SheetEventKind.FILED: pgettext_lazy("sheet", "Filed"),
    SheetEventKind.SENT_HOME: pgettext_lazy("sheet", "Sent home"),
    SheetEventKind.REPLACED: gettext_lazy("Replaced by a newer print"),
    SheetEventKind.VOIDED: gettext_lazy("Void: never use it"),
    SheetEventKind.LOST: pgettext_lazy("sheet", "Lost"),
    SheetEventKind.FOUND: gettext_lazy("Found again"),
    SheetEventKind.UNDONE: pgettext_lazy("sheet", "Taken back"),
}
_REASONS: dict[RefusalReason, Promise] = {
    RefusalReason.UNKNOWN: gettext_lazy("This box never gave that number: read it again, or ask the box of that name."),
    RefusalReason.NO_SUCH_PAGE: gettext_lazy("The sheet has no such page: read the code of the page again."),
    RefusalReason.NOTHING_TO_UNDO: gettext_lazy("Nothing was said of it since it was printed."),
    RefusalReason.OTHER_PATIENT: gettext_lazy("It is another patient's: a person must look and confirm whose it is."),
    RefusalReason.TOO_MANY_COPIES: gettext_lazy("Its copies used up their numbers: print new sheets."),
}  # fmt: skip
_IN_STATE: dict[SheetEventKind | None, Promise] = {
    None: gettext_lazy("It was never printed: print it first, or void it."),
    SheetEventKind.PRINTED: gettext_lazy("It is not back yet: say first that it is back."),
    SheetEventKind.ADOPTED: gettext_lazy("It is not back yet: say first that it is back."),
    SheetEventKind.COPIED: gettext_lazy("It is not back yet: say first that it is back."),
    SheetEventKind.ISSUED: gettext_lazy("It is handed out: say first that it is back."),
    SheetEventKind.RETURNED: gettext_lazy("It is back already. If you hold a second one, report it as a copy."),
    SheetEventKind.READ: gettext_lazy("It is back and read already: check it."),
    SheetEventKind.CHECKED: gettext_lazy("It is checked already: file it, or take the check back first."),
    SheetEventKind.FILED: gettext_lazy("It is filed already: take that back first."),
    SheetEventKind.SENT_HOME: gettext_lazy("It is sent home already: take that back first."),
    SheetEventKind.REPLACED: gettext_lazy("A newer print took its place. If it was written on, say that it is back."),
    SheetEventKind.VOIDED: gettext_lazy("It is void. If it was written on all the same, take the voiding back first."),
    SheetEventKind.LOST: gettext_lazy("It was declared lost. If it turned up, say first that it was found."),
    SheetEventKind.FOUND: gettext_lazy("It was found but is not back yet: say first that it is back."),
}  # fmt: skip
_HOLDERS: dict[Holder, Promise] = {
    Holder.WARD: gettext_lazy("a ward"),
    Holder.PERSON: gettext_lazy("a person"),
    Holder.RUNNER: gettext_lazy("a runner"),
}
_PROOFS: dict[PatientProof, Promise] = {
    PatientProof.STICKER: gettext_lazy("by a sticker"),
    PatientProof.NUMBER: gettext_lazy("by a written number"),
    PatientProof.TRAITS: gettext_lazy("by name and birth date"),
    PatientProof.CONFIRMED: gettext_lazy("confirmed by a person"),
}
_VERDICTS: dict[CopyVerdict, Promise] = {
    CopyVerdict.FIRST: gettext_lazy("The first is true"),
    CopyVerdict.SECOND: gettext_lazy("The second is true"),
    CopyVerdict.BOTH: gettext_lazy("Both count: give the second a number"),
}


def state_label(state: SheetEventKind | None) -> str:
    """How a sheet stands, or what befell it, in the reader's language."""
    return str(_STATES[state])


def refusal_label(refusal: Refusal) -> str:
    """Why this number was refused, and what to do."""
    if refusal.reason is RefusalReason.STATE:
        return str(_IN_STATE[refusal.state])
    return str(_REASONS[refusal.reason])


def refusal_line(refusal: Refusal) -> str:
    """The number with why it was refused."""
    return _("{number}: {why}").format(number=refusal.number.spoken, why=refusal_label(refusal))


def holder_label(holder: Holder) -> str:
    """Who holds it."""
    return str(_HOLDERS[holder])


def proof_label(proof: PatientProof) -> str:
    """How it is known whose a sheet is."""
    return str(_PROOFS[proof])


def verdict_label(verdict: CopyVerdict) -> str:
    """What a person may say of a page that came twice."""
    return str(_VERDICTS[verdict])
