"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaysConfig(AppConfig):
    """Stays."""

    name = "permanence.care.stays"
    label = "stays"
    verbose_name = _("Stays")
