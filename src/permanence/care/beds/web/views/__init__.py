"""Screens of wards and beds."""

from permanence.care.beds.web.views.boards import find, map_beds, ward, ward_lines, ward_map, wards
from permanence.care.beds.web.views.closures import closure, reopening
from permanence.care.beds.web.views.contradictions import contradictions

__all__ = ["closure", "contradictions", "find", "map_beds", "reopening", "ward", "ward_lines", "ward_map", "wards"]
