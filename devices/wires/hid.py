"""Frames as HID reports: cut into pieces of 64 bytes, the last one padded with zeros. Pure.

libusb reaches HID devices on Windows without any driver; on Linux it takes the place of the kernel's.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.wires.usb_bulk import OnePipe

REPORT_BYTES = 64


class Reports(OnePipe):
    """Frames over a pair of interrupt endpoints.

    What comes is passed on with its padding: only a frame's decoder knows where a photo's zeros end and padding begins.
    """

    def parts(self, frame: bytes) -> Sequence[tuple[int, bytes]]:
        cuts = range(0, len(frame), REPORT_BYTES)
        return [(self._out, frame[at : at + REPORT_BYTES].ljust(REPORT_BYTES, b"\0")) for at in cuts]
