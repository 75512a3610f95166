"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirstHourConfig(AppConfig):
    """First hour."""

    name = "permanence.command.first_hour"
    label = "first_hour"
    verbose_name = _("First hour")
