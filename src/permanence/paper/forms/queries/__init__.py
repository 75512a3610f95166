"""The forms, where their fields lie, and what a file would become."""

from permanence.paper.forms.queries.checking import CheckedFile, CheckedForm, check, preview
from permanence.paper.forms.queries.filled import Prefill, contents, prefill_of, template_words
from permanence.paper.forms.queries.forms import (
    FormRow,
    blank_page,
    blank_pdf,
    form_named,
    forms,
    layout_of,
    layout_of_kind,
    questionnaire_of,
    tags_of,
)
from permanence.paper.forms.queries.preparing import TEMPLATE
from permanence.paper.forms.queries.words import doubt_text, fault_text, note_text

__all__ = [
    "TEMPLATE",
    "CheckedFile",
    "CheckedForm",
    "FormRow",
    "Prefill",
    "blank_page",
    "blank_pdf",
    "check",
    "contents",
    "doubt_text",
    "fault_text",
    "form_named",
    "forms",
    "layout_of",
    "layout_of_kind",
    "note_text",
    "prefill_of",
    "preview",
    "questionnaire_of",
    "tags_of",
    "template_words",
]
