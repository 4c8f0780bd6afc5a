"""A print service of our own: the real cupsd in a folder of its own, with a printer that lays jobs into a tray.

It listens on a socket in its folder only, needs no rights but those of who runs it, and leaves nothing behind. The
printer is a backend as CUPS knows them: a program that is given a job, and whose exit code says how it went.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from enum import IntEnum
from pathlib import Path

CUPSD = shutil.which("cupsd", path=f"/usr/sbin:{os.environ.get('PATH', '')}")
_COMMANDS = f"/usr/sbin:/usr/bin:/bin:{os.environ.get('PATH', '')}"

_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
tray=${DEVICE_URI#tray:}
while [ -e "$tray/busy" ]; do sleep 0.02; done
if [ -e "$tray/says" ]; then cat "$tray/says" >&2; fi
if [ -e "$tray/fails" ]; then read code <"$tray/fails"; exit "$code"; fi
if [ -n "$6" ]; then cat "$6"; else cat; fi >"$tray/$1.part" && mv "$tray/$1.part" "$tray/$1.job"
"""

_SETTINGS = """
Listen {home}/cups.sock
Browsing Off
DefaultAuthType Basic
WebInterface No
PreserveJobHistory Yes
LogLevel warn
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_FILES = """
ServerRoot {home}
ServerBin {home}/bin
CacheDir {home}/cache
StateDir {home}/state
RequestRoot {home}/spool
TempDir {home}/spool/tmp
DataDir /usr/share/cups
Printcap
AccessLog {home}/access.log
ErrorLog {home}/error.log
PageLog {home}/page.log
FileDevice Yes
SyncOnClose No
"""


class Fails(IntEnum):
    """How a backend's exit code is taken (backend(7))."""

    FAILED = 1
    HOLD = 3
    STOP = 4
    CANCEL = 5


class Tray:
    """What came out of one printer, and how it is played with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name  # the queue's too
        folder.mkdir()

    @property
    def papers(self) -> list[bytes]:
        """What was printed, oldest first."""
        jobs = sorted(self.folder.glob("*.job"), key=lambda job: int(job.stem))
        return [job.read_bytes() for job in jobs]

    def fail(self, how: Fails) -> None:
        (self.folder / "fails").write_text(f"{how.value}\n")

    def say(self, message: str) -> None:
        """Tell the queue something with the next job, such as `STATE: +media-empty-error`."""
        (self.folder / "says").write_text(f"{message}\n")

    def be_busy(self) -> None:
        """Take the next job and not finish it until `go_on`."""
        (self.folder / "busy").touch()

    def go_on(self) -> None:
        (self.folder / "busy").unlink()


class PrivateCups:
    """The service; `server` is what CUPS_SERVER is to be. Raises AssertionError when it does not come up."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))  # a socket's path has to be short
        self.home.chmod(0o755)
        self.server = str(self.home / "cups.sock")
        self._daemon: subprocess.Popen[bytes] | None = None
        self._queues = 0

    def __enter__(self) -> PrivateCups:
        for folder in ("bin/backend", "bin/filter", "cache", "state", "spool/tmp", "ppd"):
            (self.home / folder).mkdir(parents=True)
        (self.home / "bin" / "daemon").symlink_to("/usr/lib/cups/daemon")
        backend = self.home / "bin" / "backend" / "tray"
        backend.write_text(_BACKEND)
        backend.chmod(0o700)  # so that it runs as who runs the tests
        (self.home / "cupsd.conf").write_text(_SETTINGS.format(home=self.home))
        (self.home / "cups-files.conf").write_text(_FILES.format(home=self.home))
        settings = ["-c", str(self.home / "cupsd.conf"), "-s", str(self.home / "cups-files.conf")]
        self._daemon = subprocess.Popen(
            [str(CUPSD), "-f", *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait_until_it_answers()
        return self

    def __exit__(self, *_: object) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def add_queue(self) -> Tray:
        """A raw queue whose jobs land in a tray; it stops when its printer fails."""
        self._queues += 1
        tray = Tray(self.home / f"queue{self._queues}")
        policy = "printer-error-policy=stop-printer"
        self.run("lpadmin", "-p", tray.name, "-E", "-v", f"tray:{tray.folder}", "-o", policy)
        return tray

    def run(self, *command: str) -> str:
        """One of CUPS's own commands, such as cupsdisable; what it said."""
        asked = {"CUPS_SERVER": self.server, "LC_ALL": "C", "PATH": _COMMANDS}
        done = subprocess.run(command, env=asked, capture_output=True, text=True, timeout=10, check=True)
        return done.stdout

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                self.run("lpstat", "-r")
                return
            except subprocess.CalledProcessError:
                time.sleep(0.02)
        raise AssertionError((self.home / "error.log").read_text() or "cupsd does not answer")
