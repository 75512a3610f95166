"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutletsConfig(AppConfig):
    """Outlets."""

    name = "permanence.paper.outlets"
    label = "outlets"
    verbose_name = _("Outlets")
