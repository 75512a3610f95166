"""How long the box takes to be there, and what it weighs: against an interpreter that only imports Django."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROUNDS = 5


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="permanence-bench-") as home:
        environment = os.environ | {"PERMANENCE_HOME": home}
        subprocess.check_call([sys.executable, "-m", "permanence", "migrate"], env=environment)
        rows = [
            (
                "import django (the floor)",
                timed([sys.executable, "-c", "import django; django.VERSION"], environment),
                None,
            ),
            (
                "permanence ledger head",
                timed([sys.executable, "-m", "permanence", "ledger", "head"], environment),
                None,
            ),
            ("permanence serve, to the first page", *served(environment)),
        ]
    if "--json" in sys.argv:
        print(json.dumps([{"what": what, "seconds": seconds, "rss_mb": rss} for what, seconds, rss in rows]))
        return
    print(f"{'start-up':40} {'seconds':>8} {'RSS MB':>8}")
    for what, seconds, rss in rows:
        print(f"{what:40} {seconds:8.2f} {rss if rss is not None else '':>8}")


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Median wall seconds of a command."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.check_call(command, env=environment, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def served(environment: dict[str, str]) -> tuple[float, int]:
    """Seconds from the command to the sign-in page, and megabytes of all its processes then."""
    port, feeds_port = free_port(), free_port()
    command = [sys.executable, "-m", "permanence", "serve", "--port", str(port), "--feeds-port", str(feeds_port)]
    start = time.perf_counter()
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - start < 30:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                return time.perf_counter() - start, rss_mb(server.pid)
            except OSError:
                time.sleep(0.01)
        raise SystemExit("the site never answered")
    finally:
        server.terminate()
        server.wait()


def rss_mb(parent: int) -> int:
    """Resident megabytes of a process and its children."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in [parent, *children]]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20


def free_port() -> int:
    """A TCP port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
