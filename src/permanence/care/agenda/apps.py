"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Agenda."""

    name = "permanence.care.agenda"
    label = "agenda"
    verbose_name = _("Agenda")
