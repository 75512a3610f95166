"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    """Press."""

    name = "permanence.paper.press"
    label = "press"
    verbose_name = _("Press")
