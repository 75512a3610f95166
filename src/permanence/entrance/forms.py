"""Made-up forms that show every kind of field in the gallery."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GalleryForm(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label=_("A line"), help_text=_("What is expected, said before it is typed."))
    long_text = forms.CharField(label=_("Several lines"), widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(label=_("A date"), widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(label=_("One of a few"), choices=[("a", _("First")), ("b", _("Second"))])
    radio = forms.ChoiceField(
        label=_("One, all seen"), choices=[("a", _("First")), ("b", _("Second"))], widget=forms.RadioSelect
    )
    several = forms.MultipleChoiceField(
        label=_("Several"), choices=[("a", _("First")), ("b", _("Second"))], widget=forms.CheckboxSelectMultiple
    )
    fixed = forms.CharField(label=_("Not to be changed"), disabled=True, initial=_("Fixed"), required=False)

    def clean(self) -> None:
        """Always finds a fault, to show one."""
        self.add_error(None, _("What is wrong with the whole form."))
