"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExercisesConfig(AppConfig):
    """Exercises."""

    name = "permanence.command.exercises"
    label = "exercises"
    verbose_name = _("Exercises")
