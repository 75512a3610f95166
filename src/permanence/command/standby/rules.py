"""When the next kit is due."""

from datetime import datetime, timedelta


def is_due(hours: int, last_at: datetime | None, now: datetime) -> bool:
    """Whether a kit is to be made ready: never when `hours` is 0, at once when there was none.

    A clock that was set back must not stop the kits: one made in the future counts as none.
    """
    if hours == 0:
        return False
    return last_at is None or last_at > now or now - last_at >= timedelta(hours=hours)
