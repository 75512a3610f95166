"""The `permanence` command: every room's commands under one name."""

import os
import sys

import django
from django.utils import translation

from permanence.foundation.language import box_language


def main() -> None:
    """Set the house up, gather the rooms' commands, run the one that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "permanence.entrance.settings")
    django.setup()
    translation.activate(box_language())
    # Commands say their help in the reader's language, so they are read once the language is known.
    from permanence.entrance.commands import gather  # noqa: PLC0415

    gather().main(args=sys.argv[1:], prog_name="permanence")
