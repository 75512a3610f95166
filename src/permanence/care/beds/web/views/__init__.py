"""Screens of wards and beds."""

from permanence.care.beds.web.views.boards import ward, ward_lines, wards
from permanence.care.beds.web.views.closures import closure, reopening
from permanence.care.beds.web.views.contradictions import contradictions

__all__ = ["closure", "contradictions", "reopening", "ward", "ward_lines", "wards"]
