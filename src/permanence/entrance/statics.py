"""Static files whose address changes with their content, so that browsers keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFiles(StaticFilesStorage):
    """Adds a digest of the content to each address: no collecting step, and no stale style after an update."""

    def url(self, name: str | None) -> str:
        """The address of a file with its version."""
        return f"{super().url(name)}?v={_version(name or '')}"


@cache
def _version(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:12]
