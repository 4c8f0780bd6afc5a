"""A roll printer that speaks ESC/POS, and is believed only as far as it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from devices.errors import CoverOpen, CutterJammed, DeviceAbsent, DeviceError, DeviceSilent, PaperOut, PrinterOffline
from devices.ports import Raster, Readiness
from devices.printing import escpos
from devices.printing.line import ROLE, PrinterLine
from devices.printing.profile import PrinterProfile, StatusBy
from devices.printing.text_slip import TextSlip, can_be_text, text_pieces
from devices.printing.witness import witness_for

DOTS = {80: 576, 58: 384}  # paper in millimetres → dots across, on most printers
LOOK_EVERY = 4096
"""Bytes after which a printer is asked how it is: low bands would otherwise be mostly questions."""
BUSY_SECONDS = 1.0
"""How long a printer may refuse us because it answers somebody else just now."""

_CONDITIONS: dict[Readiness, type[DeviceError]] = {
    Readiness.PAPER_OUT: PaperOut,
    Readiness.COVER_OPEN: CoverOpen,
    Readiness.CUTTER_JAMMED: CutterJammed,
    Readiness.OFFLINE: PrinterOffline,
}
_AT_ONCE = (StatusBy.DLE_EOT, StatusBy.ASB)  # models that take commands while they are stopped


class RollPrinter:
    """Implements `SlipPrinter`. `patience` is how many seconds an answer may take when the line is idle.

    A printer that never said anything prints a slip, and the result is UNKNOWN. One that did must go on saying so, and
    in the end that all is on paper, or the print has failed; one that cannot say that last thing is never READY.

    Most network printers serve one computer at a time. So a shared line is given back after each question and slip,
    but for one on which a printer reports of its own accord.
    """

    def __init__(
        self,
        line: PrinterLine,
        profile: PrinterProfile,
        *,
        patience: float = 1.0,
        finish_patience: float = 20.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.dots, self.cells = profile.dots, profile.cells
        self.wire = line
        self._profile = profile
        self._patience = patience
        self._finish_patience = finish_patience
        self._pause = pause
        self._witness = witness_for(line, profile.status, patience)
        self._has_spoken = False
        self._gives_back = line.shared and profile.status is not StatusBy.ASB

    def open(self) -> None:
        """Raises DeviceAbsent."""
        self.wire.open()
        self._witness = witness_for(self.wire, self._profile.status, self._patience)

    def close(self) -> None:
        self.wire.close()

    def readiness(self) -> Readiness:
        """What the printer says of itself now; UNKNOWN when it says nothing."""
        with self._line():
            return self._ask()[0]

    def print(self, raster: Raster) -> Readiness:
        """Print and cut. Raises a PrinterError, DeviceLost, LineFault, or DeviceSilent when it stops answering.

        After an error part of the slip may be on paper; what was still in the printer is cancelled.
        """
        if raster.width > self.dots:
            raise ValueError(f"a slip {raster.width} dots wide does not fit on {self.dots}")
        profile = self._profile
        bands = escpos.slip_bands(raster, profile.picture, profile.band_rows, skip_white=profile.skip_white)
        return self._print(bands)

    def takes(self, slip: TextSlip) -> bool:
        """Whether `slip` can be printed as text; else it is to be printed as a picture."""
        return can_be_text(slip, self._profile)

    def print_text(self, slip: TextSlip) -> Readiness:
        """As `print`, for a slip that this printer `takes`; raises ValueError for any other."""
        if not self.takes(slip):
            raise ValueError("this slip has characters or pictures that the printer does not have")
        return self._print(text_pieces(slip, self._profile))

    def feed(self, lines: int = 1) -> None:
        """Move the paper on."""
        with self._line():
            self._refuse_trouble(self._witness.ask())
            self._send_whole(escpos.feed(lines))

    def kick_drawer(self) -> None:
        """Open the drawer; nothing happens where the profile has none."""
        with self._line():
            self._send_whole(escpos.kick(self._profile))

    @contextmanager
    def _line(self) -> Iterator[None]:
        """The line for one thing that is done."""
        if not self._gives_back:
            yield
            return
        self._take_line()
        try:
            yield
        finally:
            self.wire.give_back()

    def _take_line(self) -> None:
        """Raises DeviceAbsent; one that says no at once may be busy with another window, and is asked again."""
        deadline = time.monotonic() + BUSY_SECONDS
        while not self.wire.is_open:
            try:
                self.wire.open()
            except DeviceAbsent:
                if time.monotonic() >= deadline:
                    raise
                self._pause(BUSY_SECONDS / 4)

    def _print(self, pieces: Iterable[bytes]) -> Readiness:
        with self._line():
            return self._print_on_line(pieces)

    def _print_on_line(self, pieces: Iterable[bytes]) -> Readiness:
        testifies = self._refuse_trouble(self._refuse_silence()) is not Readiness.UNKNOWN
        confirms = testifies and self._witness.confirms()
        try:
            self._send(pieces, look=testifies)
            if confirms:
                return self._wait_for_word()
            if testifies:
                self._refuse_trouble(self._witness.look(0.0))
            return Readiness.UNKNOWN
        except DeviceError:
            self._take_back()
            raise

    def _ask(self) -> tuple[Readiness, bool]:
        """How the printer is, and whether it answered at all: an answer need not be one that can be believed."""
        tally = self.wire.ring.tally
        before = tally.good
        readiness = self._witness.ask()
        answered = tally.good > before
        self._has_spoken |= answered
        return readiness, answered

    def _refuse_silence(self) -> Readiness:
        """As `_ask`. Raises DeviceSilent for a printer that has spoken before: it is off, whatever the port takes."""
        for _ in range(2):  # one answer may have been lost on the way
            readiness, answered = self._ask()
            if answered or not self._has_spoken or readiness is not Readiness.UNKNOWN:
                return readiness
        raise DeviceSilent("it stopped answering", seconds=self._patience, role=ROLE, where=self.wire.where)

    def _send(self, pieces: Iterable[bytes], *, look: bool) -> None:
        self.wire.send(self._witness.opening)
        unseen = 0
        for piece in pieces:
            self.wire.send(piece)
            unseen += len(piece)
            if look and unseen >= LOOK_EVERY:
                self._refuse_trouble(self._witness.look(self._on_the_way(unseen)))
                unseen = 0
            if self._profile.pause_ms:
                self._pause(self._profile.pause_ms / 1000)
        self.wire.send(escpos.cut(self._profile))
        self.wire.finish()
        if look:
            self._refuse_trouble(self._witness.look(self._on_the_way(unseen)))

    def _on_the_way(self, sent: int) -> float:
        return sent * 10 / self.wire.baud if self.wire.baud else 0.0

    def _wait_for_word(self) -> Readiness:
        """Wait for what is said only when all is on paper; look out for trouble meanwhile."""
        deadline = time.monotonic() + self._finish_patience
        while time.monotonic() < deadline:
            word = self._witness.word()
            if word is not None:
                return self._refuse_trouble(word)
            self._refuse_trouble(self._witness.look(0.0))
        raise DeviceSilent("it stopped answering", seconds=self._finish_patience, role=ROLE, where=self.wire.where)

    def _take_back(self) -> None:
        """Have what is still in the printer forgotten: the slip will be printed again, and only once."""
        with suppress(DeviceError):
            self.wire.discard()
            if self._profile.status in _AT_ONCE and self.wire.answers:
                self.wire.send(escpos.CANCEL)

    def _send_whole(self, command: bytes) -> None:
        if command:
            self.wire.send(command)
            self.wire.finish()

    def _refuse_trouble(self, state: Readiness) -> Readiness:
        if state in _CONDITIONS:
            raise _CONDITIONS[state](role=ROLE, where=self.wire.where)
        return state
