"""What somebody without an account types to declare, and why an envelope is made worthless."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnvelopeForm(forms.Form):
    """The code, who opened the envelope, and what happened."""

    code = forms.CharField(
        label=_("Code of the sealed envelope"),
        help_text=_("12 letters and figures, for example K7Q2-9XMD-4RTZ."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )
    name = forms.CharField(
        label=_("Your name"), min_length=2, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    function = forms.CharField(
        label=_("Your function"),
        min_length=2,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    reason = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=200,
        initial=_("Information system unavailable"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    exercise = forms.BooleanField(label=_("This is only an exercise: every page says so"), required=False)


class RevocationForm(forms.Form):
    """Why an envelope is made worthless."""

    reason = forms.CharField(label=_("Why, for the ledger"), max_length=200)
