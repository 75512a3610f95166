"""What the night porters do for the rooms while the box serves."""

from permanence.command.readiness import operations as readiness
from permanence.command.standby import operations as standby
from permanence.entrance.porter import NightPorter, every
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.tables import operations as tables
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.paper.desk import operations as desk
from permanence.paper.outlets import operations as outlets
from permanence.paper.press import operations as press


def porters(box: Actor) -> tuple[NightPorter, ...]:
    """Three porters, so that neither a silent printer nor a share that does not answer holds up paper."""
    watch = feeds.FolderWatch()
    return (
        NightPorter(
            (
                lambda: press.print_waiting_runs(by=box),
                lambda: feeds.replay_held(by=box, occurred_at=clock.now()),
                every(30, lambda: feeds.watch_silences(by=box, occurred_at=clock.now())),
                every(24 * 3600, lambda: feeds.forget_old_activity(by=box, occurred_at=clock.now())),
                lambda: readiness.test_if_due(by=box, occurred_at=clock.now()),
            )
        ),
        # A silent printer keeps whoever waits for it for seconds.
        NightPorter(
            (
                lambda: outlets.deliver_waiting(by=box),
                lambda: standby.make_ready_if_due(by=box, occurred_at=clock.now()),
            )
        ),
        # A long table, or a share that is gone.
        NightPorter(
            (
                every(2, lambda: feeds.look_into_folders(watch=watch, by=box, occurred_at=clock.now())),
                lambda: tables.continue_waiting(by=box, occurred_at=clock.now()),
                every(10, lambda: desk.open_scanned_lately(by=box, occurred_at=clock.now())),
            )
        ),
    )
