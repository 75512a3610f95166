"""What a person says of a table: which file, and how it is read."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.exchange.tables.queries import SHEETS, Order, Preview, ProfileRow, TableKind

CHARSETS = [
    ("", _("As the file shows")),
    ("utf-8", "UTF-8"),
    ("cp1252", _("Windows Western (1252)")),
    ("cp850", _("MS-DOS Western (850)")),
    ("utf-16", "UTF-16"),
]
DELIMITERS = [("", _("As the file shows")), (";", ";"), (",", ","), ("\t", _("tabulation")), ("|", "|")]
ORDERS = {Order.DAY_FIRST: _("day, month, year"), Order.MONTH_FIRST: _("month, day, year")}


class UploadForm(forms.Form):
    """A file, and by which profile it is read."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, .xlsx or .ods; or a rejects file that was put right."))
    profile = forms.ChoiceField(label=_("Read by"), required=False)
    kind = forms.ChoiceField(label=_("What it lists"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[TableKind], profiles: Iterable[ProfileRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(kind.value, _(SHEETS[kind].label)) for kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, required=False, choices=[("", _("As its headings say")), *allowed]
        )
        known = [(row.name, row.name) for row in profiles if row.kind in dict(allowed)]
        self.fields["profile"] = forms.ChoiceField(
            label=self.fields["profile"].label, required=False, choices=[("", _("A new profile, guessed")), *known]
        )


class MappingForm(forms.Form):
    """How a table is read: its columns one by one, and what holds for all of them."""

    name = forms.CharField(label=_("Name of the profile"), max_length=60)
    order = forms.TypedChoiceField(label=_("Order of dates"), choices=list(ORDERS.items()), coerce=Order)
    decimal = forms.ChoiceField(label=_("Decimal sign"), choices=[(",", ","), (".", ".")])
    header_line = forms.IntegerField(
        label=_("Line of the headings"),
        help_text=_("Empty: found by looking."),
        min_value=1,
        max_value=999,
        required=False,
    )
    sheet = forms.CharField(label=_("Sheet"), help_text=_("Empty: the first."), max_length=80, required=False)
    charset = forms.ChoiceField(label=_("Characters"), choices=CHARSETS, required=False)
    delimiter = forms.ChoiceField(label=_("Cells are parted by"), choices=DELIMITERS, required=False)
    authority = forms.CharField(
        label=_("Who gave the numbers of appointments"),
        help_text=_("Empty: this list."),
        max_length=120,
        required=False,
    )

    def __init__(self, data: Any = None, *, preview: Preview, draft: ProfileRow) -> None:
        super().__init__(data, initial=_initial(preview, draft))
        self._preview, self._draft = preview, draft
        fields = [("", _("left out")), *((field.name, _(field.label)) for field in SHEETS[draft.kind].fields)]
        for place, column in enumerate(preview.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(label=column.heading, choices=fields, required=False)

    def columns(self) -> list[tuple[Any, str]]:
        """The choice of each column, with what stands in it first."""
        return [(self[f"column_{place}"], column.example) for place, column in enumerate(self._preview.columns)]

    def common(self) -> list[Any]:
        """What holds for all columns."""
        return [bound for bound in self if not bound.name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        """Refuse a field named by two columns."""
        cleaned = super().clean() or {}
        seen: dict[str, int] = {}
        for place in range(len(self._preview.columns)):
            field = cleaned.get(f"column_{place}")
            if field and field in seen:
                self.add_error(f"column_{place}", _("Another column is this already."))
            elif field:
                seen[field] = place
        return cleaned

    def drafted(self) -> ProfileRow:
        """The profile as it is said."""
        said = self.cleaned_data
        mapping = tuple(
            (column.heading, said[f"column_{place}"])
            for place, column in enumerate(self._preview.columns)
            if said[f"column_{place}"]
        )
        names = ("name", "order", "decimal", "header_line", "sheet", "charset", "delimiter", "authority")
        return replace(self._draft, mapping=mapping, **{name: said[name] for name in names})


class TakingForm(forms.Form):
    """For which feed a table is taken in."""

    feed = forms.CharField(
        label=_("Feed"),
        help_text=_("Who sends it, as the page of feeds calls it. Empty: the name of the profile."),
        max_length=120,
        required=False,
    )


def _initial(preview: Preview, draft: ProfileRow) -> dict[str, Any]:
    said = {f"column_{place}": column.field for place, column in enumerate(preview.columns)}
    names = ("name", "order", "decimal", "header_line", "sheet", "charset", "delimiter", "authority")
    return said | {name: getattr(draft, name) for name in names}
