"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FhirConfig(AppConfig):
    """FHIR feeds."""

    name = "permanence.exchange.fhir"
    label = "fhir"
    verbose_name = _("FHIR feeds")
