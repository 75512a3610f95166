"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Desk."""

    name = "permanence.paper.desk"
    label = "desk"
    verbose_name = _("Transcription")
