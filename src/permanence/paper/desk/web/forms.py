"""What stands in the inputs of fields, and the few words people write to each other."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from permanence.paper.desk.operations import Said


class WordsForm(forms.Form):
    """A question or an answer in words."""

    words = forms.CharField(
        label=_("In words"),
        max_length=400,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class FindForm(forms.Form):
    """What the sheet says of its patient."""

    text = forms.CharField(
        label=_("Number, or name and birth date"),
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class PlanForm(forms.Form):
    """Who is planned at the desk."""

    people = forms.RegexField(
        r"^\s*\d+(\s*[, ]\s*\d+)*\s*$",
        label=_("People at the desk each day"),
        help_text=_("One number, or one a day from today: 4 4 5. The last holds from then on."),
        max_length=200,
    )
    hours = forms.FloatField(label=_("Hours at the desk in a day"), min_value=0.5, max_value=24, initial=7)

    def planned(self) -> list[float]:
        """The people of each day."""
        return [float(one) for one in str(self.cleaned_data["people"]).replace(",", " ").split()]


def said(posted: QueryDict, fields: Iterable[UUID]) -> list[Said]:
    """What stands in the inputs of these fields; those that were not on the page are left out."""
    found = []
    for field in fields:
        text, ticks = f"text-{field}", f"tick-{field}"
        if f"on-{field}" in posted:
            chosen = tuple(one for one in posted.getlist(ticks) if one)
            found.append(Said(field, posted.get(text, ""), chosen))
    return found
