"""Bring the rooms' French catalogues up to date with code and templates: `python -m tests.catalogues [ROOM...]`."""

import io
import sys
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

HOUSE = Path(__file__).resolve().parent.parent / "src" / "permanence"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def owners() -> list[Path]:
    """Every folder with a catalogue of its own: the rooms, the entrance, and the foundation's plain modules."""
    return [*sorted(apps.parent for apps in HOUSE.glob("*/*/apps.py")), HOUSE / "entrance", HOUSE / "foundation"]


def extracted(owner: Path) -> dict[tuple[str | None, str], tuple[str | None, set[str]]]:
    """Messages of one owner: (context, text) -> (plural, files)."""
    found: dict[tuple[str | None, str], tuple[str | None, set[str]]] = {}
    inner = {other for other in owners() if other != owner and owner in other.parents}
    for name, _line, message, _comments, context in extract_from_dir(
        owner, method_map=METHODS, keywords=KEYWORDS, options_map={"**.html": {"trimmed": "true"}}
    ):
        if "tests/" in name or "migrations/" in name or any(other in (owner / name).parents for other in inner):
            continue
        text, plural = message if isinstance(message, tuple) else (message, None)
        if text:
            found.setdefault((context, text), (plural, set()))[1].add(name)
    return found


def catalogue_path(owner: Path) -> Path:
    """Where an owner's French catalogue lies."""
    return owner / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def updated(owner: Path) -> str:
    """The text of the owner's catalogue as it should be: known translations kept, new texts empty."""
    path = catalogue_path(owner)
    known = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    fresh = polib.POFile(wrapwidth=118)
    fresh.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "fr",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for (context, text), (plural, files) in sorted(
        extracted(owner).items(), key=lambda item: (item[0][1], item[0][0] or "")
    ):
        old = known.get((context, text))
        entry = polib.POEntry(msgctxt=context, msgid=text, occurrences=[(name, "") for name in sorted(files)])
        if "{" in text:
            entry.flags = ["python-brace-format"]
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        fresh.append(entry)
    return str(fresh)


def main() -> None:
    """Write the catalogues and say what is untranslated."""
    out = io.StringIO()
    wanted = set(sys.argv[1:])
    for owner in owners():
        if (wanted and owner.name not in wanted) or not extracted(owner):
            continue
        path = catalogue_path(owner)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(updated(owner), encoding="utf-8")
        empty = [e.msgid for e in polib.pofile(str(path)) if not e.translated()]
        out.writelines(f"{path.relative_to(HOUSE)}: untranslated: {text!r}\n" for text in empty)
    sys.stdout.write(out.getvalue())


if __name__ == "__main__":
    main()
