"""How many sheets of a form, for which ward."""

from django import forms

from permanence.foundation.places import queries as places

MOST_SHEETS = 100


class PrintForm(forms.Form):
    """Blank sheets for a ward, or for none."""

    language = forms.ChoiceField(choices=[("fr", "fr"), ("en", "en")])
    count = forms.IntegerField(min_value=1, max_value=MOST_SHEETS)
    ward = forms.UUIDField(required=False)

    def ward_row(self) -> places.WardRow | None:
        """The ward the sheets are for; None when they are for any."""
        ward = self.cleaned_data["ward"]
        return places.ward(ward) if ward else None
