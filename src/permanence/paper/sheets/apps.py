"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    """Sheets."""

    name = "permanence.paper.sheets"
    label = "sheets"
    verbose_name = _("Sheets")
