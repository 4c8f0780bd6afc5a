"""The driver of a hand scanner on a serial line, a virtual one of its USB cable included."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from devices.code_scanners.lines import CodeSplitter, Garbled, ScannerProfile
from devices.errors import DeviceLost, LineFault
from devices.ports import Role
from devices.wires.ring import withhold
from devices.wires.wire import Wire

ROLE = Role.CODE_SCANNER.value
BAUD = 9600
QUIET_SECONDS = 0.3
"""A code comes in one go: after so long without a byte, what has no end will get none."""

redact = withhold
"""Codes may be personal: licence numbers, ID numbers, links into somebody's papers."""


class SerialCodeScanner:
    """A `CodeScanner` on any wire. It speaks unasked and cannot be asked: whether it is there, only a scan tells.

    A code has no check of its own on this line: a wrong bit in it is another code. Whoever uses it checks its digits.
    """

    def __init__(
        self, wire: Wire, profile: ScannerProfile | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.wire = wire
        self._profile = profile or ScannerProfile()
        self._now = now
        self._splitter = CodeSplitter(self._profile)
        self._found: deque[str | Garbled] = deque()
        self._heard_at = 0.0

    def open(self) -> None:
        self._splitter = CodeSplitter(self._profile)
        self._found.clear()
        self.wire.open()

    def close(self) -> None:
        self.wire.close()

    def look(self) -> None:
        """Raises DeviceLost when the line is gone. A code that comes meanwhile is kept."""
        self._listen(0)

    def scanned(self, seconds: float) -> str | None:
        """The next code; None when none came. Raises LineFault for what came and is no code: scan it again."""
        deadline, left = self._now() + seconds, seconds
        while not self._found and left >= 0 and self._listen(left):
            left = deadline - self._now()
        if not self._found:
            return None
        found = self._found.popleft()
        if isinstance(found, Garbled):
            raise LineFault(f"{found.size} bytes: {found.why}", role=ROLE, where=self.wire.where)
        return found

    def _listen(self, seconds: float) -> bool:
        """False when nothing came for so long."""
        was_open = self._splitter.is_open
        try:
            data = self.wire.read(min(seconds, QUIET_SECONDS) if was_open else seconds)
        except DeviceLost as error:
            error.role = ROLE
            raise
        if data:
            self._heard_at = self._now()
        is_over = was_open and not data and self._now() - self._heard_at >= QUIET_SECONDS  # in however short turns
        found = self._splitter.settle() if is_over else self._splitter.feed(data)
        tally = self.wire.ring.tally
        tally.good += sum(isinstance(each, str) for each in found)
        tally.bad += sum(isinstance(each, Garbled) for each in found)
        self._found.extend(found)
        return bool(data) or is_over or (was_open and seconds > 0)
