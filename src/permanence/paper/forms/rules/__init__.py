"""Pure decisions about forms."""

from permanence.paper.forms.rules.layout import Box, Field, FieldKind, Hand, Layout, layout_from_json
from permanence.paper.forms.rules.marks import MARK_MM, MARKS, PAGE_MM

__all__ = ["MARKS", "MARK_MM", "PAGE_MM", "Box", "Field", "FieldKind", "Hand", "Layout", "layout_from_json"]
