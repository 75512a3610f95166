"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScansConfig(AppConfig):
    """Scans."""

    name = "permanence.paper.scans"
    label = "scans"
    verbose_name = _("Scans")
