"""Jinja2 for every page: templates live in each room's `templates/<room>/`."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import jinja2
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from permanence.command.crisis.queries import state
from permanence.entrance.navigation import entries_for
from permanence.foundation import node

APPEARANCES = ("night", "day", "auto")
# Each language under its own name, for whoever cannot read the present one.
_LANGUAGES = (("fr", "Français"), ("en", "English"))


class RoomTemplates(Jinja2):
    """Django's Jinja2 backend, looking in each room's `templates` folder."""

    app_dirname = "templates"


def environment(**options: Any) -> jinja2.Environment:
    """The Jinja2 environment of all pages."""
    options |= {"extensions": ["jinja2.ext.i18n"], "undefined": jinja2.StrictUndefined}
    env = jinja2.Environment(**options)  # noqa: S701 (Django passes autoescape=True)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext, ngettext=translation.ngettext, pgettext=translation.pgettext, newstyle=True
    )
    env.globals.update(static=static, url=_url, language=translation.get_language)
    env.filters.update(moment=moment, day=day, age=age, ago=ago, who=who)
    return env


def for_every_page(request: HttpRequest) -> dict[str, object]:
    """`user`, the person signed in or None, and `house`, what the base template needs.

    Few names, because they take the place of what a view passes under the same ones.
    """
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    appearance = request.COOKIES.get("appearance", "")
    house = SimpleNamespace(
        box=SimpleLazyObject(state),
        navigation=entries_for(user.roles) if signed_in else (),
        messages=get_messages(request),
        languages=_LANGUAGES,
        appearance=appearance if appearance in APPEARANCES else "auto",
        origin=node.origin(),
    )
    return {"user": user if signed_in else None, "house": house}


def moment(instant: datetime | None) -> str:
    """An instant in the hospital's time: `23/11/2026 04:05`."""
    return "" if instant is None else f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"


def day(instant: date | None) -> str:
    """A day as `23/11/2026` in every language: a birth date read month first is another patient's."""
    if instant is None:
        return ""
    return f"{timezone.localtime(instant) if isinstance(instant, datetime) else instant:%d/%m/%Y}"


def who(actor: str) -> str:
    """Whoever did it, as people say it: `person:nora` of the ledger is `nora`, `feed:GAM` is `the sender GAM`."""
    kind, separator, name = actor.partition(":")
    words = {
        "console": translation.gettext("{name} at the box's console"),
        "feed": translation.gettext("the sender {name}"),
        "box": translation.gettext("box {name}"),
        "envelope": translation.gettext("{name}, by sealed envelope"),
        "paper": translation.gettext("{name}, on paper"),
    }
    return words.get(kind, "{name}").format(name=name) if separator else actor


def age(instant: datetime | None) -> str:
    """How long ago, in one unit: `40 s`, `12 min`, `3 h`, `5 d`."""
    if instant is None:
        return translation.gettext("never")
    seconds = max(0, int((timezone.now() - instant).total_seconds()))
    for size, unit in ((86400, translation.gettext("d")), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def ago(instant: datetime | None) -> str:
    """How long ago in words; under a minute is `just now`, so that a page that did not change reads the same."""
    if instant is None:
        return translation.gettext("never")
    if (timezone.now() - instant).total_seconds() < 60:
        return translation.gettext("just now")
    return translation.gettext("{age} ago").format(age=age(instant))


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
