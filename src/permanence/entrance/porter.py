"""The night porter: one thread that goes round the rooms and does what waits."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

log = logging.getLogger(__name__)
BETWEEN_ROUNDS_S = 0.3


def every(seconds: float, errand: Callable[[], object]) -> Callable[[], object]:
    """The errand, done at most once in so many seconds: what costs a look at the whole house."""
    due = 0.0

    def at_times() -> object:
        nonlocal due
        now = time.monotonic()
        if now < due:
            return None
        due = now + seconds
        return errand()

    return at_times


class NightPorter:
    """Calls each errand again and again until told to stop; an errand that fails does not stop the others."""

    def __init__(self, errands: tuple[Callable[[], object], ...]) -> None:
        self._errands = errands
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go_round, name="night-porter", daemon=True)

    def start(self) -> None:
        """Begin the rounds."""
        self._thread.start()

    def stop(self) -> None:
        """End after the errand under way, or at once when it takes longer than five seconds."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _go_round(self) -> None:
        while not self._stopped.wait(BETWEEN_ROUNDS_S):
            for errand in self._errands:
                try:
                    errand()
                except Exception:
                    log.exception("an errand of the night porter failed and will be tried again")
                    # A full disk or a lost database must not turn into a busy loop.
                    self._stopped.wait(5)
            close_old_connections()
