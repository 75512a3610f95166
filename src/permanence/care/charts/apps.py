"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartsConfig(AppConfig):
    """Charts."""

    name = "permanence.care.charts"
    label = "charts"
    verbose_name = _("Charts")
