"""A box of its own for the journeys: a home folder, the real `permanence` server, people who may sign in."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2

from tests.machine import free_port

PEOPLE = {
    "max": ("Max Leroy", "night_manager"),
    "ines": ("Inès Haddad", "it"),
    "nora": ("Nora Benali", "nurse"),
    "odile": ("Odile Petit", "secretary"),
    "anna": ("Anna Roche", "admissions"),
    "paul": ("Paul Girard", "auditor"),
}
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")

_CREATE_PEOPLE = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "permanence.entrance.settings"
django.setup()
from permanence.foundation import clock
from permanence.foundation.accounts import operations, queries
from permanence.foundation.actors import Role
from permanence.foundation.console import console_actor

passwords = {}
for username, (name, role) in json.load(sys.stdin).items():
    passwords[username] = queries.proposed_password()
    operations.create_person(username=username, display_name=name, roles=[Role(role)], password=passwords[username],
                             by=console_actor(), occurred_at=clock.now())
print(json.dumps(passwords))
"""


class Hospital:
    """One box, its address, and the passwords of its people."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port, self.feeds_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PERMANENCE_")}
        self.environment = {**inherited, "PERMANENCE_HOME": str(home), "PERMANENCE_LANGUAGE": "fr", **environment}
        self.passwords: dict[str, str] = {}

    def type(self, *words: str) -> dict[str, Any]:
        """Type a command at the box's console; gives what it reports."""
        command = [sys.executable, "-m", "permanence", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
        report: dict[str, Any] = json.loads(done.stdout) if "--json" in words else {}
        return report

    def new_people(self, people: dict[str, tuple[str, str]]) -> None:
        """Many people at once (username: name and role), in one process, because starting one takes seconds."""
        command = [sys.executable, "-c", _CREATE_PEOPLE]
        told = json.dumps(people)
        done = subprocess.run(command, env=self.environment, input=told, capture_output=True, text=True, check=True)
        self.passwords.update(json.loads(done.stdout))

    def new_person(self, username: str, name: str, role: str) -> str:
        """Somebody who may sign in, with a password IT gave them."""
        report = self.type("accounts", "add", username, "--name", name, "--role", role, "--json")
        self.passwords[username] = report["password"]
        return username

    def codes_of_new_card(self, username: str) -> list[str]:
        """The codes of a new badge card, read from the paper as its owner would."""
        path = self.home / f"{username}.pdf"
        path.unlink(missing_ok=True)
        self.type("accounts", "badge", username, "--pdf", str(path), "--json")
        document = pypdfium2.PdfDocument(path)
        try:
            text: str = document[0].get_textpage().get_text_bounded()
        finally:
            document.close()
        return CODE.findall(text)

    @contextlib.contextmanager
    def serving(self) -> Iterator["Hospital"]:
        """The whole box, from its first answer to its end."""
        ports = ["--port", str(self.port), "--feeds-port", str(self.feeds_port)]
        with self._running([sys.executable, "-m", "permanence", "serve", *ports]):
            yield self

    @contextlib.contextmanager
    def serving_site(self) -> Iterator["Hospital"]:
        """The site alone, which comes up whatever state the box is in."""
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        with self._running([*server, "permanence.entrance.wsgi:application"]):
            yield self

    @contextlib.contextmanager
    def _running(self, command: list[str]) -> Iterator[None]:
        with (self.home / "server.log").open("wb") as log:
            server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
            try:
                self._wait_for(server)
                yield
            finally:
                server.terminate()
                server.wait(timeout=30)

    def _wait_for(self, server: subprocess.Popen[bytes]) -> None:
        for _ in range(300):
            if server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=5)  # noqa: S310 (our own loopback)
            except urllib.error.HTTPError as answer:
                if answer.code == 503:
                    return
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the server did not come up:\n{(self.home / 'server.log').read_text()}")
