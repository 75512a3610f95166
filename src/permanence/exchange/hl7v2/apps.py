"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HL7v2Config(AppConfig):
    """HL7 v2 feeds."""

    name = "permanence.exchange.hl7v2"
    label = "hl7v2"
    verbose_name = _("HL7 v2 feeds")
