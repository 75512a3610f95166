"""The site's navigation: where each role may go, in the order people work."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.foundation.actors import ALL_ROLES, CARE_ROLES, Role


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the navigation."""

    label: str | Promise
    url_name: str
    opens_to: frozenset[Role]


ENTRIES: tuple[NavigationEntry, ...] = (
    NavigationEntry(_("Board"), "board", ALL_ROLES),
    NavigationEntry(_("Patients"), "patients:search", CARE_ROLES | {Role.AUDITOR}),
    NavigationEntry(_("Agenda"), "agenda:day", CARE_ROLES),
    NavigationEntry(_("Crisis"), "crisis:crisis", ALL_ROLES),
    NavigationEntry(_("People"), "accounts:people", frozenset({Role.IT, Role.NIGHT_MANAGER})),
    NavigationEntry(_("Gallery"), "gallery", frozenset({Role.IT})),
)


def entries_for(roles: Iterable[Role]) -> tuple[NavigationEntry, ...]:
    """The entries a person with these roles may open."""
    held = frozenset(roles)
    return tuple(entry for entry in ENTRIES if entry.opens_to & held and address(entry.url_name))


@cache
def address(url_name: str) -> str:
    """The path of a page, or an empty text when no room has it."""
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""
