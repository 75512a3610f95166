"""The one question of this room: which sheet it is."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from permanence.paper.sheets import queries


class NumberForm(forms.Form):
    """A number typed, or a code that a hand-held reader typed."""

    number = forms.CharField(max_length=120)

    def clean_number(self) -> queries.SheetNumber:
        """The number, or a sentence that says what to do."""
        text = str(self.cleaned_data["number"])
        try:
            return queries.number_in(text)
        except queries.CheckCharacterWrong as wrong:
            raise ValidationError(_("A character was misread. Read the number again, group by group.")) from wrong
        except (queries.NotASheetNumber, queries.CodeDamaged) as wrong:
            raise ValidationError(_("This is no sheet number. It looks like K7Q2-004512-X.")) from wrong
