"""What a person types to find a patient, or decides of a contradiction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.care.patients import queries
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

    # Answers to what was asked for, when several patients answered what was typed.
    trait = forms.ChoiceField(choices=[(trait.value, words) for trait, words in queries.ASKED.items()], required=False)
    more = forms.CharField(max_length=100, required=False)

    def whole_text(self) -> str:
        """What was typed, with the trait that was asked for."""
        text, trait, more = (str(self.cleaned_data[name]) for name in ("text", "trait", "more"))
        return queries.told_too(text, queries.Trait(trait), more)[:200] if trait and more.strip() else text

    def leave_focus(self) -> None:
        """Let the first answer have the focus, so that Enter opens it."""
        self.fields["text"].widget.attrs.pop("autofocus", None)


class SettlementForm(forms.Form):
    """Whose the identifier is, and why."""

    verdict = forms.ChoiceField(
        choices=[(Verdict.KEEP.value, Verdict.KEEP.value), (Verdict.MOVE.value, Verdict.MOVE.value)],
    )
    reason = forms.CharField(label=_("How it was checked"), max_length=300)
