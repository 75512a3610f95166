"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Paper archive."""

    name = "permanence.care.archive"
    label = "archive"
    verbose_name = _("Paper archive")
