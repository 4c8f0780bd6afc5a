"""A program of somebody else's as the far end: bytes to its input, bytes from its output.

It runs in a folder of its own, which is also where it finds its temporary files, and which is wiped after each use:
vendors' libraries like to leave the text and photo of a card behind.
"""

from __future__ import annotations

import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from devices.errors import DeviceAbsent, DeviceLost
from devices.wires.ring import FrameRing, Redactor, withhold
from devices.wires.wire import Wire

LAST_WORDS_SECONDS = 2.0
"""How long a program may take to end by itself once its input is closed."""

_PIECE = 65536
_NAP_SECONDS = 0.01
_FOLDER = "yichuang-bridge-"
_FORGOTTEN_SECONDS = 60.0
"""What lies longer than this in the folder of any such program was left by one that was killed."""


class ProcessWire(Wire):
    """The Wire to a program started by `command` (as typed; quotes hold parts with spaces together).

    Its error output is thrown away: nobody can tell what stands in it.
    """

    baud: int | None = None

    def __init__(self, command: str, *, redact: Redactor = withhold, role: str = "") -> None:
        """Raises ValueError for a command that is empty or has an open quote."""
        self._command = [part.strip('"') for part in shlex.split(command, posix=os.name == "posix")]
        if not self._command:
            raise ValueError("a command is missing")
        self.where = Path(self._command[0]).name
        self.ring = FrameRing(redact)
        self._role = role
        self._process: subprocess.Popen[bytes] | None = None
        self._home: Path | None = None

    def open(self) -> None:
        """Start the program. Raises DeviceAbsent with the operating system's reason."""
        self.close()
        _wipe_forgotten()
        self._home = Path(tempfile.mkdtemp(prefix=_FOLDER))
        program, *rest = (str(Path(part).absolute()) if Path(part).is_file() else part for part in self._command)
        try:
            self._process = subprocess.Popen(
                [program, *rest],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd=self._home,
                env=os.environ | dict.fromkeys(("TMP", "TEMP", "TMPDIR"), str(self._home)),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self.close()
            raise DeviceAbsent(error.strerror or str(error), role=self._role, where=self.where) from error

    def close(self) -> None:
        """Close the program's input, wait a moment, then end it; its folder goes too."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        home, self._home = self._home, None
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)

    def kill(self) -> None:
        """End it at once: it does not behave."""
        if self._process is not None:
            _kill(self._process)
        self.close()

    def wipe(self) -> None:
        """Remove what the program left in its folder."""
        if self._home is not None:
            _wipe(self._home)

    def write(self, data: bytes) -> None:
        """`data` has to be short: a program that reads nothing takes no more than a pipe holds."""
        self.ring.sent(data)
        process = self._running()
        try:
            process.stdin.write(data)  # type: ignore[union-attr]
        except OSError as error:
            raise self._lost() from error

    def read(self, timeout: float) -> bytes:
        out = self._running().stdout.fileno()  # type: ignore[union-attr]
        if not _has_come(out, timeout):
            return b""
        data = os.read(out, _PIECE)
        if not data:
            raise self._lost()
        self.ring.received(data)
        return data

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise DeviceLost("the program does not run", role=self._role, where=self.where)
        return self._process

    def _lost(self) -> DeviceLost:
        with suppress(subprocess.TimeoutExpired):
            self._running().wait(LAST_WORDS_SECONDS)
        code = self._running().returncode
        detail = "the program closed its output" if code is None else f"the program ended with code {code}"
        return DeviceLost(detail, role=self._role, where=self.where)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]
    try:
        process.wait(LAST_WORDS_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()
    process.stdout.close()  # type: ignore[union-attr]


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _has_come(out: int, timeout: float) -> bool:
    """Whether a read would not wait: bytes are there, or the far end has closed."""
    if sys.platform != "win32":
        return bool(select.select([out], [], [], max(0.0, timeout))[0])
    # Windows cannot wait for a pipe with a time limit, only look into it.
    import ctypes
    import msvcrt

    deadline, waiting = time.monotonic() + timeout, ctypes.c_ulong(0)
    pipe = ctypes.c_void_p(msvcrt.get_osfhandle(out))
    while ctypes.windll.kernel32.PeekNamedPipe(pipe, None, 0, None, ctypes.byref(waiting), None):
        if waiting.value or time.monotonic() >= deadline:
            return waiting.value > 0
        time.sleep(_NAP_SECONDS)
    return True


def _wipe(folder: Path, older_than: float | None = None) -> None:
    for each in folder.iterdir():
        with suppress(OSError):
            if older_than is not None and time.time() - each.lstat().st_mtime < older_than:
                continue
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink()


def _wipe_forgotten() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):
            if folder.is_dir() and not folder.is_symlink():
                _wipe(folder, _FORGOTTEN_SECONDS)
