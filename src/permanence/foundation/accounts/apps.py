"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "permanence.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
