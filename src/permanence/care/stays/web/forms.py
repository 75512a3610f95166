"""What a relative says at the front desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


class RelativeForm(forms.Form):
    """Both names, and the birth date or the telephone number on file."""

    family = forms.CharField(
        label=_("Family name"), max_length=80, widget=forms.TextInput(attrs={**_QUIET, "autofocus": True})
    )
    given = forms.CharField(label=_("Given name"), max_length=80, widget=forms.TextInput(attrs=_QUIET))
    birth_date = forms.DateField(
        label=_("Birth date"),
        help_text=_("For example 12/03/1971 or 12031971."),
        required=False,
        input_formats=["%d/%m/%Y", "%d%m%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"],
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=_("Or the patient's telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        """One more trait than the name must be known."""
        cleaned = super().clean() or {}
        figures = [character for character in cleaned.get("phone") or "" if character.isdigit()]
        if not self.errors and not cleaned.get("birth_date") and len(figures) < 9:
            raise forms.ValidationError(
                _("Ask for the birth date, or the whole telephone number: the name is not enough.")
            )
        return cleaned
