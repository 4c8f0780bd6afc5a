"""A4 papers through the system's queue (CUPS). Windows has none that takes a PDF and tells how it went."""

from __future__ import annotations

from devices.ports import Readiness
from devices.printing.cups import PDF, CupsQueue

ROLE = "document_printer"
PRINT_SECONDS = 120.0  # for a page or two on a printer that has to warm up


class QueuePrinter:
    """Implements `DocumentPrinter`. After `patience` seconds nobody knows what became of a document."""

    def __init__(self, queue: CupsQueue, *, patience: float = PRINT_SECONDS) -> None:
        self._queue = queue
        self._patience = patience

    def open(self) -> None:
        """Raises DeviceAbsent where the print service or the queue is not there."""
        self._queue.look_up()

    def close(self) -> None:
        """Nothing is held between two papers."""

    def readiness(self) -> Readiness:
        """What the queue knows to be wrong; UNKNOWN where it knows of nothing, for it has not asked the printer."""
        return self._queue.trouble()[0]

    def print(self, pdf: bytes, *, title: str) -> Readiness:
        """Print, and wait for it: READY when the queue says that it has been printed, UNKNOWN when it takes too long.

        `title` is shown to all who look at the queue: nothing personal. Raises PaperOut, CoverOpen, PrinterOffline,
        or DeviceRefused for a job that was cancelled or that the queue gave up; the job is then taken back.
        """
        self._queue.refuse_trouble()
        job = self._queue.submit(pdf, PDF, title=title)
        return Readiness.READY if self._queue.follow(job, self._patience) else Readiness.UNKNOWN


def document_printer_at(address: str, *, server: str = "", patience: float = PRINT_SECONDS) -> QueuePrinter:
    """The A4 printer at cups:QUEUE, or at cups: the system's default. Raises ValueError for any other address."""
    scheme, colon, name = address.partition(":")
    if scheme != "cups" or not colon or any(char.isspace() or char in "/#?" for char in name):
        raise ValueError(f"{address}: expected cups:QUEUE, or cups: for the default queue")
    return QueuePrinter(CupsQueue(name, server=server, role=ROLE), patience=patience)
