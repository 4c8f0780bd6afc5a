"""The way to a slip printer through the system's queue: a slip is one job, and nothing is read back.

CUPS tells at least that a queue is stopped or takes no jobs. The Windows spooler (through python-escpos) tells nothing
that could be believed; an A4 paper cannot go that way at all, because it hands bytes to the printer as they are.
"""

from __future__ import annotations

import sys

from devices.errors import DeviceAbsent, DeviceLost
from devices.ports import Readiness
from devices.printing.cups import RAW, CupsQueue
from devices.printing.line import ROLE, PrinterLine, Transport, escpos_transports

JOB_TITLE = "slip"
FOLLOW_SECONDS = 20.0


class CupsLine(PrinterLine):
    """A raw queue of CUPS. That a job has left the queue does not say that it is on paper."""

    def __init__(self, queue: CupsQueue, *, patience: float = FOLLOW_SECONDS) -> None:
        super().__init__(_no_transport, queue.where)
        self._queue, self._patience = queue, patience
        self._slip = b""

    def open(self) -> None:
        self._slip = b""
        self._queue.look_up()
        self.where = self._queue.where

    def send(self, data: bytes) -> None:
        self.ring.sent(data)
        self._slip += data

    def finish(self) -> None:
        """Raises PrinterOffline where the queue stops over it; the job is then taken back."""
        slip, self._slip = self._slip, b""
        if slip:
            self._queue.follow(self._queue.submit(slip, RAW, title=JOB_TITLE), self._patience)

    def discard(self) -> None:
        self._slip = b""

    def readiness(self) -> Readiness:
        return self._queue.trouble()[0]


class SpoolLine(PrinterLine):
    """A printer of the Windows spooler, by its name there. No test here has run it: it needs Windows and pywin32."""

    def __init__(self, name: str) -> None:
        super().__init__(_begin_job, name)
        self._slip = b""

    def open(self) -> None:
        """See that there is such a printer. It is opened for each slip: opening begins a job."""
        self._slip = b""
        with self._converting(DeviceAbsent):
            if self._place not in _spooler(self._place).printers:
                raise OSError("no such printer")

    def send(self, data: bytes) -> None:
        self.ring.sent(data)
        self._slip += data

    def finish(self) -> None:
        slip, self._slip = self._slip, b""
        if not slip:
            return
        super().open()
        try:
            with self._converting(DeviceLost):
                self._opened()._raw(slip)
        finally:
            super().close()

    def discard(self) -> None:
        self._slip = b""


def _spooler(name: str) -> Transport:
    if sys.platform != "win32":
        raise OSError("the Windows spooler is on Windows only")
    return escpos_transports().Win32Raw(name)


def _begin_job(name: str) -> Transport:
    transport = _spooler(name)
    transport.open(job_name=JOB_TITLE)
    return transport


def _no_transport(_: str) -> Transport:
    raise DeviceAbsent("a queue has no line of its own", role=ROLE)
