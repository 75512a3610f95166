"""Write docs/reference from the code itself: `python -m tests.reference`."""

import ast
import json
import os
import re
import sys
from collections.abc import Iterator

import click

from tests.architecture.house import ROOT, modules
from tests.architecture.rules import ledger_calls

REFERENCE = ROOT / "docs" / "reference"
HEADER = "<!-- Written by `python -m tests.reference`; do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "commands.md": commands(),
        "settings.md": settings(),
        "permissions.md": permissions(),
        "ledger-kinds.md": ledger_kinds(),
        "printed-documents.md": printed_documents(),
    }


def commands() -> str:
    """Every command with its options."""
    from permanence.entrance.commands import gather  # noqa: PLC0415 (Django must be set up first)

    lines = ["# Commands\n", "`./permanence` forwards all of these; `permanence` alone serves.\n"]
    for path, command in _walk(gather(), "permanence"):
        if isinstance(command, click.Group):
            continue
        context = click.Context(command, info_name=path)
        lines.append(f"## `{' '.join([path, *command.collect_usage_pieces(context)])}`\n")
        lines.append(f"{command.help or ''}\n")
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        if options:
            lines += ["| option | meaning |", "|---|---|"]
            lines += [f"| `{', '.join(option.opts)}` | {option.help or ''} |" for option in options]
            lines.append("")
    return HEADER + "\n".join(lines)


def settings() -> str:
    """Every environment variable the product reads, with the reason given beside its name in the settings."""
    from permanence.entrance.settings import ENVIRONMENT  # noqa: PLC0415 (Django must be set up first)

    read = {name for module in modules() if module.piece != "tests" for name in _variables(module.text)}
    unsaid = read - set(ENVIRONMENT)
    if unsaid:
        sys.exit(f"settings.ENVIRONMENT does not explain {sorted(unsaid)}")
    rows = [f"| `{name}` | {meaning} |" for name, meaning in sorted(ENVIRONMENT.items())]
    return HEADER + "\n".join(["# Settings\n", "| environment variable | meaning |", "|---|---|", *rows, ""])


def permissions() -> str:
    """Every address of the site and the roles it opens to."""
    from django.urls import get_resolver  # noqa: PLC0415 (Django must be set up first)

    from permanence.foundation.doors import roles_of_view  # noqa: PLC0415

    rows = []
    for route, view in _addresses(get_resolver().url_patterns):
        roles = roles_of_view(view)
        said = "everyone" if roles == frozenset() else ", ".join(sorted(roles)) if roles else "nobody"
        rows.append(f"| `/{route}` | {said} |")
    return HEADER + "\n".join(["# Permissions\n", "| address | opens to |", "|---|---|", *rows, ""])


def ledger_kinds() -> str:
    """Every kind of ledger entry, and what it says happened in the hospital."""
    rows = set()
    for module, call in ledger_calls():
        kind = next(word.value for word in call.keywords if word.arg == "kind")
        owner = _verb(module.tree, _enclosing(module.tree, call))
        said = (ast.get_docstring(owner or module.tree) or "").split("\n\n")[0].replace("\n", " ")
        where = module.dotted.removeprefix("permanence.") + (f".{owner.name}" if owner else "")
        rows.add(f"| `{ast.literal_eval(kind)}` | {said} | `{where}` |")
    return HEADER + "\n".join(
        ["# Ledger kinds\n", "| kind | what happened | written by |", "|---|---|---|", *sorted(rows), ""]
    )


def printed_documents() -> str:
    """Every document the press can print."""
    from permanence.entrance.rooms import furniture  # noqa: PLC0415 (Django must be set up first)

    rows = [
        f"| `{printable.kind}` | {printable.version} | {printable.title} |"
        for _room, paper in furniture("paper")
        for printable in paper.PRINTABLES
    ]
    return HEADER + "\n".join(
        ["# Printed documents\n", "| kind | version | title |", "|---|---|---|", *sorted(rows), ""]
    )


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], f"{path} {name}")


def _variables(text: str) -> list[str]:
    return re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"(PERMANENCE_[A-Z_]+)\"", text)


def _addresses(patterns: list, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _enclosing(tree: ast.Module, call: ast.Call) -> str:
    holders = [node for node in tree.body if any(inner is call for inner in ast.walk(node))]
    return getattr(holders[0], "name", "")


def _verb(tree: ast.Module, name: str) -> ast.FunctionDef | None:
    """The public function of this name, or the first public one that leads to it; None when a class does."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached, grown = {name}, True
    while grown:
        callers = {
            n for n, node in functions.items() if {w.id for w in ast.walk(node) if isinstance(w, ast.Name)} & reached
        }
        grown = not callers <= reached
        reached |= callers
    return next((node for n, node in functions.items() if n in reached and not n.startswith("_")), None)


def set_up() -> None:
    """Django, in English, with a home that is thrown away."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")
    import django  # noqa: PLC0415 (only when run as a program; pytest sets it up itself)

    django.setup()


def pages_in_english() -> dict[str, str]:
    """Every page, said by a process that has said nothing else yet."""
    set_up()
    from django.utils import translation  # noqa: PLC0415 (after set-up)

    with translation.override("en"):
        return pages()


def show() -> None:
    """Print the pages as one JSON object."""
    sys.stdout.write(json.dumps(pages_in_english()))


def main() -> None:
    """Write the pages."""
    for name, text in pages_in_english().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
