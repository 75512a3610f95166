"""Messages lying in files: exports, archives, what another engine wrote to a folder."""

from pathlib import Path

from permanence.exchange.hl7v2.rules.framing import split_file


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file below a folder in the order of their names; hidden ones are left."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))


def messages_in(file: Path) -> list[bytes]:
    """Every message of a file, whatever separates them. Raises `OSError` when the file cannot be read."""
    return split_file(file.read_bytes())
