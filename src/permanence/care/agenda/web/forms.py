"""Which day, which place, whose diary."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.care.agenda.queries import Tally


class DayForm(forms.Form):
    """A day, and the place or the practitioner whose diary to open."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    place = forms.CharField(label=_("Place"), required=False, max_length=300, widget=forms.Select)
    practitioner = forms.CharField(label=_("Practitioner"), required=False, max_length=300, widget=forms.Select)

    def offer(self, places: Iterable[Tally], practitioners: Iterable[Tally]) -> None:
        """Offer what that day has."""
        for name, tallies in (("place", places), ("practitioner", practitioners)):
            choices = [(tally.name, f"{tally.name} ({tally.expected})") for tally in tallies if tally.name]
            self.fields[name].widget.choices = [("", _("all")), *choices]
