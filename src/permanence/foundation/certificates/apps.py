"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Certificates."""

    name = "permanence.foundation.certificates"
    label = "certificates"
    verbose_name = _("Certificates")
