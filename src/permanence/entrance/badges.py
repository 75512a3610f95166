"""Badge cards on paper: accounts makes the codes, sheets gives the number, and the codes exist nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
import orjson
import typst
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permanence.entrance.rooms import HOUSE
from permanence.entrance.templating import day, moment
from permanence.foundation import clock
from permanence.foundation.accounts import operations as accounts
from permanence.foundation.actors import Actor, Role
from permanence.foundation.console import console_actor, json_option, say
from permanence.foundation.doors import opens_to, person_behind
from permanence.foundation.language import box_language
from permanence.paper.sheets import operations as sheets

_TEMPLATE = HOUSE / "entrance" / "templates" / "entrance" / "badge.typ"
_FONTS = HOUSE / "paper" / "press" / "templates" / "press" / "fonts"


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """A card ready to print; the file holds the codes, so it is handed over and not kept."""

    badge: accounts.IssuedBadge
    number: str
    pdf: bytes


def new_card(username: str, by: Actor, occurred_at: datetime) -> BadgeCard:
    """Issue a badge and draw its card as a numbered sheet; refuses what `accounts.issue_badge` refuses."""
    badge = accounts.issue_badge(username=username, by=by, occurred_at=occurred_at)
    with translation.override(box_language()):
        title = _("Badge card")
    request = sheets.SheetRequest(kind="accounts.badge", version=1, title=title, data_as_of=occurred_at)
    (number,) = sheets.allocate(requests=[request], by=by, occurred_at=occurred_at)
    pdf = draw(badge, number.spoken)
    sheets.record_printed(pages={number: 1}, by=by, occurred_at=occurred_at)
    return BadgeCard(badge, number.spoken, pdf)


def draw(badge: accounts.IssuedBadge, number: str) -> bytes:
    """The card as a PDF of one A4 page, in the language of the box."""
    with translation.override(box_language()):
        job = orjson.dumps({**_words(badge), "number": number, "lang": box_language()}).decode()
    pdf = typst.compile(_TEMPLATE, root=HOUSE, font_paths=[_FONTS], ignore_system_fonts=True, sys_inputs={"job": job})
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no PDF")
    return pdf


def _words(badge: accounts.IssuedBadge) -> dict[str, object]:
    half = len(badge.codes) // 2
    return {
        "title": _("Badge card"),
        "label_username": _("Username"),
        "username": badge.username,
        "display_name": badge.display_name,
        "steps": [
            _("On the sign-in page, choose “Use a code from your badge card”."),
            _("Type your username, and any code below that is not struck out."),
            _("Strike the code out: each opens once."),
            _("Choose a new password. When few codes are left, ask IT for a new card."),
        ],
        "secret": _("Keep it like a key. Lost or seen by somebody: tell IT or the night manager at once."),
        "fold": _("fold here, codes inside"),
        "codes_title": _("One code, one sign-in"),
        "codes": badge.codes,
        # Down the left column, then down the right: the order in which people strike out.
        "order": [place for row in range(half) for place in (row, row + half)],
        "issued": _("Printed {at}. Good until {until}. Replaces every earlier card.").format(
            at=moment(badge.issued_at), until=day(badge.expires_at)
        ),
    }


@opens_to(Role.IT)
@require_POST
def badge_card(request: HttpRequest, username: str) -> HttpResponse:
    """Print a new badge card for a person."""
    try:
        card = new_card(username, person_behind(request), clock.now())
    except accounts.Refused as refusal:
        raise Http404 from refusal
    response = HttpResponse(card.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{card.number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@click.command("badge", help=_("Print a badge card with ten one-time codes; it replaces the person's earlier card."))
@click.argument("username")
@click.option(
    "--pdf",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write; it must not exist. Delete it once it is printed: it holds the codes."),
)
@json_option
def badge(*, username: str, path: Path, as_json: bool) -> None:
    """Write a badge card."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise click.ClickException(_("{path} cannot be written, or exists.").format(path=path)) from error
    try:
        card = new_card(username, console_actor(), clock.now())
    except accounts.Refused as refusal:
        path.unlink()
        raise click.ClickException(str(refusal.sentence)) from refusal
    path.write_bytes(card.pdf)
    say(
        {"username": username, "sheet": card.number, "pdf": str(path), "expires_at": card.badge.expires_at},
        as_json=as_json,
        lines=[_("Card {number} of {username}: {path}").format(number=card.number, username=username, path=path)],
    )
