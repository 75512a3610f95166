"""What people say of a feed, and of a message that could not be applied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permanence.exchange.feeds.operations import Fate, FeedDescription, FeedKind
from permanence.exchange.feeds.queries import FeedRow

KINDS = {
    FeedKind.ADMISSIONS: _("Admissions and movements"),
    FeedKind.LABORATORY: _("Laboratory"),
    FeedKind.AGENDA: _("Appointments"),
    FeedKind.PRESCRIPTION: _("Prescriptions"),
    FeedKind.DOCUMENTS: _("Documents"),
    FeedKind.OTHER: _("Other"),
}
CHARSETS = [
    ("", _("As the bytes show: UTF-8, else Windows Western")),
    ("UNICODE UTF-8", "UTF-8"),
    ("8859/1", _("Western (8859/1)")),
    ("8859/15", _("Western with the euro (8859/15)")),
    ("CP1252", _("Windows Western (1252)")),
    ("CP850", _("MS-DOS Western (850)")),
]


class FeedForm(forms.Form):
    """What a feed is and who answers for it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    owner = forms.CharField(
        label=_("Who answers for it"),
        help_text=_("The person or team to call when it falls silent."),
        max_length=160,
        required=False,
    )
    kind = forms.TypedChoiceField(label=_("What it mostly tells"), choices=list(KINDS.items()), coerce=FeedKind)
    rhythm = forms.IntegerField(
        label=_("Longest normal silence, in minutes"), min_value=1, max_value=60 * 24 * 31, required=False
    )
    charset = forms.ChoiceField(
        label=_("Characters of messages that do not say theirs"), choices=CHARSETS, required=False
    )
    time_zone = forms.CharField(label=_("Time zone of hours without offset"), max_length=40)

    def clean(self) -> dict[str, Any]:
        """Make the description, which refuses what does not exist."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        said = {name: cleaned[name] for name in ("name", "owner", "kind", "charset", "time_zone")}
        try:
            cleaned["description"] = FeedDescription(**said, rhythm=cleaned["rhythm"] and cleaned["rhythm"] * 60)
        except LookupError:
            self.add_error("time_zone", _("No such time zone: write it as Europe/Paris."))
        return cleaned


def said_of(feed: FeedRow) -> dict[str, object]:
    """What is said of a feed, as its form begins."""
    minutes = feed.rhythm and max(1, round(feed.rhythm / 60))
    return {
        "name": feed.name,
        "owner": feed.owner,
        "kind": feed.kind,
        "rhythm": minutes,
        "charset": feed.charset,
        "time_zone": feed.time_zone,
    }


class MendForm(forms.Form):
    """A message put right."""

    text = forms.CharField(
        label=_("The message"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code", "spellcheck": "false", "wrap": "off"}),
    )
    reason = forms.CharField(label=_("What was wrong, and how you know"), max_length=400)


class DiscardForm(forms.Form):
    """Why nothing of a message is needed."""

    because = forms.CharField(label=_("Why nothing of it is needed"), max_length=400)


class ReleaseForm(forms.Form):
    """The end of a hold, in somebody's name."""

    fate = forms.TypedChoiceField(
        label=_("What becomes of what was held"),
        choices=[
            (Fate.REPLAY, _("Apply it, in the order it came: what the feed says is true")),
            (Fate.APART, _("Leave it apart, for somebody to decide later; believe only what comes from now on")),
            (Fate.DISCARD, _("Throw it away: nothing of it is needed. It is kept, and no longer counted")),
        ],
        coerce=Fate,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("What was found, and who said so"), max_length=400)
