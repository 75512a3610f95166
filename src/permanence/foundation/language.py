"""The language of the box: of its command and of its paper, whoever presses the button."""

import os

from django.conf import settings


def box_language() -> str:
    """PERMANENCE_LANGUAGE, else the system's, else French."""
    wanted = os.environ.get("PERMANENCE_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    code = wanted[:2].lower()
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
