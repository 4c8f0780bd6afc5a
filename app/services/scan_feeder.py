"""Scan what lies in a scanner: its pages are cleaned, stored and handed over one by one."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

from app.services.scan_page import PageStore, Scanned, scan_page
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import Frame, PageFeeder
from devices.scanning.clean import Look
from devices.scanning.quad import whole_frame


class FeederScan:
    """One run of a scanner for one case. `next` and `close` belong to the scanner's lane, `cancel` to anybody."""

    def __init__(
        self,
        feeder: Bay[PageFeeder],
        case_id: str,
        pages: PageStore,
        *,
        look: Look = Look.COLOUR,
        coded: bool = False,
    ) -> None:
        self._feeder, self._case_id, self._pages = feeder, case_id, pages
        self._look, self._coded = look, coded
        self._running: PageFeeder | None = None
        self._frames: Generator[Frame, None, None] | None = None
        self._cancelled = False
        self.count = 0

    def next(self) -> Scanned | None:
        """The next page, stored; None after the last one, and when cancelled.

        Raises a `DeviceError`, such as `FeederJammed`: what came before is stored and stays. The run is over then.
        """
        scanned = None
        try:
            frame = None if self._cancelled else self._feeder.use(self._next_frame)
            scanned = self._kept(frame) if frame is not None else None
        finally:
            if scanned is None:
                self.close()  # be it that the page could not be kept: the scanner would wait for us for ever
        return scanned

    def _kept(self, frame: Frame) -> Scanned:
        height, width = frame.shape[:2]
        whole = whole_frame(width, height)
        scanned = scan_page(frame, self._case_id, self._pages, corners=whole, look=self._look, coded=self._coded)
        self.count += 1
        return scanned

    def cancel(self) -> None:
        """Stop the scanner. The page that is being scanned is not kept."""
        self._cancelled = True
        if self._running is not None:
            self._running.cancel()

    def close(self) -> None:
        """Stop the scanner and let go of it; a no-op after the last page."""
        frames, self._frames, self._running = self._frames, None, None
        self._cancelled = True
        if frames is not None:
            with suppress(DeviceError):
                frames.close()

    def _next_frame(self, feeder: PageFeeder) -> Frame | None:
        if self._cancelled:  # while the scanner was being opened
            return None
        if self._frames is None:
            self._running, self._frames = feeder, feeder.pages()
        return next(self._frames, None)
