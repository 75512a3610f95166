"""300 people in front of ward boards at once, over TLS, while feeds run: `python benchmarks/boards.py [--json]`.

A real `permanence serve --tls` holds the made-up hospital (881 beds, 53 wards), and its programs go on speaking to it,
five messages a second: a hundred times what such a hospital says. Each person has a connection, a session (made in the
database: signing in is not measured) and a ward; two in three have its list open, one in three its bed map. An open
page asks for news every 15 s, as the product's own does; after a minute on average the person opens a patient's page,
reads it for 20 s, and opens the board again. Everybody arrives within the first 15 s, which are left out.

Answers are timed from the first byte sent to the last received, in the one process that plays everybody, so the time
that process waits for the processor is counted as the server's. CPU is in per cent of one core; "others" is whatever
else ran on the machine. `--home FOLDER` takes a demonstration that was poured before (it is copied), instead of pouring
its stays and charts anew; `--people`, `--seconds`, `--rate` change the rest.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--json", action="store_true")
parser.add_argument("--home", type=Path)
parser.add_argument("--people", type=int, default=300)
parser.add_argument("--seconds", type=float, default=40)
parser.add_argument("--rate", type=float, default=5)
CHOSEN = parser.parse_args()
HOME = Path(tempfile.mkdtemp(prefix="permanence-bench-"))
# Never a home that exists: it would be filled with made-up patients and people.
os.environ |= {"PERMANENCE_HOME": str(HOME), "PERMANENCE_DATABASE_URL": "", "PERMANENCE_LANGUAGE": "en"}
os.environ["DJANGO_SETTINGS_MODULE"] = "permanence.entrance.settings"
SCALE, SEED, LIMIT_MS, ARRIVE_SECONDS = "whole", 20220821, 100, 15.0
if CHOSEN.home:
    for name in ("node", "secret_key"):
        (HOME / name).write_bytes((CHOSEN.home / name).read_bytes())
    with closing(sqlite3.connect(CHOSEN.home / "permanence.sqlite3")) as kept:
        kept.execute("VACUUM INTO ?", [str(HOME / "permanence.sqlite3")])
    # Gigabytes still on their way to the disk would be what is measured: every commit waits behind them.
    os.sync()

import django  # noqa: E402 (the home is set first)

django.setup()

from _visitors import Answer, Visitors  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from permanence.command.exercises import operations as exercises  # noqa: E402
from permanence.command.exercises import queries as made_up  # noqa: E402
from permanence.command.exercises.adapters.speaker import Job, speak  # noqa: E402
from permanence.foundation import clock  # noqa: E402
from permanence.foundation.accounts.models import RoleGrant, User  # noqa: E402
from permanence.foundation.actors import Actor, Role  # noqa: E402
from permanence.foundation.places import queries as places  # noqa: E402

BENCH = Actor("console", "benchmark")
HOUSE = [sys.executable, "-m", "permanence"]
ROLES = (Role.NURSE, Role.NURSE, Role.NURSE, Role.DOCTOR, Role.NIGHT_MANAGER)


@dataclass(frozen=True)
class Used:
    """CPU seconds of each side so far, and the server's resident megabytes."""

    site: float
    feeds: float
    visitors: float
    speaker: float
    machine: float
    megabytes: int


def main() -> None:
    """Serve, pour, let everybody come, say."""
    call_command("migrate", verbosity=0, skip_checks=True)
    job = None if CHOSEN.home else founded()
    port, feeds_port = free_port(), free_port()
    server = subprocess.Popen([*HOUSE, "serve", "--tls", "--port", str(port), "--feeds-port", str(feeds_port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        trust = wait_for(port)
        for _ in speak(replace(job, port=feeds_port)) if job else ():
            pass
        visitors = Visitors(port, trust, sessions(), [str(ward.id) for ward in places.wards()], CHOSEN.seconds)
        speaker = subprocess.Popen(
            [*HOUSE, "exercises", "live", "--rate", str(CHOSEN.rate), "--seconds", str(CHOSEN.seconds + 8), "--port",
             str(feeds_port), "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
        begun, ended = asyncio.run(visit(visitors, server.pid, speaker.pid))
        told = json.loads(speaker.communicate()[0] or "{}")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(HOME)
    say(visitors, begun, ended, told)


async def visit(visitors: Visitors, server: int, speaker: int) -> tuple[Used, Used]:
    """Let everybody come; what was used when all had arrived, and at the end."""
    # The speaker needs some seconds to learn who is here.
    await asyncio.sleep(6)
    coming = asyncio.create_task(visitors.come())
    await asyncio.sleep(ARRIVE_SECONDS)
    begun = used(server, speaker)
    await asyncio.sleep(CHOSEN.seconds - ARRIVE_SECONDS)
    ended = used(server, speaker)
    await coming
    return begun, ended


def founded() -> Job:
    """Make the box a demonstration, to be told its stays and charts; who is only known to it fills no bed."""
    exercises.found(seed=SEED, scale=SCALE, by=BENCH, occurred_at=clock.now())
    row = made_up.demo()
    if row is None:
        sys.exit("the made-up hospital was not founded")
    exercises.furnish(hospital=made_up.hospital(row), by=BENCH, occurred_at=clock.now())
    return Job(SEED, SCALE, row.made_at, ("history", "charts"), "127.0.0.1", 0, 64)


def sessions() -> list[tuple[str, str]]:
    """A session of each person, and the language of their browser; one in ten reads English."""
    now, made = clock.now(), []
    for number in range(CHOSEN.people):
        user = User(username=f"bench{number}", display_name=f"Bench {number}")
        user.set_unusable_password()
        user.save()
        RoleGrant.objects.create(user=user, role=ROLES[number % len(ROLES)], granted_by=str(BENCH), occurred_at=now)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        made.append((session.session_key or "", "en" if number % 10 == 9 else "fr"))
    return made


def wait_for(port: int) -> ssl.SSLContext:
    """What trusts the box, once it answers."""
    for _ in range(300):
        try:
            trust = ssl.create_default_context(cafile=HOME / "tls" / "authority.pem")
            urllib.request.urlopen(f"https://localhost:{port}/health/", timeout=5, context=trust).read()
        except OSError:
            time.sleep(0.1)
        else:
            return trust
    sys.exit("the site never answered")


def used(server: int, speaker: int) -> Used:
    """What each side used so far."""
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()]
    busy = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
    machine = sum(int(ticks) for place, ticks in enumerate(busy) if place not in {3, 4}) / os.sysconf("SC_CLK_TCK")
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in (server, *children))
    mine = os.times()
    return Used(
        site=sum(map(cpu_of, children)),
        feeds=cpu_of(server),
        visitors=mine.user + mine.system,
        speaker=cpu_of(speaker),
        machine=machine,
        megabytes=pages * os.sysconf("SC_PAGE_SIZE") // 2**20,
    )


def cpu_of(pid: int) -> float:
    """CPU seconds of a process so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A TCP port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def row_of(kind: str, answers: list[Answer], seconds: float) -> dict[str, object]:
    """One line of the table, times in milliseconds."""
    times = sorted(answer.seconds * 1000 for answer in answers)
    at = {f"p{part}_ms": round(times[min(len(times) - 1, int(len(times) * part / 100))], 1) for part in (50, 95, 99)}
    kilobytes = round(sum(answer.size for answer in answers) / len(answers) / 1024, 1)
    unchanged = round(sum(answer.status == 304 for answer in answers) / len(answers), 3)
    return {"kind": kind, "count": len(answers), "a_second": round(len(answers) / seconds, 1), **at,
            "unchanged": unchanged, "kilobytes": kilobytes}  # fmt: skip


def say(visitors: Visitors, begun: Used, ended: Used, told: dict[str, int]) -> None:
    """Print the table, against the limit."""
    seconds = CHOSEN.seconds - ARRIVE_SECONDS
    counted = [answer for answer in visitors.answers if answer.at >= ARRIVE_SECONDS]
    kinds = sorted({answer.kind for answer in counted})
    rows = [row_of(kind, [one for one in counted if one.kind == kind], seconds) for kind in kinds]
    rows.append(row_of("all", counted, seconds))
    names = ("site", "feeds", "visitors", "speaker")
    cpu = {name: round((getattr(ended, name) - getattr(begun, name)) / seconds * 100) for name in names}
    cpu["others"] = max(0, round((ended.machine - begun.machine) / seconds * 100) - sum(cpu.values()))
    met = all(float(str(row["p95_ms"])) < LIMIT_MS for row in rows)
    report = {"people": CHOSEN.people, "rows": rows, "cpu_percent": cpu, "megabytes": ended.megabytes, "feed": told,
              "faults": visitors.faults, "limit_ms": LIMIT_MS, "p95_below_the_limit": met}  # fmt: skip
    if CHOSEN.json:
        print(json.dumps(report))
        return
    print(f"{CHOSEN.people} people over TLS for {seconds:.0f} s, {os.cpu_count()} cores; feed: {told}")
    print(f"{'':14}{'answers':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'304':>8}{'KB':>8}")
    for row in rows:
        print(f"{row['kind']:14}{row['count']:8}{row['a_second']:10}{row['p50_ms']:9}{row['p95_ms']:9}{row['p99_ms']:9}"
              f"{row['unchanged']:8.0%}{row['kilobytes']:8}")  # fmt: skip
    print("CPU, % of one core: " + ", ".join(f"{name} {percent}" for name, percent in cpu.items()))
    print(f"server memory {ended.megabytes} MB; faults {len(visitors.faults)} {visitors.faults[:3]}")
    print(f"p95 below {LIMIT_MS} ms for every kind: {'yes' if met else 'NO'}")


if __name__ == "__main__":
    main()
