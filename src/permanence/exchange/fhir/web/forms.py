"""Which feed a key is made for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    """The feed that will post."""

    feed = forms.CharField(
        label=_("Code of the feed"),
        help_text=_(
            "What its messages will be filed under; a feed that never spoke becomes known with its first post."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
