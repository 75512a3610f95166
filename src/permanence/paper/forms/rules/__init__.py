"""Pure decisions about forms: what a questionnaire asks, what that becomes on paper, what filled paper answers."""

from permanence.paper.forms.rules.answers import Answered, Doubt, DoubtKind, Reading, Signed, answer, unasked
from permanence.paper.forms.rules.drawing import Drawing, draw, dropped
from permanence.paper.forms.rules.filling import Filling, Known, answers_in, fill, framed, strangers
from permanence.paper.forms.rules.items import Item, ItemType, Note, Questionnaire, QuestionnaireRefused, Reason
from permanence.paper.forms.rules.layout import Box, Field, FieldKind, Hand, Layout, layout_from_json
from permanence.paper.forms.rules.marks import MARK_MM, MARKS, PAGE_MM
from permanence.paper.forms.rules.naming import code_of, code_of_kind, digest_of, edition_of, kind_of
from permanence.paper.forms.rules.questionnaire import languages_of, read_questionnaire

__all__ = [
    "MARKS",
    "MARK_MM",
    "PAGE_MM",
    "Answered",
    "Box",
    "Doubt",
    "DoubtKind",
    "Drawing",
    "Field",
    "FieldKind",
    "Filling",
    "Hand",
    "Item",
    "ItemType",
    "Known",
    "Layout",
    "Note",
    "Questionnaire",
    "QuestionnaireRefused",
    "Reading",
    "Reason",
    "Signed",
    "answer",
    "answers_in",
    "code_of",
    "code_of_kind",
    "digest_of",
    "draw",
    "dropped",
    "edition_of",
    "fill",
    "framed",
    "kind_of",
    "languages_of",
    "layout_from_json",
    "read_questionnaire",
    "strangers",
    "unasked",
]
