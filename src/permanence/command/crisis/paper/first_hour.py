"""The card of the first hour and the numbers to ring: for one person, alone, at night, without a telephone exchange."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from permanence.command.crisis import queries
from permanence.paper.press import queries as press


def _language() -> str:
    return (get_language() or "fr")[:2]


def _card(hospitals: Sequence[UUID]) -> Iterator[press.Content]:
    """One card a hospital."""
    words = queries.first_hour(_language())
    sections = [asdict(section) for section in words.sections]
    for _hospital in hospitals:
        yield press.Content(
            data={
                "lead": words.lead,
                "sections": sections,
                "calls_title": words.calls_title,
                "calls_lead": words.calls_lead,
                "calls": [asdict(call) for call in words.calls],
            },
            place=words.title,
            title=_("For the night manager"),
        )


def _numbers(hospitals: Sequence[UUID]) -> Iterator[press.Content]:
    """One list a hospital."""
    groups = [asdict(group) for group in queries.outside_numbers(_language())]
    for _hospital in hospitals:
        yield press.Content(data={"groups": groups}, place=_("Whole hospital"), title=_("On call and outside numbers"))


def _card_words() -> dict[str, str]:
    """The labels of the card."""
    return {
        "at": pgettext("card", "at"),
        "who": _("Your name"),
        "day": pgettext("card", "Date, hour you began"),
    }


def _number_words() -> dict[str, object]:
    """The labels of the list of numbers."""
    return {
        "columns": [pgettext("numbers", "Who"), pgettext("numbers", "Number"), pgettext("numbers", "What for")],
        "lead": _(
            "Official public numbers say who published them. Write the hospital's own by hand, or in"
            " packs/fr/numbers.toml so that they are printed. Ring from a mobile telephone when the exchange is dead."
        ),
        "spare": _("Other numbers"),
    }


FIRST_HOUR = press.Printable(
    kind="crisis.first_hour",
    title=gettext_lazy("First-hour card"),
    version=1,
    template="/command/crisis/templates/crisis/first_hour.typ",
    contents=_card,
    words=_card_words,
)
OUTSIDE_NUMBERS = press.Printable(
    kind="crisis.outside_numbers",
    title=gettext_lazy("On call and outside numbers"),
    version=1,
    template="/command/crisis/templates/crisis/outside_numbers.typ",
    contents=_numbers,
    words=_number_words,
    mostly=2,
)
