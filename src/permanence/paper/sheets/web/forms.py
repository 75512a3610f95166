"""Which sheet it is; what became of many; what the hospital wants of its paper."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.foundation.actors import Role
from permanence.foundation.places import queries as places
from permanence.paper.sheets import queries

_OFF = {"autocomplete": "off", "spellcheck": "false"}
# What may be said, who may say it, and which answers it needs.
DEEDS = {
    "issue": (gettext_lazy("Hand them out"), queries.KEEPERS, ("to",)),
    "back": (gettext_lazy("They are back, whole"), queries.KEEPERS, ()),
    "pages": (gettext_lazy("Only these pages are back (their codes were scanned)"), queries.KEEPERS, ()),
    "checked": (gettext_lazy("A person checked them, or typed them in"), queries.KEEPERS, ()),
    "file": (gettext_lazy("They are filed"), queries.KEEPERS, ("place",)),
    "home": (gettext_lazy("They are sent home"), queries.JUDGES, ()),
    "lost": (gettext_lazy("They are lost"), queries.KEEPERS, ("declared_by",)),
    "found": (gettext_lazy("They were lost and are found"), queries.KEEPERS, ()),
    "copy": (gettext_lazy("There is a second one: a photocopy"), queries.KEEPERS, ()),
    "void": (gettext_lazy("They are void: never to be used"), queries.JUDGES, ("reason",)),
    "undo": (gettext_lazy("Take back the last thing said of them"), queries.JUDGES, ("reason",)),
}
_NEEDED = {
    "to": gettext_lazy("Say which ward takes them, or the name of who does."),
    "place": gettext_lazy("Say in which box, folder or shelf they lie."),
    "declared_by": gettext_lazy("Say who declares them lost."),
    "reason": gettext_lazy("Say why, as it will be read later."),
}


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


class DeedForm(forms.Form):
    """Numbers, what became of them, and what goes with it."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers, one a line"),
        help_text=gettext_lazy("Type them, or scan one code after the other. FIRST..LAST is a whole pile."),
        max_length=200_000,
        widget=forms.Textarea(attrs={"class": "code", "rows": 6, "autofocus": True, **_OFF}),
    )
    deed = forms.ChoiceField(label=gettext_lazy("What became of them"), widget=forms.RadioSelect)
    ward = forms.ChoiceField(label=gettext_lazy("To hand out: to which ward"), required=False)
    holder = forms.ChoiceField(label=gettext_lazy("To hand out: who takes them"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name of who takes them, or of who declares them lost"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_OFF),
    )
    place = forms.CharField(
        label=gettext_lazy("Filed: in which box, folder or shelf"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_OFF),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, or where they were"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_OFF),
    )

    def __init__(self, *args: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(name, words) for name, (words, whose, _needs) in DEEDS.items() if whose & frozenset(roles)]
        self.fields["deed"].choices = mine  # type: ignore[attr-defined]
        wards = [(str(row.id), row.name) for row in places.wards()]
        self.fields["ward"].choices = [("", "-"), *wards]  # type: ignore[attr-defined]
        holders = [(holder.value, queries.holder_label(holder)) for holder in queries.Holder]
        self.fields["holder"].choices = holders  # type: ignore[attr-defined]

    def clean_numbers(self) -> queries.Typed:
        """The numbers; what cannot be read is said back."""
        typed = queries.typed(str(self.cleaned_data["numbers"]))
        if typed.misread:
            said = ", ".join(typed.misread[:5])
            raise ValidationError(_("Not read: {text}. Read the number again, group by group.").format(text=said))
        return typed

    def clean(self) -> dict[str, Any]:
        """Everything the deed needs was said."""
        said: dict[str, Any] = super().clean() or {}
        given = {
            "to": said.get("ward") or said.get("name"),
            "place": said.get("place"),
            "declared_by": said.get("name"),
            "reason": said.get("reason"),
        }
        for need in DEEDS[said["deed"]][2] if said.get("deed") else ():
            if not given[need]:
                field = {"to": "ward", "declared_by": "name"}.get(need, need)
                self.add_error(field, str(_NEEDED[need]))
        said["ward"] = UUID(said["ward"]) if said.get("ward") else None
        return said


class WardForm(forms.Form):
    """One ward, or all of them."""

    ward = forms.ChoiceField(label=gettext_lazy("Ward"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wards = [(str(row.id), row.name) for row in places.wards()]
        self.fields["ward"].choices = [("", _("All wards")), *wards]  # type: ignore[attr-defined]

    def clean_ward(self) -> UUID | None:
        """The id of the ward, None for all."""
        said = self.cleaned_data["ward"]
        return UUID(said) if said else None


class WantedForm(WardForm):
    """How long a form must last."""

    kind = forms.ChoiceField(label=gettext_lazy("Form"), required=False)
    warn_days = forms.FloatField(label=gettext_lazy("Warn below so many days"), min_value=0, max_value=365)
    hold_days = forms.FloatField(label=gettext_lazy("Fill up to so many days"), min_value=0, max_value=365)
    least = forms.IntegerField(label=gettext_lazy("At least so many sheets"), min_value=0, max_value=10_000)

    def __init__(self, *args: Any, forms_known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(forms_known.items(), key=lambda item: item[1])
        self.fields["kind"].choices = [("", _("All forms")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A warning comes before the stock is full."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("warn_days", 0) > said.get("hold_days", 365):
            self.add_error("warn_days", _("A warning comes before the stock is full: give fewer days to it."))
        return said


class PatienceForm(WardForm):
    """After how many hours a sheet is out for long."""

    hours = forms.IntegerField(label=gettext_lazy("Hours"), min_value=1, max_value=10_000)
