"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    """Readiness."""

    name = "permanence.command.readiness"
    label = "readiness"
    verbose_name = _("Readiness")
