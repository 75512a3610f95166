"""What a person says when closing a bed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ClosureForm(forms.Form):
    """Why the bed may take nobody."""

    reason = forms.CharField(
        label=_("Why the bed is closed"),
        help_text=_("Disinfection, broken, works, no staff..."),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
