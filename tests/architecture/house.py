"""The house as a machine reads it: every Python file, which room and piece of furniture it is, what it imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
WINGS = ("entrance", "command", "exchange", "money", "care", "people", "paper", "vault", "foundation")


@dataclass(frozen=True)
class Module:
    """One Python file of the house."""

    path: Path
    dotted: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str | None:
        """`permanence.care.beds`, or None outside the rooms."""
        parts = self.dotted.split(".")
        in_room = len(parts) > 2 and parts[1] != "entrance" and (room_folder(self.path) / "apps.py").exists()
        return ".".join(parts[:3]) if in_room else None

    @property
    def piece(self) -> str:
        """`operations`, `web`, `tests`...: the first name below the room."""
        parts = self.dotted.split(".")
        return parts[3] if self.room and len(parts) > 3 else ""

    @cached_property
    def imports(self) -> list[str]:
        """Dotted names imported from this house; `from a import b` counts as `a.b` and as `a`."""
        found: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.extend(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.extend(f"{node.module}.{alias.name}" for alias in node.names)
        return found

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def room_folder(path: Path) -> Path:
    """The folder `<wing>/<room>` a file lies in."""
    parts = path.parts
    at = len(parts) - 1 - parts[::-1].index("permanence")
    return Path(*parts[: at + 3])


def modules(source: Path = SOURCE) -> Iterator[Module]:
    """Every Python file below `source`."""
    for path in sorted(source.rglob("*.py")):
        relative = path.relative_to(source).with_suffix("")
        parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
        yield Module(path, ".".join(parts))


def rooms(source: Path = SOURCE) -> list[Path]:
    """Every room's folder."""
    return sorted(apps.parent for apps in (source / "permanence").glob("*/*/apps.py"))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring and decorators."""
    body = function.body
    has_docstring = ast.get_docstring(function) is not None
    start = function.lineno if not has_docstring else (body[0].end_lineno or body[0].lineno)
    return (function.end_lineno or function.lineno) - start + 1
