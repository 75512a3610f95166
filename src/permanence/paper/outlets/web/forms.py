"""What a person says of printers, sticks and folders."""

from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from permanence.foundation.places import queries as places
from permanence.paper.outlets.queries import printers as trays
from permanence.paper.press import queries as prints

PDF, SEALED = "pdf", "html"


def _runs() -> list[tuple[str, str]]:
    return [(str(row.id), f"{prints.moment(row.planned_at)} {row.title}") for row in prints.runs(20)]


def _wards() -> list[tuple[str, str]]:
    return [(str(row.id), row.name or row.code) for row in places.wards()]


class _WithWards(forms.Form):
    wards = forms.MultipleChoiceField(
        label=_("Only for these wards"), help_text=_("Choose none for all of them."), required=False, choices=_wards
    )


class PrinterForm(_WithWards):
    """A printer's name and address."""

    name = forms.CharField(label=_("Name, as people call it"), max_length=60)
    uri = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("On its display or its test page, as ipp://10.0.0.9/ipp/print")
    )
    field_order = ("name", "uri", "wards")


class FolderForm(_WithWards):
    """A folder to keep up."""

    path = forms.CharField(
        label=_("Folder"), max_length=400, help_text=_("As this box sees it, for instance /mnt/ward-pc/permanence")
    )
    field_order = ("path", "wards")

    def clean_path(self) -> Path:
        """A whole path: a relative one would mean another folder to whoever reads it."""
        return _whole_path(str(self.cleaned_data["path"]))


class CopyForm(forms.Form):
    """Which run goes where, and in what shape."""

    run = forms.ChoiceField(label=_("Print run"), choices=_runs)
    folder = forms.CharField(
        label=_("Stick or folder"), max_length=400, help_text=_("As this box sees it, for instance /media/stick")
    )
    form = forms.ChoiceField(
        label=_("What to write"),
        choices=[
            (PDF, _("The printed files (PDF), readable by whoever has the stick")),
            (SEALED, _("Sealed files for any browser, under a passphrase")),
        ],
        initial=PDF,
        widget=forms.RadioSelect,
    )

    def clean_folder(self) -> Path:
        """A whole path."""
        return _whole_path(str(self.cleaned_data["folder"]))


class SendingForm(forms.Form):
    """Which run comes out, and where."""

    run = forms.ChoiceField(label=_("Print run"), choices=_runs)
    printer = forms.ChoiceField(label=_("Printer"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["printer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", gettext("Each ward's own, or any")),
                *((str(row.id), row.name) for row in trays.printers()),
            ]


def _whole_path(text: str) -> Path:
    path = Path(text.strip())
    if not path.is_absolute():
        raise ValidationError(gettext("Write the whole name of the folder, from the first slash on."))
    return path
