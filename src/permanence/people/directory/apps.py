"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Directory of staff."""

    name = "permanence.people.directory"
    label = "directory"
    verbose_name = _("Directory")
