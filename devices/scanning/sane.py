"""Scanners behind SANE, by driving its own program `scanimage`, so that a driver that crashes or hangs is not in here.

One run scans the whole feeder: closing the device between pages would throw the rest of the paper out. Traps met:
scanimage may hang after it has told its trouble, so what it says decides and not its end; it leaves its pages in
files, so they lie in a private folder in memory and go as they are read; and it scans on while nobody takes the pages,
so it is let ahead by a few only.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from devices.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    FeederEmpty,
    FeederJammed,
    LineFault,
    PictureTooLarge,
    ScannerBusy,
    ScannerOpen,
)
from devices.ports import Frame
from devices.scanning.pictures import LARGEST_PICTURE, ROLE, decode_picture
from devices.scanning.sane_words import (
    Options,
    SaneStatus,
    SaneTrouble,
    options_in,
    pages_told,
    scan_options,
    trays_in,
    trouble_in,
)
from devices.scanning.wishes import FoundScanner, Tray, Wishes, wishes_from

ASK_AGAIN = 60.0  # seconds between two checks that really ask: asking wakes a scanner up
ASKING = 30.0  # seconds for listing scanners or one scanner's options: some drivers wake it up for that
A_PAGE = 120.0  # seconds for one page: a lamp that warms up, then 600 dpi in colour
AHEAD = 3  # pages scanned that nobody has taken yet
TICK = 0.2  # seconds between looks at the clock, at a wish to stop and at the growing file
READS = 64  # of what it says, until the clock is looked at again
LARGEST_PAGE = LARGEST_PICTURE * 3 + 100  # bytes of a page as PNM
MEMORY = Path("/dev/shm")

CONDITIONS: dict[SaneStatus, type[DeviceError]] = {
    SaneStatus.BUSY: ScannerBusy,
    SaneStatus.JAMMED: FeederJammed,
    SaneStatus.NO_DOCS: FeederEmpty,
    SaneStatus.COVER_OPEN: ScannerOpen,
    SaneStatus.IO_ERROR: DeviceLost,
    SaneStatus.DENIED: DeviceAbsent,
}


@dataclass(frozen=True, slots=True)
class SaneAddress:
    """sane:NAME?source=…&resolution=…&mode=…; more settings are the driver's own options, such as swdeskew=yes."""

    device: str
    wishes: Wishes
    own: Mapping[str, str]


def parse_sane_address(text: str) -> SaneAddress:
    """Raises ValueError saying what is wrong with `text`."""
    head, _, query = text.partition("?")
    device = head.removeprefix("sane:")
    if not device or device == head:
        raise ValueError(f"{text}: expected sane:NAME, the name as `scanimage -L` tells it")
    wishes, own = wishes_from(dict(parse_qsl(query, keep_blank_values=True)))
    for key in own:
        if not re.fullmatch(r"[a-z][a-z0-9-]+", key):
            raise ValueError(f"{key} is no setting of a scanner")
    return SaneAddress(device, wishes, own)


def find_sane(*, program: str = "scanimage", seconds: float = ASKING) -> tuple[FoundScanner, ...]:
    """The scanners that SANE finds now. Raises `DeviceAbsent` where it is not installed, `DeviceSilent`."""
    said = _ask(program, ["--formatted-device-list=%d\t%v %m%n"], seconds=seconds)
    lines = (line.partition("\t") for line in said.stdout.splitlines() if "\t" in line)
    return tuple(FoundScanner(f"sane:{device}", name.strip()) for device, _, name in lines)


class SaneFeeder:
    """A `PageFeeder` on a SANE scanner. `open` asks what the scanner can do and holds nothing."""

    def __init__(self, address: SaneAddress, *, program: str = "scanimage", patience: float = A_PAGE) -> None:
        self.name = address.device
        self.options: Options = {}
        self._address, self._program, self._patience = address, program, patience
        self._cancelled = threading.Event()
        self._asked_at = 0.0
        self._scanning = False

    def open(self) -> None:
        """Raises `DeviceAbsent`, `ScannerBusy`, `DeviceSilent`; `DeviceRefused` for a setting it has not got."""
        said = _ask(self._program, [f"--device-name={self.name}", "--all-options"], seconds=ASKING, where=self.name)
        for line in said.stderr.splitlines():
            if (trouble := trouble_in(line)) is not None:
                raise self._condition(trouble)
        if said.returncode:
            raise DeviceAbsent(_last_line(said.stderr), role=ROLE, where=self.name)
        self.options, self._asked_at = options_in(said.stdout), time.monotonic()
        known = options_in(said.stdout, inactive=True)
        for key in self._address.own:
            if f"--{key}" not in known:
                raise DeviceRefused(f"it has no option {key}", role=ROLE, where=self.name)

    def close(self) -> None:
        self.options = {}

    def check(self) -> None:
        """Whether it is still there, asked once a minute at most and never while it scans. Raises as `open`."""
        if not self._scanning and time.monotonic() - self._asked_at > ASK_AGAIN:
            self.open()

    def cancel(self) -> None:
        """Stop the scan that is running; from any thread. Its `pages` end there."""
        self._cancelled.set()

    def pages(self) -> Generator[Frame, None, None]:
        """The pages as they come. Raises a `FeederError`, `DeviceLost`, `DeviceSilent`, `PictureTooLarge` and others.

        Closing the iterator, or `cancel`, stops the scanner; what was scanned ahead and not taken is thrown away.
        """
        self._cancelled.clear()
        if not self.options:
            self.open()
        trays = self._address.wishes.trays(trays_in(self.options))
        if not trays:
            raise DeviceRefused("it has no such paper source", role=ROLE, where=self.name)
        for tray in trays[:-1]:
            with suppress(FeederEmpty):
                yield from self._scan(tray)
                return
        yield from self._scan(trays[-1])

    def _scan(self, tray: Tray) -> Iterator[Frame]:
        words = [
            *(f"--device-name={self.name}", "--format=pnm", "--batch=%d.pnm", "--batch-print"),
            *(("--batch-count=1",) if tray is Tray.GLASS else ("--batch-prompt",)),
            *scan_options(self.options, self._address.wishes, tray),
            *(f"--{key}={value}" for key, value in self._address.own.items()),
        ]
        with (
            tempfile.TemporaryDirectory(prefix="yichuang-scan-", dir=MEMORY if MEMORY.is_dir() else None) as folder,
            _Scan([self._program, *words], Path(folder)) as scan,
        ):
            self._scanning = True
            try:
                yield from self._pages_of(scan)
            finally:
                self._scanning = False

    def _pages_of(self, scan: _Scan) -> Iterator[Frame]:
        count, quiet_since = 0, time.monotonic()
        while not self._cancelled.is_set():
            if (page := scan.next_page()) is not None:
                count += 1
                yield decode_picture(page, where=self.name)
                scan.allow_one_more()
                quiet_since = time.monotonic()
            elif scan.trouble is not None and scan.trouble.status is SaneStatus.NO_DOCS and count:
                return
            elif scan.trouble is not None:
                raise self._condition(scan.trouble)
            elif scan.ended:
                self._judge_end(scan, count)
                return
            elif scan.largest_file() > LARGEST_PAGE:
                raise PictureTooLarge("a page without end", role=ROLE, where=self.name)
            elif time.monotonic() - quiet_since > self._patience:
                raise DeviceSilent("no page", seconds=self._patience, role=ROLE, where=self.name)

    def _judge_end(self, scan: _Scan, count: int) -> None:
        """An end without trouble told: good only when scanimage itself counts the pages that came."""
        if scan.told is None:
            raise DeviceLost(scan.last_words or "scanimage ended", role=ROLE, where=self.name)
        if scan.told != count:
            raise LineFault(f"{scan.told} pages scanned, {count} came", role=ROLE, where=self.name)
        if not count:
            raise FeederEmpty("no page", role=ROLE, where=self.name)

    def _condition(self, trouble: SaneTrouble) -> DeviceError:
        detail = f"{trouble.doing}: {trouble.words}"
        if trouble.status in CONDITIONS:
            return CONDITIONS[trouble.status](detail, role=ROLE, where=self.name)
        if trouble.doing.startswith("open of device"):
            return DeviceAbsent(trouble.words, role=ROLE, where=self.name)
        return DeviceRefused(detail, code=trouble.status or 0, role=ROLE, where=self.name)


class _Scan:
    """One running scanimage that leaves its pages in `folder`. Ends, and leaves nothing running, with the block."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.trouble: SaneTrouble | None = None
        self.told: int | None = None  # pages, by its own count
        self.last_words = ""
        self._folder = folder
        self._pages: list[str] = []
        self._half = {"out": "", "err": ""}
        self._process = _started(command, folder)
        self._selector = selectors.DefaultSelector()
        for stream, name in ((self._process.stdout, "out"), (self._process.stderr, "err")):
            assert stream is not None
            self._selector.register(stream, selectors.EVENT_READ, name)
        for _ in range(AHEAD):
            self.allow_one_more()

    def __enter__(self) -> _Scan:
        return self

    def __exit__(self, *_: object) -> None:
        """First ask, so that the paper is let out; then kill, with whatever the driver started."""
        self._process.send_signal(signal.SIGTERM)  # scanimage turns it into sane_cancel
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.0 if self.trouble is not None else 1.0)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):
                stream.close()  # type: ignore[union-attr]

    @property
    def ended(self) -> bool:
        """Whether it will say no more, or has said that it is done."""
        return self.told is not None or not self._selector.get_map()

    def allow_one_more(self) -> None:
        """Let it scan one page more: it waits for a key before each."""
        with suppress(BrokenPipeError):
            os.write(self._process.stdin.fileno(), b"\n")  # type: ignore[union-attr]

    def next_page(self) -> bytes | None:
        """The next page's bytes; None when none came within a tick."""
        if not self._pages and not self.ended:
            self._listen(TICK)
        if not self._pages and (self.ended or self.trouble is not None):
            self._listen(0.0)  # the name of the last page may come after the last words
        if not self._pages:
            return None
        file = self._folder / self._pages.pop(0)
        data = file.read_bytes()
        file.unlink()
        return data

    def largest_file(self) -> int:
        """Bytes of the largest page, finished or not."""
        with suppress(FileNotFoundError):  # it was finished, and renamed, while we looked
            return max((entry.stat().st_size for entry in os.scandir(self._folder)), default=0)
        return 0

    def _listen(self, seconds: float) -> None:
        for _ in range(READS):
            ready = self._selector.select(seconds)
            if not ready:
                return
            seconds = 0.0
            for key, _ in ready:
                data = os.read(key.fd, 65536)
                if not data:
                    self._selector.unregister(key.fileobj)
                self._take_in(key.data, data)

    def _take_in(self, stream: str, data: bytes) -> None:
        *lines, self._half[stream] = (self._half[stream] + data.decode("utf-8", "replace"))[-65536:].split("\n")
        for line in lines:
            if stream == "out":
                if re.fullmatch(r"\d+\.pnm", line):
                    self._pages.append(line)
                continue
            self.trouble = self.trouble or trouble_in(line)
            told = pages_told(line)
            self.told = told if told is not None else self.told
            self.last_words = line.strip() or self.last_words


def _started(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=_plain_words(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise _not_installed(error) from error


def _ask(program: str, words: Sequence[str], *, seconds: float, where: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [program, *words],
            env=_plain_words(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise DeviceSilent("it tells nothing of itself", seconds=seconds, role=ROLE, where=where) from error
    except OSError as error:
        raise _not_installed(error) from error


def _plain_words() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}


def _not_installed(error: OSError) -> DeviceAbsent:
    return DeviceAbsent(f"scanimage (sane-utils): {error.strerror}", role=ROLE)


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
