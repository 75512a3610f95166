"""What people type to sign in, to change a password, and to look after other people's accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.foundation.actors import Role

_AS_TYPED = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class PasswordSignInForm(forms.Form):
    """A username and a password."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(attrs={**_AS_TYPED, "autocomplete": "username", "autofocus": True}),
    )
    secret = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class BadgeSignInForm(forms.Form):
    """A username and a code of the badge card."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("In big letters on your card."),
        max_length=150,
        widget=forms.TextInput(attrs={**_AS_TYPED, "autocomplete": "username", "autofocus": True}),
    )
    secret = forms.CharField(
        label=_("Code"),
        help_text=_("Any code not struck out yet, for example K7Q2-9XMD; then strike it out."),
        max_length=40,
        widget=forms.TextInput(attrs={**_AS_TYPED, "autocomplete": "one-time-code", "class": "code"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters; a few words you will remember at night are best."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object] | None:
        """Both must be the same."""
        cleaned = super().clean()
        if cleaned and cleaned.get("new") != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class OwnPasswordForm(NewPasswordForm):
    """The password one has, and a new one."""

    field_order = ["current", "new", "again"]
    current = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PersonForm(forms.Form):
    """Somebody who will sign in."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("2 to 40 characters: a to z, figures, dot, dash or underscore. It never changes."),
        max_length=40,
        widget=forms.TextInput(attrs={**_AS_TYPED, "autocomplete": "off"}),
    )
    display_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in Role],
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
    )


class RoleForm(forms.Form):
    """One role."""

    role = forms.TypedChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in Role], coerce=Role)


class ReasonForm(forms.Form):
    """Why, for the ledger."""

    reason = forms.CharField(label=_("Why"), max_length=200)
