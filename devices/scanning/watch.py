"""Looking at the desk for the live picture: where the page is, whether it lies still, whether to take it now."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.auto_capture import AutoCapture, Grey, State
from devices.scanning.clean import sharpness
from devices.scanning.empty_desk import SAME_LIGHT, SMALL, STILL_BARE, EmptyDesk
from devices.scanning.find_page import find_pages
from devices.scanning.page_lines import calmed
from devices.scanning.quad import Corners
from devices.scanning.shrink import shrunk

SHOWN = 960  # pixels of the live picture's long side
JUDGED_WIDTH = 320  # pixels in which movement is judged
SURE_ENOUGH = 0.35  # confidence from which a quad counts as a page
STIRRED = 0.003  # share of pixels changed since the last search from which a still desk is searched again
LEVELS = 12  # grey levels from which a pixel has changed
WHILE_STILL, WHILE_MOVING = 0.6, 0.075  # seconds between two searches; in between the corners found last hold
DESK_LOOKS = 4  # looks at a bare desk in other light after which it is learned anew
CHANGED_SHARE = 0.3  # of the desk and of its rim that is unlike the learned one: it is another desk

STATUS = {
    State.EMPTY: "looking",
    State.MOVING: "moving",
    State.SETTLING: "found",
    State.CAPTURE: "captured",
    State.TAKEN: "same_page",
    State.LET_BE: "let_be",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One live picture, `scale` of the camera's, and the page's corners in its pixels and in the camera's.

    `second` are those of a second page beside it, in the picture's pixels.
    """

    frame: Frame = field(repr=False)
    scale: float
    corners: Corners | None
    full_corners: Corners | None
    status: str  # looking, moving, found, captured, same_page or let_be
    capture: bool
    second: Corners | None = None
    desk_changed: bool = False  # the learned desk is not what is seen: learn again


class Watch:
    """Follows the desk from picture to picture. Used from the camera's lane only.

    A page that lies still is followed, not searched for: the full effort is made when something stirs, and now and
    then.
    """

    def __init__(self, empty_desk: EmptyDesk | None = None) -> None:
        self.empty_desk = empty_desk
        self.relearned = False  # the desk was learned anew by itself, since this was last set to False
        self.auto = AutoCapture()
        self._pages: tuple[Corners, ...] = ()
        self._searched_at = float("-inf")
        self._searched_in: Grey | None = None
        self._in_other_light: deque[Frame] = deque(maxlen=DESK_LOOKS)
        self._desk_changed = False

    def learn(self, frames: Sequence[Frame]) -> EmptyDesk:
        """Take what `frames` show as the empty desk. Raises `DeskNotStill`."""
        self.empty_desk = EmptyDesk.learned(frames)
        self._searched_in, self._desk_changed = None, False
        self._in_other_light.clear()
        return self.empty_desk

    def look(self, frame: Frame, at: float) -> Watched:
        """Look at a full-size `frame`, seen `at` seconds of a steady clock."""
        shown, times = shrunk(frame, SHOWN)
        grey = np.asarray(cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        factor = JUDGED_WIDTH / shown.shape[1]
        judged = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if self._must_search(judged, at):
            self._search(shown)
            self._searched_at, self._searched_in = at, judged
        corners = self._pages[0] if self._pages else None
        small_corners = _scaled(corners, factor) if corners else None
        step = self.auto.step(judged, small_corners, sharpness(grey) if corners else 0.0, at)
        return Watched(
            shown, 1 / times, corners, _scaled(corners, times) if corners else None, STATUS[step.state], step.capture,
            self._pages[1] if len(self._pages) > 1 else None, self._desk_changed,
        )  # fmt: skip

    def _must_search(self, judged: Grey, at: float) -> bool:
        if self._searched_in is None or self._searched_in.shape != judged.shape:
            return True
        waited = at - self._searched_at
        if waited >= WHILE_STILL or waited < 0:
            return True
        stirred = float((cv2.absdiff(judged, self._searched_in) > LEVELS).mean()) > STIRRED
        return stirred and waited >= WHILE_MOVING

    def _search(self, shown: Frame) -> None:
        previous = self._pages[0] if len(self._pages) == 1 else None
        found = find_pages(shown, empty_desk=self.empty_desk, previous=previous)
        self._pages = tuple(page.corners for page in found if page.confidence >= SURE_ENOUGH)
        if not self._pages:
            self._check_desk(shown)
        else:
            self._in_other_light.clear()
            self._desk_changed = False

    def _check_desk(self, shown: Frame) -> None:
        """A bare desk in other light is learned anew; one that is unlike the learned one is another desk."""
        desk = self.empty_desk
        if desk is None or not desk.fits(shown):
            return
        small = shrunk(shown, SMALL)[0]
        apart = desk.against(small, calmed(small))
        self._desk_changed = min(apart.share, apart.rim_share) > CHANGED_SHARE
        if apart.share > STILL_BARE or abs(apart.light - 1) <= SAME_LIGHT:
            self._in_other_light.clear()
            return
        self._in_other_light.append(small)
        if len(self._in_other_light) == DESK_LOOKS:
            self.empty_desk, self.relearned = EmptyDesk.learned(self._in_other_light), True
            self._in_other_light.clear()


def _scaled(corners: Corners, factor: float) -> Corners:
    (a, b), (c, d), (e, f), (g, h) = corners
    return (a * factor, b * factor), (c * factor, d * factor), (e * factor, f * factor), (g * factor, h * factor)
