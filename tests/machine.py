"""The real programs the tests talk to: found, installed where that is allowed, or asked for by name."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {"chromium": "chromium", "postgresql": "postgresql"}


def require(*programs: str) -> None:
    """Install the Debian packages that are missing when root may, else say which to install and stop."""
    missing = [PACKAGES[name] for name in programs if found(name) is None]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # Debian would start a cluster on its own port; the tests start their own.
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], env=environment)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.call(command, env=environment, stdout=subprocess.DEVNULL)
    still = [PACKAGES[name] for name in programs if found(name) is None]
    if still:
        sys.exit(f"The tests need real programs that are missing: apt-get install {' '.join(still)}")


def found(program: str) -> Path | None:
    """Where a program lies; for PostgreSQL, the folder of its server programs."""
    if program == "postgresql":
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        on_path = shutil.which("initdb")
        return folders[0] if folders else Path(on_path).parent if on_path else None
    path = shutil.which(program) or shutil.which(f"{program}-browser")
    return Path(path) if path else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own on loopback; gives its URL and removes it afterwards."""
    programs = found("postgresql")
    if programs is None:
        sys.exit("The tests need a real PostgreSQL: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="permanence-pg-", ignore_cleanup_errors=True) as folder:
        data, port = Path(folder) / "data", free_port()
        # PostgreSQL refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        quietly([*as_user, str(programs / "initdb"), "-D", str(data), "-U", "permanence", "-A", "trust", "-E", "UTF8"])
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data)]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        quietly([*control, "-w", "-l", f"{folder}/log", "-o", options, "start"])
        try:
            create = ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "permanence", "permanence"]
            quietly([*as_user, str(programs / create[0]), *create[1:]])
            yield f"postgresql://permanence@127.0.0.1:{port}/permanence"
        finally:
            quietly([*control, "-m", "immediate", "stop"])


def quietly(command: list[str]) -> None:
    """Run a command; when it fails, stop with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    """A TCP port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
