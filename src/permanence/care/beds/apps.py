"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BedsConfig(AppConfig):
    """Beds."""

    name = "permanence.care.beds"
    label = "beds"
    verbose_name = _("Beds")
