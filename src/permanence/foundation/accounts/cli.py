"""`permanence accounts`: the people who may sign in, from the box's own console."""

from collections.abc import Callable

import click
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.actors import Role
from permanence.foundation.console import console_actor, json_option, say

ROLE = click.Choice([role.value for role in Role])


@click.group("accounts", help=_("People who may sign in, their roles, passwords and badges."))
def accounts() -> None:
    """Group of the accounts' commands."""


prompt_option = click.option("--prompt", is_flag=True, help=_("Ask for the password instead of making one up."))


@accounts.command("add", help=_("Create a person; the password is shown once."))
@click.argument("username")
@click.option("--name", "display_name", required=True, help=_("The person's name as others read it."))
@click.option("--role", "roles", multiple=True, required=True, type=ROLE, help=_("A role; may be given several times."))
@prompt_option
@json_option
def add(*, username: str, display_name: str, roles: tuple[str, ...], prompt: bool, as_json: bool) -> None:
    """Create a person."""
    held = [Role(role) for role in roles]
    password = _password(prompt=prompt)
    _do(operations.create_person, username=username, display_name=display_name, roles=held, password=password)
    _say_password(_("{username} may sign in."), username, "" if prompt else password, as_json=as_json)


@accounts.command("password", help=_("Give a person a new password, shown once; their sessions end."))
@click.argument("username")
@prompt_option
@json_option
def set_password(*, username: str, prompt: bool, as_json: bool) -> None:
    """Give a new password."""
    password = _password(prompt=prompt)
    _do(operations.set_password, username=username, password=password)
    _say_password(_("{username} has a new password."), username, "" if prompt else password, as_json=as_json)


@accounts.command("reopen", help=_("Open a closed account again, with a new password shown once."))
@click.argument("username")
@prompt_option
@json_option
def reopen(*, username: str, prompt: bool, as_json: bool) -> None:
    """Reopen an account."""
    password = _password(prompt=prompt)
    _do(operations.reopen_account, username=username, password=password)
    _say_password(_("{username} may sign in again."), username, "" if prompt else password, as_json=as_json)


@accounts.command("list", help=_("Show people, their roles and how their accounts stand."))
@click.option("--search", "text", default="", help=_("A part of the name or username."))
@click.option("--page", default=1, show_default=True, help=_("A page of a hundred people."))
@json_option
def list_people(*, text: str, page: int, as_json: bool) -> None:
    """Show people."""
    found = queries.people(text, page)
    lines = [_line(person) for person in found] or [_("Nobody.")]
    say({"people": [_facts(person) for person in found]}, as_json=as_json, lines=lines)


@accounts.command("grant", help=_("Give a person a role."))
@click.argument("username")
@click.argument("role", type=ROLE)
@json_option
def grant(*, username: str, role: str, as_json: bool) -> None:
    """Grant a role."""
    _do(operations.grant_role, username=username, role=Role(role))
    _say_done(_("{username} has the role {role}."), as_json=as_json, username=username, role=role)


@accounts.command("withdraw", help=_("Take a role back from a person."))
@click.argument("username")
@click.argument("role", type=ROLE)
@json_option
def withdraw(*, username: str, role: str, as_json: bool) -> None:
    """Withdraw a role."""
    _do(operations.withdraw_role, username=username, role=Role(role))
    _say_done(_("{username} no longer has the role {role}."), as_json=as_json, username=username, role=role)


@accounts.command("unlock", help=_("Let a locked-out person try again at once."))
@click.argument("username")
@json_option
def unlock(*, username: str, as_json: bool) -> None:
    """End a lock-out."""
    _do(operations.unlock, username=username)
    _say_done(_("{username} may try again."), as_json=as_json, username=username)


@accounts.command("close", help=_("Close a person's account: sessions, password and badge end at once."))
@click.argument("username")
@click.option("--reason", required=True, help=_("Why, for the ledger."))
@json_option
def close(*, username: str, reason: str, as_json: bool) -> None:
    """Close an account."""
    _do(operations.close_account, username=username, reason=reason)
    _say_done(_("The account of {username} is closed."), as_json=as_json, username=username)


@accounts.command("revoke-badge", help=_("Make a person's card worthless."))
@click.argument("username")
@click.option("--reason", required=True, help=_("Why, for the ledger."))
@json_option
def revoke_badge(*, username: str, reason: str, as_json: bool) -> None:
    """Revoke a badge."""
    _do(operations.revoke_badge, username=username, reason=reason)
    _say_done(_("The card of {username} opens nothing any more."), as_json=as_json, username=username)


def _do(operation: Callable[..., object], **arguments: object) -> None:
    try:
        operation(**arguments, by=console_actor(), occurred_at=clock.now())
    except operations.Refused as refusal:
        raise click.ClickException(str(refusal.sentence)) from refusal


def _password(*, prompt: bool) -> str:
    if not prompt:
        return queries.proposed_password()
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True))


def _say_password(sentence: str, username: str, shown: str, *, as_json: bool) -> None:
    lines = [sentence.format(username=username)]
    if shown:
        lines.append(_("Password, shown this once: {password}").format(password=shown))
    say({"username": username, "password": shown or None}, as_json=as_json, lines=lines)


def _say_done(sentence: str, *, as_json: bool, **facts: str) -> None:
    say(facts, as_json=as_json, lines=[sentence.format(**facts)])


def _line(person: queries.PersonRow) -> str:
    roles = ", ".join(person.roles)
    standing = [_("closed")] * bool(person.closed_at) + [_("locked out")] * bool(person.locked_until)
    return "  ".join([person.username, person.display_name, roles, *standing])


def _facts(person: queries.PersonRow) -> dict[str, object]:
    return {
        "username": person.username,
        "name": person.display_name,
        "roles": list(person.roles),
        "closed_at": person.closed_at,
        "locked_until": person.locked_until,
        "badge_expires_at": person.badge.expires_at if person.badge else None,
        "codes_left": person.badge.codes_left if person.badge else 0,
        "last_sign_in_at": person.last_sign_in_at,
    }


commands: tuple[click.Command, ...] = (accounts,)
