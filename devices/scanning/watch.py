"""Looking at the desk for the live picture: where the page is, whether it lies still, whether to take it now."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.auto_capture import AutoCapture, State
from devices.scanning.clean import sharpness
from devices.scanning.find_page import find_page
from devices.scanning.quad import Corners

SHOWN_WIDTH = 960  # pixels of the live picture
JUDGED_WIDTH = 320  # pixels in which movement is judged
SURE_ENOUGH = 0.35  # confidence from which a quad counts as a page

STATUS = {
    State.EMPTY: "looking",
    State.MOVING: "moving",
    State.SETTLING: "found",
    State.CAPTURE: "captured",
    State.TAKEN: "same_page",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One live picture, `scale` of the camera's, and the page's corners in its pixels and in the camera's."""

    frame: Frame = field(repr=False)
    scale: float
    corners: Corners | None
    full_corners: Corners | None
    status: str  # looking, moving, found, captured or same_page
    capture: bool


class Watch:
    """Follows the desk from picture to picture. Used from the camera's lane only."""

    def __init__(self) -> None:
        self._auto = AutoCapture()
        self._previous: Corners | None = None

    def look(self, frame: Frame, at: float) -> Watched:
        """Look at a full-size `frame`, seen `at` seconds of a steady clock."""
        scale = min(1.0, SHOWN_WIDTH / frame.shape[1])
        shown = _resized(frame, scale) if scale < 1 else frame
        found = find_page(shown, previous=self._previous)
        corners = found.corners if found.confidence >= SURE_ENOUGH else None
        self._previous = corners
        step = self._auto.step(*self._judged(shown, corners), at)
        full = _scaled(corners, 1 / scale) if corners else None
        return Watched(shown, scale, corners, full, STATUS[step.state], step.capture)

    def _judged(self, shown: Frame, corners: Corners | None) -> tuple[Frame, Corners | None, float]:
        factor = JUDGED_WIDTH / shown.shape[1]
        grey = cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
        small = _resized(grey, factor)
        return (small, _scaled(corners, factor), sharpness(grey)) if corners else (small, None, 0.0)


def _resized(picture: Frame, factor: float) -> Frame:
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def _scaled(corners: Corners, factor: float) -> Corners:
    (a, b), (c, d), (e, f), (g, h) = corners
    return (a * factor, b * factor), (c * factor, d * factor), (e * factor, f * factor), (g * factor, h * factor)
