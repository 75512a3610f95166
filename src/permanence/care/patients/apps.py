"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatientsConfig(AppConfig):
    """Patients."""

    name = "permanence.care.patients"
    label = "patients"
    verbose_name = _("Patients")
