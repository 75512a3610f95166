"""What is typed to find somebody who works here."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StaffForm(forms.Form):
    """Words, and a unit."""

    text = forms.CharField(
        label=_("Name, staff number, function or unit"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )
