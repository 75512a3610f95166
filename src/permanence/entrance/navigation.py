"""The site's navigation: where each role may go, in the order people work."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from permanence.foundation.actors import Role
from permanence.foundation.doors import roles_of_view


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the navigation; it shows to whom its page opens."""

    label: str | Promise
    url_name: str


ENTRIES: tuple[NavigationEntry, ...] = (
    NavigationEntry(_("Board"), "board"),
    NavigationEntry(_("Patients"), "patients:search"),
    NavigationEntry(_("Relatives"), "stays:relative"),
    NavigationEntry(_("Wards"), "beds:wards"),
    NavigationEntry(_("Agenda"), "agenda:day"),
    NavigationEntry(_("Archive"), "archive:search"),
    NavigationEntry(_("Forms"), "forms:forms"),
    NavigationEntry(_("Prints"), "press:runs"),
    NavigationEntry(_("Sheets"), "sheets:lookup"),
    NavigationEntry(_("Transcription"), "desk:desk"),
    NavigationEntry(_("Printers"), "outlets:printers"),
    NavigationEntry(_("Feeds"), "feeds:feeds"),
    NavigationEntry(_("Tables"), "tables:tables"),
    NavigationEntry(_("Feed keys"), "fhir:keys"),
    NavigationEntry(_("Crisis"), "crisis:crisis"),
    NavigationEntry(_("Ready tonight?"), "readiness:readiness"),
    NavigationEntry(_("Directory"), "directory:staff"),
    NavigationEntry(_("People"), "accounts:people"),
    NavigationEntry(_("Gallery"), "gallery"),
)


def entries_for(roles: Iterable[Role]) -> tuple[NavigationEntry, ...]:
    """The entries a person with these roles may open."""
    held = frozenset(roles)
    return tuple(entry for entry in ENTRIES if _opens_to(entry.url_name) & held)


@cache
def address(url_name: str) -> str:
    """The path of a page, or an empty text when no room has it."""
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""


@cache
def _opens_to(url_name: str) -> frozenset[Role]:
    path = address(url_name)
    return (roles_of_view(resolve(path).func) if path else None) or frozenset()
