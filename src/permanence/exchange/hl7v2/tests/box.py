"""A real box in its own folder, listening on a port of its own, that a test may kill."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import orjson


class Box:
    """One `permanence feeds listen` process; `start` again after `kill` finds what it left on disk."""

    def __init__(self, home: Path) -> None:
        self.home = home
        # Its own SQLite file, whatever database the tests run on.
        self.environment = {name: value for name, value in os.environ.items() if name != "PERMANENCE_DATABASE_URL"}
        self.environment |= {"PERMANENCE_HOME": str(home), "PERMANENCE_LANGUAGE": "en"}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        subprocess.run([sys.executable, "-m", "permanence", "migrate"], env=self.environment, check=True)

    def start(self, *words: str) -> None:
        command = [sys.executable, "-m", "permanence", "feeds", "listen", "--port", str(self.port), *words]
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().startswith("Listening")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def read(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.home / "permanence.sqlite3", timeout=30) as database:
            return database.execute(query).fetchall()

    def verify_ledger(self) -> dict[str, object]:
        command = [sys.executable, "-m", "permanence", "ledger", "verify", "--json"]
        return orjson.loads(subprocess.run(command, env=self.environment, capture_output=True, check=True).stdout)
