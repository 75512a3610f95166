"""The entrance as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntranceConfig(AppConfig):
    """Composition of every room."""

    name = "permanence.entrance"
    label = "entrance"
    verbose_name = _("Entrance")
