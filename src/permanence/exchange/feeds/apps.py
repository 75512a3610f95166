"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Feeds of any format."""

    name = "permanence.exchange.feeds"
    label = "feeds"
    verbose_name = _("Feeds")
