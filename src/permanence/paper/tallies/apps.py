"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalliesConfig(AppConfig):
    """Tallies."""

    name = "permanence.paper.tallies"
    label = "tallies"
    verbose_name = _("Tallies")
