"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """Forms."""

    name = "permanence.paper.forms"
    label = "forms"
    verbose_name = _("Forms")
