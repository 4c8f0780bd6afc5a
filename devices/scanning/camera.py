"""A document camera on the USB or in the network, through OpenCV, and the known faults of that way kept away.

OpenCV's `read` may block for ever, or go on giving the last picture, after the cable is pulled (issues 10927, 14044,
5197). So one thread reads, the caller looks at what it read last, and a watch judges how old and how alike
the pictures are. What repeats a picture is opened anew, a read that does not return is left to itself and another
thread opens the camera, so that it comes back by itself either way; until then it is said to be frozen.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import cv2

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, LineFault, PictureFrozen
from devices.ports import Frame
from devices.scanning.camera_places import CameraPlaces
from devices.scanning.clean import sharpness
from devices.userinfo import without_userinfo

ROLE = "page_source"
MJPG = cv2.VideoWriter.fourcc(*"MJPG")
FIRST_PICTURE = 8.0  # seconds a camera may take to open and give its first picture
PATIENCE = 2.0  # seconds without a picture until it counts as frozen
ALIKE = 45  # identical pictures in a row that no living sensor gives
FAILURES = 5  # reads in a row that fail until the camera counts as lost
BLOCKED = FIRST_PICTURE  # seconds until a read or an opening that does not return is left to itself
LONGEST_BLOCKED = 64.0  # the same where one after the other does not return
CLOSE_WITHIN = 2.0  # seconds until a read that hangs in the driver is left to itself
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries to open it again
STREAM_OPENS, STREAM_GIVES = 3000, 1500  # milliseconds for a stream to open and to give its next picture
ALIKE_LEVELS = 40  # grey levels by which no place of two pictures of one scene differs


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

    @property
    def repeating(self) -> bool:
        """Whether the same picture came too often."""
        return self.repeats >= self.alike

    def frozen(self, now: float) -> bool:
        """Whether no picture came for too long, or the same one too often."""
        return self.repeating or (self.last_at is not None and now - self.last_at > self.patience)


def fingerprint(picture: Frame) -> int:
    """A number that the noise of a living sensor changes with every picture."""
    return zlib.crc32(picture[::16, ::16].tobytes())


def is_absurd(picture: Frame | None) -> bool:
    """What a damaged JPEG on the wire leaves: no picture, a sliver, or one flat colour."""
    if picture is None or picture.ndim != 3 or min(picture.shape[:2]) < 64:
        return True
    some = picture[::32, ::32]
    return int(some.max()) - int(some.min()) < 3


def agree(one: Frame, other: Frame) -> bool:
    """Whether two pictures show the same scene, undamaged: no place of 16 x 16 or so differs by much."""
    if one.shape != other.shape:
        return False
    size = (one.shape[1] // 16, one.shape[0] // 16)
    small = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (one, other)]
    return float(cv2.absdiff(small[0], small[1]).max()) < ALIKE_LEVELS


def open_capture(device: int | str, size: tuple[int, int]) -> Capture:
    """Ask for the size while opening, because changing it later is slow; without it where a driver refuses that."""
    if isinstance(device, str) and "://" in device:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_OPENS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_GIVES]
        return cv2.VideoCapture(device, cv2.CAP_FFMPEG, limits)
    backend = cv2.CAP_V4L2 if isinstance(device, str) and device.startswith("/dev/") else cv2.CAP_ANY
    wishes = [cv2.CAP_PROP_FOURCC, MJPG, cv2.CAP_PROP_FRAME_WIDTH, size[0], cv2.CAP_PROP_FRAME_HEIGHT, size[1]]
    capture = cv2.VideoCapture(device, backend, wishes)
    return capture if capture.isOpened() else cv2.VideoCapture(device, backend)


def ask_for(capture: Capture, size: tuple[int, int]) -> tuple[int, int]:
    """Ask for MJPG of this size; answers the size that it really gives, or (0, 0) where it does not say."""
    # The order matters: some drivers fall back to slow YUY2 unless MJPG is set before and after (opencv 9084).
    capture.set(cv2.CAP_PROP_FOURCC, MJPG)
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    capture.set(cv2.CAP_PROP_FOURCC, MJPG)
    return int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))


def _name_of(device: int | str) -> str:
    return f"camera {without_userinfo(str(device))}"


class CameraSource:
    """A `PageSource` on a camera: `device` as in `devices.scanning.camera_places`, `size` the one asked for.

    A device that is named by who it is, is looked for anew each time it is opened, wherever it is plugged in.
    """

    def __init__(
        self,
        device: int | str,
        size: tuple[int, int] = (2592, 1944),
        *,
        capture: Callable[[int | str, tuple[int, int]], Capture] = open_capture,
        find: Callable[[int | str], int | str] | None = None,
        patience: float = PATIENCE,
        close_within: float = CLOSE_WITHIN,
        blocked: float = BLOCKED,
    ) -> None:
        self.name = _name_of(device)
        self.size = size
        self._device = device
        self._open_capture, self._find = capture, find or CameraPlaces().find_camera
        self._close_within = close_within
        self._blocked = self._blocked_after = blocked
        self._heard_at = 0.0  # when the driver last returned
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
        self._picture, self._trouble, self._watch = None, None, FrameWatch(self._watch.patience)
        self._blocked_after = self._blocked
        self._begin_to_read()
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
            self._reader.join(timeout=self._close_within)
            self._reader = None

    def frame(self) -> Frame:
        """The newest picture. `DeviceLost` while the camera is away (it is tried again), `PictureFrozen`."""
        with self._news:
            if self._trouble is not None:
                raise self._trouble
            if self._picture is None or self._reader is None:
                raise DeviceLost("not open", role=ROLE, where=self.name)
            if self._watch.frozen(time.monotonic()):
                self._leave_a_blocked_reader()
                raise PictureFrozen("the picture does not change", role=ROLE, where=self.name)
            return self._picture

    def still(self, of: int = 3) -> Frame:
        """The sharpest of the next pictures: one alone may be shaken, or damaged in a way that only others tell.

        Of `of` pictures, or more until two agree. Raises as `frame`, and `LineFault` when no two do. Pictures that are
        all damaged alike cannot be told from good ones: no decoder here says that it had to guess.
        """
        pictures: list[Frame] = []
        for _ in range(3 * of):
            pictures.append(self._next_frame())
            good = [one for one in pictures if any(one is not other and agree(one, other) for other in pictures)]
            if len(pictures) >= of and good:
                return max(good, key=lambda each: sharpness(cv2.cvtColor(each[::2, ::2], cv2.COLOR_BGR2GRAY)))  # type: ignore[arg-type]
        raise LineFault("no two pictures agree", role=ROLE, where=self.name)

    def _next_frame(self) -> Frame:
        with self._news:
            before = self._number
            self._news.wait_for(lambda: self._number != before or self._trouble is not None, PATIENCE)
        return self.frame()

    def _begin_to_read(self) -> None:
        self._stop = threading.Event()  # a new one: a reader that hung does not come back to life
        self._heard_at = time.monotonic()
        self._reader = threading.Thread(target=self._read_on, args=(self._stop,), name=self.name, daemon=True)
        self._reader.start()

    def _leave_a_blocked_reader(self) -> None:
        """Let another take the place of a reader that the driver does not return to; less often, the oftener."""
        if time.monotonic() - self._heard_at < self._blocked_after:
            return
        self._blocked_after = min(2 * self._blocked_after, LONGEST_BLOCKED)
        self._stop.set()
        self._begin_to_read()

    def _read_on(self, stop: threading.Event) -> None:
        """The reader thread: open, read until it fails, wait longer each time, open again."""
        tries = 0
        while not stop.is_set():
            self._heard_at = time.monotonic()
            try:
                capture = self._opened()
            except DeviceAbsent as absent:
                self._say(absent, stop)
            else:
                tries = 0 if self._read_until_lost(capture, stop) else tries
                capture.release()
            stop.wait(BACK_OFF[min(tries, len(BACK_OFF) - 1)])
            tries += 1

    def _opened(self) -> Capture:
        capture = self._open_capture(self._find(self._device), self.size)
        if not capture.isOpened():
            capture.release()
            raise DeviceAbsent("cannot be opened", role=ROLE, where=self.name)
        width, height = ask_for(capture, self.size)
        if width and height:
            self.size = (width, height)
        return capture

    def _read_until_lost(self, capture: Capture, stop: threading.Event) -> bool:
        """Whether any new picture came."""
        failures, seen, came = 0, 0, False
        while not stop.is_set():
            good, picture = capture.read()
            if not stop.is_set():
                self._heard_at = time.monotonic()
            if not good:
                failures += 1
                if failures >= FAILURES or not capture.isOpened():
                    self._say(DeviceLost("no more pictures", role=ROLE, where=self.name), stop)
                    return came
                continue
            failures = 0
            if not is_absurd(picture):
                self._keep(picture, stop)
                seen, came = seen + 1, came or self._watch.repeats == 0
                if self._watch.repeating and seen > self._watch.alike:  # as long again once reopened
                    return came
        return came

    def _keep(self, picture: Frame, stop: threading.Event) -> None:
        with self._news:
            if stop.is_set():
                return
            self._watch.seen(fingerprint(picture), time.monotonic())
            self._picture, self._trouble = picture, None
            self._blocked_after = self._blocked
            self._number += 1
            self._news.notify_all()

    def _say(self, trouble: DeviceError, stop: threading.Event) -> None:
        with self._news:
            if stop.is_set():
                return
            self._trouble = trouble
            self._news.notify_all()
