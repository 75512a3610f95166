"""The `permanence` command: every room's commands under one name."""

import os
import sys

import django
from django.conf import settings
from django.utils import translation


def main() -> None:
    """Set the house up, gather the rooms' commands, run the one that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")
    django.setup()
    translation.activate(_language())
    # Commands say their help in the reader's language, so they are read once the language is known.
    from permanence.entrance.commands import gather  # noqa: PLC0415

    gather().main(args=sys.argv[1:], prog_name="permanence")


def _language() -> str:
    wanted = os.environ.get("PERMANENCE_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    code = wanted[:2].lower()
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
