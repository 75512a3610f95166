"""A whole run in one file, for whoever carries it away."""

from pathlib import Path

from permanence.paper.press.adapters.binding import bind_files
from permanence.paper.press.adapters.files import is_the_one
from permanence.paper.press.queries.progress import RunRow


def bind_whole(run: RunRow, into: Path) -> int:
    """Write all files of the run that are ready as one PDF, in the order of its parts; gives its pages.

    One file at a time is read; PDF/A like them. A file that is not the one the press wrote stays out.
    """
    paths = [part.path for part in run.parts if part.path and is_the_one(part.path, part.sha256)]
    return bind_files(paths, into, title=run.title, language=run.language, at=run.planned_at)
