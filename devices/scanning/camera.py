"""A document camera on the USB, through OpenCV, and the known faults of that way kept from the caller.

OpenCV's `read` may block for ever, or go on giving the last picture, after the cable is pulled (issues 10927, 14044,
5197). So one thread reads, the caller looks at what it read last, and a watch judges how old and how alike
the pictures are.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import cv2

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, PictureFrozen
from devices.ports import Frame
from devices.scanning.clean import sharpness

ROLE = "page_source"
MJPG = cv2.VideoWriter.fourcc(*"MJPG")
FIRST_PICTURE = 8.0  # seconds a camera may take to open and give its first picture
PATIENCE = 2.0  # seconds without a picture until it counts as frozen
ALIKE = 45  # identical pictures in a row that no living sensor gives
FAILURES = 5  # reads in a row that fail until the camera counts as lost
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries to open it again


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used."""

    def isOpened(self) -> bool: ...
    def read(self) -> tuple[bool, Any]: ...
    def get(self, prop: int) -> float: ...
    def set(self, prop: int, value: float) -> bool: ...
    def release(self) -> None: ...


@dataclass(slots=True)
class FrameWatch:
    """Judges a stream of pictures by their age and likeness. Knows no clock: it is told the time."""

    patience: float = PATIENCE
    alike: int = ALIKE
    last_at: float | None = None
    last_print: int = 0
    repeats: int = 0

    def seen(self, fingerprint: int, at: float) -> None:
        """A picture came, `at` seconds, with this fingerprint."""
        self.repeats = self.repeats + 1 if self.last_at is not None and fingerprint == self.last_print else 0
        self.last_print, self.last_at = fingerprint, at

    def frozen(self, now: float) -> bool:
        """Whether no picture came for too long, or the same one too often."""
        return self.repeats >= self.alike or (self.last_at is not None and now - self.last_at > self.patience)


def fingerprint(picture: Frame) -> int:
    """A number that the noise of a living sensor changes with every picture."""
    return zlib.crc32(picture[::16, ::16].tobytes())


def is_absurd(picture: Frame | None) -> bool:
    """What a damaged JPEG on the wire leaves: no picture, a sliver, or one flat colour."""
    if picture is None or picture.ndim != 3 or min(picture.shape[:2]) < 64:
        return True
    some = picture[::32, ::32]
    return int(some.max()) - int(some.min()) < 3


def open_capture(device: int | str, size: tuple[int, int]) -> Capture:
    """Ask for the size while opening, because changing it later is slow; without it where a driver refuses that."""
    wishes = [cv2.CAP_PROP_FOURCC, MJPG, cv2.CAP_PROP_FRAME_WIDTH, size[0], cv2.CAP_PROP_FRAME_HEIGHT, size[1]]
    capture = cv2.VideoCapture(device, cv2.CAP_ANY, wishes)
    return capture if capture.isOpened() else cv2.VideoCapture(device)


class CameraSource:
    """A `PageSource` on a UVC camera: `device` is its index or path, `size` the width and height asked for."""

    def __init__(
        self,
        device: int | str,
        size: tuple[int, int] = (2592, 1944),
        *,
        capture: Callable[[int | str, tuple[int, int]], Capture] = open_capture,
        patience: float = PATIENCE,
    ) -> None:
        self.name = f"camera {device}"
        self.size = size
        self._device = device
        self._open_capture = capture
        self._watch = FrameWatch(patience)
        self._news = threading.Condition()
        self._picture: Frame | None = None
        self._number = 0
        self._trouble: DeviceError | None = None
        self._stop = threading.Event()
        self._reader: threading.Thread | None = None

    def open(self) -> None:
        """Open the camera and wait for its first picture; `DeviceAbsent` or `PictureFrozen` where there is none."""
        self.close()
        self._stop.clear()
        self._picture, self._trouble, self._watch = None, None, FrameWatch(self._watch.patience)
        self._reader = threading.Thread(target=self._read_on, name=self.name, daemon=True)
        self._reader.start()
        with self._news:
            self._news.wait_for(lambda: self._picture is not None or self._trouble is not None, FIRST_PICTURE)
            trouble, picture = self._trouble, self._picture
        if picture is None:
            self.close()
            raise trouble or PictureFrozen("no first picture", role=ROLE, where=self.name)

    def close(self) -> None:
        """Let go of the camera. A read that hangs in the driver is left to end by itself."""
        self._stop.set()
        if self._reader is not None:
            self._reader.join(timeout=2.0)
            self._reader = None

    def frame(self) -> Frame:
        """The newest picture. `DeviceLost` while the camera is away (it is tried again), `PictureFrozen`."""
        with self._news:
            if self._trouble is not None:
                raise self._trouble
            if self._picture is None or self._reader is None:
                raise DeviceLost("not open", role=ROLE, where=self.name)
            if self._watch.frozen(time.monotonic()):
                raise PictureFrozen("the picture does not change", role=ROLE, where=self.name)
            return self._picture

    def still(self, of: int = 3) -> Frame:
        """The sharpest of the next `of` pictures: one alone may be damaged or shaken."""
        pictures = [self._next_frame() for _ in range(of)]
        return max(pictures, key=lambda each: sharpness(cv2.cvtColor(each[::2, ::2], cv2.COLOR_BGR2GRAY)))  # type: ignore[arg-type]

    def _next_frame(self) -> Frame:
        with self._news:
            before = self._number
            self._news.wait_for(lambda: self._number != before or self._trouble is not None, PATIENCE)
        return self.frame()

    def _read_on(self) -> None:
        """The reader thread: open, read until it fails, wait longer each time, open again."""
        tries = 0
        while not self._stop.is_set():
            try:
                capture = self._opened()
            except DeviceAbsent as absent:
                self._say(absent)
            else:
                tries = 0 if self._read_until_lost(capture) else tries
                capture.release()
            self._stop.wait(BACK_OFF[min(tries, len(BACK_OFF) - 1)])
            tries += 1

    def _opened(self) -> Capture:
        capture = self._open_capture(self._device, self.size)
        if not capture.isOpened():
            capture.release()
            raise DeviceAbsent("cannot be opened", role=ROLE, where=self.name)
        # The order matters: some drivers fall back to slow YUY2 unless MJPG is set before and after (opencv 9084).
        capture.set(cv2.CAP_PROP_FOURCC, MJPG)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self.size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self.size[1])
        capture.set(cv2.CAP_PROP_FOURCC, MJPG)
        width, height = capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        if width and height:
            self.size = (int(width), int(height))
        return capture

    def _read_until_lost(self, capture: Capture) -> bool:
        """Whether any picture came."""
        failures, came = 0, False
        while not self._stop.is_set():
            good, picture = capture.read()
            if not good:
                failures += 1
                if failures >= FAILURES or not capture.isOpened():
                    self._say(DeviceLost("no more pictures", role=ROLE, where=self.name))
                    return came
                continue
            failures = 0
            if not is_absurd(picture):
                came = True
                self._keep(picture)
        return came

    def _keep(self, picture: Frame) -> None:
        with self._news:
            self._watch.seen(fingerprint(picture), time.monotonic())
            self._picture, self._trouble = picture, None
            self._number += 1
            self._news.notify_all()

    def _say(self, trouble: DeviceError) -> None:
        with self._news:
            self._trouble = trouble
            self._news.notify_all()
