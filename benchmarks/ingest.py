"""How many messages a second the box keeps, applies and acknowledges: a real process, real sockets, every fsync.

Each message is distinct; each connection waits for its answer before it sends the next. One serial sender can be no
faster than the disk's fsync, which is measured in the same run. Ends by counting what is in the database and by
verifying the ledger: a rate with one acknowledged message missing is no rate.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _traffic import traffic

from permanence.exchange.hl7v2.adapters.sender import Delivery, send

WARM_UP = 8_000
# Connections, messages sent over them.
ROWS = ((1, 1_000), (8, 6_000), (32, 16_000), (100, 16_000))
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="permanence-bench-", dir=os.environ.get("PERMANENCE_BENCH_DIR")) as home:
        environment = os.environ | {"PERMANENCE_HOME": home, "PERMANENCE_LANGUAGE": "en"}
        fsync_ms = fsync_median_ms(Path(home))
        run("migrate", environment=environment)
        messages = traffic(WARM_UP + sum(count for _, count in ROWS))
        with listening(environment) as (port, server):
            send(itertools.islice(messages, WARM_UP), host="127.0.0.1", port=port, connections=32)
            rows = [measured(messages, count, connections, port, server) for connections, count in ROWS]
            peak = peak_mb(server)
        sent = WARM_UP + sum(count for _, count in ROWS)
        check(sent, environment)
    report = {
        "fsync_median_ms": fsync_ms,
        "fsyncs_per_second": round(1000 / fsync_ms),
        "peak_rss_mb": peak,
        "rows": rows,
    }
    print(json.dumps(report) if "--json" in sys.argv else "\n".join(table(report)))


def measured(messages: Iterator[bytes], count: int, connections: int, port: int, server: int) -> dict[str, object]:
    """One row: the rate, the wait for an answer, and what it costs the server."""
    chosen = list(itertools.islice(messages, count))
    cpu, start = cpu_seconds(server), time.perf_counter()
    delivery: Delivery = send(chosen, host="127.0.0.1", port=port, connections=connections)
    seconds = time.perf_counter() - start
    waits = sorted(delivery.seconds)
    if delivery.accepted != count:
        raise SystemExit(f"{delivery.refused} messages were refused: {delivery.first_refusal!r}")
    return {
        "connections": connections,
        "messages": count,
        "per_second": round(count / seconds),
        "p50_ms": round(statistics.median(waits) * 1000, 1),
        "p99_ms": round(waits[int(0.99 * len(waits))] * 1000, 1),
        "server_cpu_ms": round((cpu_seconds(server) - cpu) / count * 1000, 3),
    }


def table(report: dict[str, object]) -> Iterator[str]:
    """The report as people read it."""
    yield f"fsync: {report['fsync_median_ms']:.2f} ms, so one serial sender can reach {report['fsyncs_per_second']}/s"
    yield f"{'connections':>11} {'messages/s':>10} {'p50 ms':>7} {'p99 ms':>7} {'server CPU ms/message':>21}"
    for row in report["rows"]:
        yield (
            f"{row['connections']:>11} {row['per_second']:>10} {row['p50_ms']:>7} {row['p99_ms']:>7}"
            f" {row['server_cpu_ms']:>21}"
        )
    yield f"peak memory of the server: {report['peak_rss_mb']} MB"


def fsync_median_ms(folder: Path) -> float:
    """What it takes to append a page to a file and have it on disk."""
    times = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(300):
            start = time.perf_counter()
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


@contextmanager
def listening(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A box that hears feeds: the port it chose and its process id."""
    command = [sys.executable, "-m", "permanence", "feeds", "listen", "--port", "0"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said = server.stdout.readline()
        yield int(said.split(":")[1].split(".")[0]), server.pid
    finally:
        server.terminate()
        server.wait()


def check(sent: int, environment: dict[str, str]) -> None:
    """Every acknowledged message is there, and the ledger is whole."""
    count = (
        "import django; django.setup();"
        "from permanence.exchange.feeds.models import Message; print(Message.objects.count())"
    )
    environment = environment | {"DJANGO_SETTINGS_MODULE": "permanence.entrance.settings"}
    stored = int(subprocess.check_output([sys.executable, "-c", count], env=environment))
    if stored != sent:
        raise SystemExit(f"{sent} messages were acknowledged and {stored} are stored")
    run("ledger", "verify", "--json", environment=environment)


def run(*words: str, environment: dict[str, str]) -> None:
    """A command of the product."""
    subprocess.check_call([sys.executable, "-m", "permanence", *words], env=environment, stdout=subprocess.DEVNULL)


def cpu_seconds(process: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_mb(process: int) -> int:
    """The most memory a process ever held."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    main()
