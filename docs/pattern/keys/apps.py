"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    """Keys."""

    name = "permanence.command.keys"
    label = "keys"
    verbose_name = _("Keys")
