"""When a key may be lent."""


class KeyAlreadyLent(Exception):
    """The key has not come back from its last loan."""


def check_may_lend(*, holder_now: str | None) -> None:
    """Refuse (`KeyAlreadyLent`) when somebody holds the key."""
    if holder_now is not None:
        raise KeyAlreadyLent(holder_now)
