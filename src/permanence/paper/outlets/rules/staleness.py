"""When what lies on paper should no longer be trusted."""

from datetime import datetime, timedelta


def is_stale(printed_at: datetime, changed_at: datetime | None, now: datetime, patience: timedelta) -> bool:
    """Whether paper is stale: it is older than a shift, and its ward has changed since it was printed.

    `changed_at` is when its ward changed last, None for what is of no single ward, where something always changes.
    Paper of a ward that did not change still holds, however old.
    """
    return now - printed_at > patience and (changed_at is None or changed_at > printed_at)
