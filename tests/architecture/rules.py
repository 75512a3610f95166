"""The rules of the house: each yields a sentence for every fault it finds below a source folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib

from tests.architecture.house import SOURCE, Module, length, modules, rooms

FURNITURE = {
    "README.md", "__init__.py", "apps.py", "web", "paper.py", "paper", "cli.py", "operations.py", "operations",
    "queries.py", "queries", "models.py", "adapters", "rules.py", "rules", "templates", "static", "locale",
    "migrations", "tests",
}  # fmt: skip
WEB = {"__init__.py", "urls.py", "views.py", "views", "forms.py"}
BANNED = ("util", "helper", "common", "manager", "service", "handler", "misc", "base")
WAYS_TO_WRITE = frozenset(
    f"permanence.foundation.{way}"
    for way in ("rows.insert", "rows.insert_missing", "rows.overwrite", "rows.add_to", "statements.keep")
)
IMPURE = ("django", "permanence.foundation.clock", "os", "io", "pathlib", "socket", "subprocess", "sqlite3", "psycopg")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "timezone.now"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create"}
# Allowed to break a rule, with the reason; this list may only shrink.
EXCEPTIONS: dict[str, str] = {
    "permanence.foundation.places.operations.outdate": "moves a cache key in the transaction of another operation",
}
# Public functions of operations that tell nothing of the hospital, with the reason; this list may only shrink.
WITHOUT_ENTRY: dict[str, str] = {
    "permanence.foundation.places.operations.outdate": "moves a cache key; the caller's entry says what changed",
}


def furniture(source: Path = SOURCE) -> Iterator[str]:
    """A room holds the furniture of every room and nothing else; a README of at most 25 lines among it."""
    for room in rooms(source):
        for entry in sorted(room.iterdir()):
            if entry.name not in FURNITURE and entry.name != "__pycache__":
                yield f"{room.name}: {entry.name} is no furniture"
        web = room / "web"
        for entry in sorted(web.iterdir()) if web.exists() else ():
            if entry.name not in WEB and entry.name != "__pycache__":
                yield f"{room.name}: web/{entry.name} is no furniture"
        readme = room / "README.md"
        if not readme.exists() or len(readme.read_text(encoding="utf-8").splitlines()) > 25:
            yield f"{room.name}: a README of at most 25 lines is missing"


def names(source: Path = SOURCE) -> Iterator[str]:
    """No file or class is named after a swamp."""
    for module in modules(source):
        for banned in BANNED:
            if module.path.stem.lower().rstrip("s") == banned:
                yield f"{module.dotted}: a name that says nothing"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name.lower().endswith(BANNED[:-1]):
                yield f"{module.dotted}.{node.name}: a name that says nothing"


def doors_of_rooms(source: Path = SOURCE) -> Iterator[str]:
    """Another room is entered by its operations or queries; rules may read lower rooms' rules, both being pure."""
    known = {str(room.relative_to(source)).replace("/", ".") for room in rooms(source)}
    for module in modules(source):
        if module.piece in {"tests", "migrations"} or module.dotted.startswith("permanence.entrance.rooms"):
            continue
        for imported in module.imports:
            room = ".".join(imported.split(".")[:3])
            if room not in known or room == module.room:
                continue
            piece = imported.split(".")[3] if imported.count(".") >= 3 else ""
            pure = module.piece == "rules" and piece == "rules"
            if piece not in {"operations", "queries"} and not pure:
                yield f"{module.dotted} enters {imported}: enter a room by its operations or queries"


def pure_rules(source: Path = SOURCE) -> Iterator[str]:
    """Rules import neither Django nor the clock nor anything that reads or writes the world."""
    for module in modules(source):
        if module.piece != "rules":
            continue
        for imported in module.imports:
            if any(imported == impure or imported.startswith(f"{impure}.") for impure in IMPURE):
                yield f"{module.dotted} imports {imported}: rules are pure"
            if imported.startswith("permanence.") and ".rules" not in imported:
                yield f"{module.dotted} imports {imported}: rules read nothing of the house but rules"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
                yield f"{module.dotted}:{node.lineno} reads the clock: rules are told the time"


def writes(source: Path = SOURCE) -> Iterator[str]:
    """Only operations write to the database."""
    for module in modules(source):
        if module.piece in {"operations", "migrations", "tests"}:
            continue
        knows_rows = any(".models" in imported for imported in module.imports)
        if WAYS_TO_WRITE & set(module.imports):
            yield f"{module.dotted} imports a way to write rows: only operations write"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                chain = ast.unparse(node.func)
                if ".objects." in chain or (node.func.attr in {"save", "delete"} and knows_rows):
                    yield f"{module.dotted}:{node.lineno} writes ({chain.splitlines()[0]}): only operations write"


def operations(source: Path = SOURCE) -> Iterator[str]:
    """A public operation is keyword-only, says who and when, and writes the ledger."""
    for module in modules(source):
        if module.piece != "operations" or module.path.name == "__init__.py":
            continue
        calls = {node.name: _names_called(node) for node in module.tree.body if isinstance(node, ast.FunctionDef)}
        for node in module.tree.body:
            named = isinstance(node, ast.FunctionDef) and f"{module.dotted}.{node.name}"
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and named not in EXCEPTIONS:
                yield from (f"{module.dotted}.{node.name} {fault}" for fault in _faults(module, node, calls))


def sizes(source: Path = SOURCE) -> Iterator[str]:
    """Files of 400 lines, functions of 50, views of 25, templates of 150."""
    for module in modules(source):
        if module.piece == "migrations":
            continue
        if len(module.text.splitlines()) > 400 and module.dotted not in EXCEPTIONS:
            yield f"{module.dotted} has {len(module.text.splitlines())} lines"
        limit = 25 if module.piece == "web" and ".views" in module.dotted else 50
        for function in module.functions():
            if length(function) > limit and f"{module.dotted}.{function.name}" not in EXCEPTIONS:
                yield f"{module.dotted}.{function.name} has {length(function)} lines, {limit} at most"
    for template in sorted(source.rglob("templates/**/*.html")):
        if len(template.read_text(encoding="utf-8").splitlines()) > 150:
            yield f"{template.relative_to(source)} is longer than 150 lines"


def page_scripts(source: Path = SOURCE) -> Iterator[str]:
    """No inline script or style, and nothing fetched from elsewhere."""
    for template in sorted(source.rglob("templates/**/*.html")):
        text = template.read_text(encoding="utf-8").lower()
        for bad in ("<script>", "<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"):
            if bad in text:
                yield f"{template.relative_to(source)} holds {bad!r}"


def ledger_kinds(source: Path = SOURCE) -> Iterator[str]:
    """A ledger kind is a literal that begins with its room's name."""
    for module, call in ledger_calls(source):
        kind = next((word.value for word in call.keywords if word.arg == "kind"), None)
        room = (module.room or "").rsplit(".", 1)[-1]
        if not isinstance(kind, ast.Constant) or not str(kind.value).startswith(f"{room}."):
            yield f"{module.dotted}:{call.lineno}: the ledger kind is no literal beginning with {room}."


def wordings(source: Path = SOURCE) -> Iterator[str]:
    """A text has one French wording in the whole house: catalogues are merged, and of two wordings one is lost."""
    said: dict[tuple[str | None, str, int | None], tuple[str, Path]] = {}
    for path in sorted(source.rglob("locale/fr/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(path)):
            forms: dict[int | None, str] = dict(entry.msgstr_plural) or {None: entry.msgstr}
            for form, wording in forms.items():
                first, where = said.setdefault((entry.msgctxt, entry.msgid, form), (wording, path))
                if wording != first:
                    yield (
                        f"{path.relative_to(source)}: {entry.msgid!r} is {wording!r}, but {first!r} in"
                        f" {where.relative_to(source)}: say one, or give each a context (pgettext)"
                    )


def ledger_calls(source: Path = SOURCE) -> Iterator[tuple[Module, ast.Call]]:
    """Every call of `ledger.record`."""
    for module in modules(source):
        if module.piece == "tests":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"ledger.record", "ledger_operations.record"}:
                yield module, node


def _faults(module: Module, operation: ast.FunctionDef, calls: dict[str, set[str]]) -> Iterator[str]:
    arguments = {argument.arg for argument in operation.args.kwonlyargs}
    if operation.args.args or operation.args.posonlyargs:
        yield "takes positional arguments"
    if "by" not in arguments or not arguments & {"occurred_at", "facts"}:
        yield "does not say who (by) and when (occurred_at, or facts that do)"
    if not module.dotted.startswith("permanence.foundation.ledger") and not _reaches_ledger(operation.name, calls):
        yield "writes nothing in the ledger"


def _names_called(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {ast.unparse(call) for call in calls}


def _reaches_ledger(name: str, calls: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    if name in seen:
        return False
    called = calls.get(name, set())
    # An operation that only composes other rooms' operations leaves the ledger to them.
    if any(call == "ledger.record" or call.split(".")[-2:-1] == ["operations"] for call in called):
        return True
    return any(_reaches_ledger(call.split(".")[-1], calls, seen | {name}) for call in called if call in calls)


ALL = (
    furniture, names, doors_of_rooms, pure_rules, writes, operations, sizes, page_scripts, ledger_kinds, wordings,
)  # fmt: skip
