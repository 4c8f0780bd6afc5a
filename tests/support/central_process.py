"""A central in a process of its own, on one port over all its lives, to be enrolled at, killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from app.central.directory import FIRST_WINDOW_FILE
from app.domain.account import Account

READY = "yichuang central: listening on "
COMMAND = (sys.executable, "-m", "app", "central")


class CentralProcess:
    """Runs from its making on; `alive` is set while it takes requests."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self._folder, self._database, self._listen = folder, database_url, "127.0.0.1:0"
        self.url, self.alive = "", threading.Event()
        self.start()

    def start(self) -> None:
        """Start it and wait until it takes requests."""
        command = [*COMMAND, "--listen", self._listen, "--data", str(self._folder), "--training"]
        command += ["--database", self._database]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith(READY), line
        self.url = line.removeprefix(READY).strip()
        self._listen = self.url.removeprefix("http://")
        self.alive.set()

    def kill(self) -> None:
        """kill -9."""
        self.alive.clear()
        self._process.kill()
        self._reap()

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.alive.clear()
        self._process.terminate()
        return self._reap()

    def token(self) -> str:
        """What the installer was given at the first start."""
        token: str = json.loads((self._folder / FIRST_WINDOW_FILE).read_text())["token"]
        return token

    def _reap(self) -> int:
        code = self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


def enrol(folder: Path, *windows: str) -> dict[str, str]:
    """Enrol windows ("DEVICE=NUMBER") at the central that keeps its data in `folder`, by the installer's command.

    Answers the tokens by device.
    """
    asked = [argument for window in windows for argument in ("--enrol", window)]
    done = subprocess.run(
        [*COMMAND, "--data", str(folder), "--training", *asked], check=True, capture_output=True, text=True, timeout=60
    )
    return dict(line.split(maxsplit=1) for line in done.stdout.splitlines())


def admit(folder: Path, account: Account, database_url: str = "") -> None:
    """Make an account at the central that keeps its data in `folder` or in a database, by the installer's command."""
    asked = f"--account={account.login}={','.join(sorted(role.value for role in account.roles))}"
    where = ("--data", str(folder), "--database", database_url)
    subprocess.run([*COMMAND, *where, asked], check=True, capture_output=True, timeout=60)
