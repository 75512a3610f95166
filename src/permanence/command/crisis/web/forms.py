"""What a person says when a crisis opens and when it ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

REAL, EXERCISE = "real", "exercise"
REPLAY, APART = "replay", "apart"


class DeclarationForm(forms.Form):
    """Why, and whether it is an exercise."""

    reason = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=200,
        initial=_("Information system unavailable"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Real or exercise"),
        choices=[(REAL, _("Real: the systems are down")), (EXERCISE, _("Exercise"))],
        initial=REAL,
        widget=forms.RadioSelect,
    )


class LiftForm(forms.Form):
    """Why it ends, and what becomes of the messages that were kept apart."""

    reason = forms.CharField(label=_("Why the crisis ends"), max_length=200)
    held = forms.ChoiceField(
        label=_("Messages kept apart since the blackout"),
        choices=[
            (APART, _("Leave them apart: nobody has checked them yet")),
            (REPLAY, _("Replay them in order: they can be trusted")),
        ],
        initial=APART,
        widget=forms.RadioSelect,
    )
