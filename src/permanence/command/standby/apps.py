"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandbyConfig(AppConfig):
    """Standby."""

    name = "permanence.command.standby"
    label = "standby"
    verbose_name = _("Standby")
