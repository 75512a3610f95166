"""How fast the made-up hospital speaks, by the second of one core: it shares two cores with the box it fills."""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from itertools import islice

from permanence.command.exercises.adapters.packs import demo_pack
from permanence.command.exercises.rules.hospital import Hospital, Telling, whole

PARTS = ("known/0", "history", "charts", "agenda")


def main() -> None:
    """Print the table."""
    pack = demo_pack()
    telling = Telling(Hospital(pack, whole(pack), seed=1, now=datetime(2026, 11, 20, 14, 30, tzinfo=UTC)))
    rows = [measured(telling, part) for part in PARTS]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    print(f"{'part':10} {'messages':>10} {'a core-second':>14} {'bytes each':>11}")
    for row in rows:
        print(f"{row['part']:10} {row['messages']:10} {row['per_core_second']:14} {row['bytes_each']:11}")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def measured(telling: Telling, part: str) -> dict[str, object]:
    """One part: how many messages, and how many a second of processor time."""
    messages = telling.messages(part)
    # The first ones pay for what all the others share.
    list(islice(messages, 100))
    begun, count, size = time.process_time(), 0, 0
    for message in messages:
        count += 1
        size += len(message.body)
    seconds = time.process_time() - begun
    return {
        "part": part,
        "messages": count + 100,
        "per_core_second": round(count / seconds),
        "bytes_each": round(size / count),
    }


if __name__ == "__main__":
    main()
