"""What a person says when closing a bed, or types to find a patient of a ward."""

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


class FindForm(forms.Form):
    """The first letters of a name, or a room."""

    text = forms.CharField(
        label=_("Find a patient of this ward"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"type": "search", "autofocus": True, "autocomplete": "off", "spellcheck": "false"}
        ),
    )
