"""Which wards have paper to count."""

from uuid import UUID

from django.utils.translation import gettext as _

from permanence.paper.sheets import queries as sheets


def wards_to_tally(*, out: bool) -> list[UUID]:
    """The wards that hold sheets handed out, or that had blank forms."""
    if out:
        return sheets.wards_with_sheets_out()
    return list(dict.fromkeys(line.ward for line in sheets.stock() if line.ward))


def days_words(days: float | None) -> str:
    """How long a form lasts, never rounded up."""
    return _("not used lately") if days is None else figure(int(days * 10) / 10)


def figure(value: float) -> str:
    """A figure with one place after the point, where that says anything."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value < 100 else f"{value:.0f}"
