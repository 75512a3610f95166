"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrisisConfig(AppConfig):
    """Crisis."""

    name = "permanence.command.crisis"
    label = "crisis"
    verbose_name = _("Crisis")
