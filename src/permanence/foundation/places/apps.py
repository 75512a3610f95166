"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places."""

    name = "permanence.foundation.places"
    label = "places"
    verbose_name = _("Places")
