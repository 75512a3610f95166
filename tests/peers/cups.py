"""A real CUPS on loopback, in a folder of its own: its printers are folders, and run out of paper when told."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.machine import free_port

# What CUPS calls when a job is due. `no-paper` in the tray keeps it waiting, `chews` makes it fail.
_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && { echo 'direct tray "Test" "Tray"'; exit 0; }
tray="${DEVICE_URI#tray://}"
while [ -e "$tray/no-paper" ]; do echo "STATE: +media-empty-error" >&2; sleep 0.1; done
echo "STATE: -media-empty-error" >&2
[ -e "$tray/chews" ] && exit 5
cat "$6" > "$tray/.$1" && mv "$tray/.$1" "$tray/$1.pdf"
"""
_FILES = """ServerRoot {folder}/etc
ServerBin {folder}/bin
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
DataDir /usr/share/cups
ErrorLog {folder}/error
AccessLog {folder}/access
PageLog {folder}/pages
"""
_DAEMON = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
MaxJobs 0
DirtyCleanInterval 0
<Location />
Order allow,deny
Allow 127.0.0.1
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow 127.0.0.1
</Limit>
</Policy>
"""


def missing() -> str:
    """Why no CUPS can be started here; empty when one can."""
    if not shutil.which("cupsd") or not shutil.which("lpadmin"):
        return "no CUPS here: apt-get install cups"
    return "" if os.geteuid() == 0 else "a CUPS of its own is started by root only"


class Cups:
    """A print server and the trays of its printers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("etc/ppd", "bin/backend", "state", "spool/tmp", "cache", "trays"):
            (folder / name).mkdir(parents=True)
        for name in ("filter", "cgi-bin", "daemon", "monitor", "notifier"):
            (folder / "bin" / name).symlink_to(f"/usr/lib/cups/{name}")
        backend = folder / "bin" / "backend" / "tray"
        backend.write_text(_BACKEND, encoding="ascii")
        # CUPS runs as root only what others may not touch.
        backend.chmod(0o700)
        (folder / "etc" / "cups-files.conf").write_text(_FILES.format(folder=folder), encoding="ascii")
        (folder / "etc" / "cupsd.conf").write_text(_DAEMON.format(port=self.port), encoding="ascii")
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Switch the print server on, and wait until it answers."""
        etc = self.folder / "etc"
        words = ["cupsd", "-f", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if self._says("lpstat", "-r").returncode == 0 and "is running" in self._says("lpstat", "-r").stdout:
                return self.process
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("CUPS never answered")

    def stop(self) -> None:
        """Pull its plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def printer(self, name: str) -> tuple[str, Path]:
        """A new printer: its address, and the folder its pages fall into."""
        tray = self.folder / "trays" / name
        tray.mkdir()
        made = self._says("lpadmin", "-p", name, "-E", "-v", f"tray://{tray}", "-m", "raw")
        assert made.returncode == 0, made.stderr
        return f"ipp://127.0.0.1:{self.port}/printers/{name}", tray

    def says(self, *words: str) -> None:
        """A command of CUPS about its printers."""
        done = self._says(*words)
        assert done.returncode == 0, done.stderr

    def _says(self, *words: str) -> subprocess.CompletedProcess[str]:
        server = os.environ | {"CUPS_SERVER": f"127.0.0.1:{self.port}"}
        return subprocess.run(words, env=server, capture_output=True, text=True, check=False)
