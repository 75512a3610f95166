"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TablesConfig(AppConfig):
    """Tables from spreadsheets."""

    name = "permanence.exchange.tables"
    label = "tables"
    verbose_name = _("Tables")
