"""What a person types to find a patient, or decides of a contradiction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.care.patients.operations import Verdict


class SearchForm(forms.Form):
    """One line: birth date, letters, numbers, in any order."""

    text = forms.CharField(
        label=_("Birth date, name or number"),
        help_text=_("12031971 dup, marie dupond, newborn of martin, IPP, INS. The birth date first finds best."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )

    def leave_focus(self) -> None:
        """Let the first answer have the focus, so that Enter opens it."""
        self.fields["text"].widget.attrs.pop("autofocus", None)


class SettlementForm(forms.Form):
    """Whose the identifier is, and why."""

    verdict = forms.ChoiceField(
        choices=[(Verdict.KEEP.value, Verdict.KEEP.value), (Verdict.MOVE.value, Verdict.MOVE.value)],
    )
    reason = forms.CharField(label=_("How it was checked"), max_length=300)
