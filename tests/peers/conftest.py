"""A box of its own for every test, with its HL7 door open."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import free_port


class Box:
    """A box that listens in its own process, in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.environment = os.environ | {"PERMANENCE_HOME": str(home), "PERMANENCE_LANGUAGE": "en"}
        self.says("migrate")

    def says(self, *words: str) -> str:
        """What a command of the box prints."""
        command = [sys.executable, "-m", "permanence", *words]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def reports(self, *words: str) -> dict:
        """What a command of the box reports as JSON."""
        return json.loads(self.says(*words, "--json"))

    def listen(self) -> subprocess.Popen[bytes]:
        """Open the HL7 door and wait until it answers."""
        command = [sys.executable, "-m", "permanence", "feeds", "listen", "--port", str(self.port)]
        process = subprocess.Popen(command, env=self.environment)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return process
            time.sleep(0.05)
        process.kill()
        pytest.fail("the HL7 door never opened")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    made = Box(tmp_path / "home")
    process = made.listen()
    yield made
    process.terminate()
    process.wait(timeout=20)
