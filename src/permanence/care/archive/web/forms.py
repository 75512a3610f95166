"""What a person types to find a paper file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """One line: birth date, name, a number, in any order."""

    text = forms.CharField(
        label=_("Name and birth date, or number"),
        help_text=_("dupont 12031971, a file number, or a patient number (IPP)."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
