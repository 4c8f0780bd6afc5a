"""A thermal roll printer that speaks ESC/POS, and is believed only as far as it answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from devices.errors import CoverOpen, CutterJammed, DeviceError, DeviceSilent, PaperOut, PrinterOffline
from devices.ports import Raster, Readiness
from devices.printing import escpos
from devices.printing.escpos import Picture, Query
from devices.printing.line import ROLE, PrinterLine

DOTS = {80: 576, 58: 384}  # paper in millimetres → dots across

_CONDITIONS: dict[Readiness, type[DeviceError]] = {
    Readiness.PAPER_OUT: PaperOut,
    Readiness.COVER_OPEN: CoverOpen,
    Readiness.CUTTER_JAMMED: CutterJammed,
    Readiness.OFFLINE: PrinterOffline,
}


class RollPrinter:
    """Implements `SlipPrinter`. `patience` is how many seconds an answer may take when the line is idle.

    Which questions a model answers differs, so it is asked before each slip: one that answers nothing prints,
    and the result is UNKNOWN; one that answered before the slip must go on answering, or the print has failed.
    """

    def __init__(
        self,
        line: PrinterLine,
        *,
        dots: int = 576,
        picture: Picture = Picture.RASTER,
        patience: float = 1.0,
        finish_patience: float = 20.0,
    ) -> None:
        self.dots = dots
        self._line = line
        self._picture = picture
        self._patience = patience
        self._finish_patience = finish_patience

    def open(self) -> None:
        """Raises DeviceAbsent."""
        self._line.open()

    def close(self) -> None:
        self._line.close()

    def readiness(self) -> Readiness:
        """What the printer says of itself now; UNKNOWN when it says nothing."""
        return self._state(self._patience)

    def print(self, raster: Raster) -> Readiness:
        """Print and cut. Raises a PrinterError, DeviceLost, or DeviceSilent when it stops answering.

        After an error part of the slip may be on paper; what was still in the printer is cancelled.
        """
        if raster.width > self.dots:
            raise ValueError(f"a slip {raster.width} dots wide does not fit on {self.dots}")
        answers = self._refuse_trouble(self.readiness()) is not Readiness.UNKNOWN
        confirms = answers and self._ask(escpos.ASK_WHEN_DONE, escpos.is_done, self._patience) is not None
        try:
            self._send(raster, watch=answers)
            if confirms:
                self._wait_until_done()
            return self._still_well(0) if answers else Readiness.UNKNOWN
        except DeviceError:
            with suppress(DeviceError):
                self._line.send(escpos.CANCEL)
            raise

    def _send(self, raster: Raster, *, watch: bool) -> None:
        self._line.send(escpos.INIT)
        for band in escpos.slip_bands(raster, self._picture):
            self._line.send(band)
            if watch:
                self._still_well(len(band))
        self._line.send(escpos.CUT)

    def _still_well(self, sent: int) -> Readiness:
        """The state of a printer known to answer, `sent` bytes still being on their way to it."""
        on_the_way = sent * 10 / self._line.baud if self._line.baud else 0.0
        state = self._refuse_trouble(self._state(self._patience + on_the_way))
        if state is Readiness.UNKNOWN:
            raise self._silent(self._patience)
        return state

    def _wait_until_done(self) -> None:
        """Wait for the answer that comes only when all is on paper; look out for trouble meanwhile."""
        deadline = time.monotonic() + self._finish_patience
        while time.monotonic() < deadline:
            if self._ask(escpos.ASK_WHEN_DONE, escpos.is_done, self._patience) is not None:
                return
            self._still_well(0)
        raise self._silent(self._finish_patience)

    def _state(self, patience: float) -> Readiness:
        answers: dict[Query, int] = {}
        for query in (Query.OFFLINE_CAUSE, Query.PAPER, Query.PRINTER, Query.ERROR_CAUSE):
            if query is Query.ERROR_CAUSE and not answers.get(Query.OFFLINE_CAUSE, 0) & 0x40:
                break
            byte = self._ask(query.command, escpos.is_status, patience)
            if byte is None and not answers:
                return self._state_of_paper(patience)
            if byte is not None:
                answers[query] = byte
        return escpos.readiness_of(answers)

    def _state_of_paper(self, patience: float) -> Readiness:
        """All that a model without DLE EOT can tell, and only while it is not stopped."""
        byte = self._ask(escpos.ASK_WHEN_DONE, escpos.is_done, patience)
        return Readiness.UNKNOWN if byte is None else escpos.readiness_when_done(byte)

    def _ask(self, command: bytes, fits: Callable[[int], bool], patience: float) -> int | None:
        """The first byte that can be the answer to `command`; None when none came in time.

        Answers carry no name, so late ones to earlier questions are thrown away first.
        """
        if not self._line.answers:
            return None
        self._line.drain()
        self._line.send(command)
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            for byte in self._line.receive(left):
                if fits(byte):
                    return byte
        return None

    def _refuse_trouble(self, state: Readiness) -> Readiness:
        if state in _CONDITIONS:
            raise _CONDITIONS[state](role=ROLE, where=self._line.where)
        return state

    def _silent(self, seconds: float) -> DeviceSilent:
        return DeviceSilent("it stopped answering", seconds=seconds, role=ROLE, where=self._line.where)
