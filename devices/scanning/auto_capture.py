"""When to take the picture by itself: a new page lies still, is sharp, and is not the one taken last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.scanning.quad import Corners, side_lengths

Grey = NDArray[np.uint8]

CHANGED = 12  # grey levels from which a pixel has changed; sensor noise stays below
MOVING = 0.012  # share of pixels changed that means something moves
STILL_SECONDS = 0.5
STILL_FRAMES = 6
DRIFT = 0.012  # of the picture's width that a corner may wander while the page counts as still
SHARP_SHARE = 0.8  # of the sharpest picture of this page so far
WAIT_FOR_SHARP = 2.0  # seconds; then the picture is taken as it is, and flagged later if it is blurred
SAME_PAGE = 20  # of 256 bits that may differ between two pictures of one page


class State(Enum):
    """What the counter shows beside the preview."""

    EMPTY = "empty"
    MOVING = "moving"
    SETTLING = "settling"
    CAPTURE = "capture"  # said once: take the picture now
    TAKEN = "taken"  # waiting for the page to be moved away
    LET_BE = "let_be"  # it could not be taken, or is what was taken for another material: left for a person


@dataclass(frozen=True, slots=True)
class Step:
    """The state after one picture, and whether to take the picture now."""

    state: State
    capture: bool


class AutoCapture:
    """Fed with every preview picture, says when to take one. Knows no camera and no clock."""

    def __init__(self) -> None:
        self.state = State.EMPTY
        self._before: Grey | None = None
        self._corners: Corners | None = None
        self._still_since = 0.0
        self._still_frames = 0
        self._sharpest = 0.0
        self._taken: NDArray[np.bool_] | None = None
        self._old = False  # what was taken last is of another case: forgotten once the desk is seen empty

    def step(self, small_grey_frame: Grey, corners: Corners | None, sharpness: float, at_seconds: float) -> Step:
        """Look at one picture, grey and about 320 pixels wide.

        `corners` are the page's in pixels of this picture (None: no page), `sharpness` 0..1, `at_seconds` any
        steadily rising clock.
        """
        moved = self._has_moved(small_grey_frame, corners)
        self._before, self._corners = small_grey_frame, corners
        if corners is None and not moved:
            if self._old:
                self._taken, self._old = None, False
            return self._become(State.EMPTY)
        if moved or corners is None:
            self._still_frames, self._sharpest = 0, 0.0
            return self._become(State.MOVING)
        if self.state in (State.TAKEN, State.CAPTURE):
            return self._become(State.TAKEN)
        if self.state is State.LET_BE:
            return self._become(State.LET_BE)
        return self._settle(small_grey_frame, corners, sharpness, at_seconds)

    def refused(self) -> None:
        """The picture was not taken when this said so: say so again, for the page would be lost."""
        if self.state is State.CAPTURE:
            self._taken, self._still_frames, self.state = None, 0, State.MOVING

    def took(self) -> None:
        """The page that lies there is taken, be it by hand: it is not to be taken a second time by itself."""
        if self._before is not None and self._corners is not None:
            self._taken, self._old = page_hash(self._before, self._corners), False
            self.state = State.TAKEN

    def failed(self) -> None:
        """The page could not be taken. It is tried again once it was moved, not again and again as it lies."""
        self._taken = None
        self._let_be()

    def forget(self) -> None:
        """Another case, whose form may look like the last one's. As the last one's own page may still lie there, it
        is forgotten once the desk has been seen empty.
        """
        self._old = True
        self._let_be()

    def _let_be(self) -> None:
        if self.state in (State.TAKEN, State.CAPTURE):
            self.state = State.LET_BE

    def _settle(self, grey: Grey, corners: Corners, sharpness: float, at: float) -> Step:
        if self._still_frames == 0:
            self._still_since = at
        self._still_frames += 1
        self._sharpest = max(self._sharpest, sharpness)
        waited = at - self._still_since
        if self._still_frames < STILL_FRAMES or waited < STILL_SECONDS:
            return self._become(State.SETTLING)
        if sharpness < SHARP_SHARE * self._sharpest and waited < WAIT_FOR_SHARP:
            return self._become(State.SETTLING)
        page = page_hash(grey, corners)
        if self._taken is not None and int((page != self._taken).sum()) <= SAME_PAGE:
            return self._become(State.LET_BE if self._old else State.TAKEN)
        self._taken, self._old = page, False
        return self._become(State.CAPTURE)

    def _has_moved(self, grey: Grey, corners: Corners | None) -> bool:
        if self._before is None or self._before.shape != grey.shape:
            return False
        changed = cv2.absdiff(grey, self._before) > CHANGED
        if float(changed.mean()) > MOVING:
            return True
        if corners is None or self._corners is None:
            return (corners is None) != (self._corners is None)
        wander = np.abs(np.asarray(corners) - np.asarray(self._corners)).max()
        return bool(wander > DRIFT * grey.shape[1])

    def _become(self, state: State) -> Step:
        self.state = state
        return Step(state, state is State.CAPTURE)


def page_hash(grey: Grey, corners: Corners) -> NDArray[np.bool_]:
    """256 bits that stay nearly the same for one page wherever it lies, and differ between two pages of writing.

    The page is laid flat to 17 x 16 cells; each bit says whether a cell is darker than its right neighbour.
    """
    upright = side_lengths(corners)[0] <= side_lengths(corners)[1]
    size = (136, 192) if upright else (192, 136)
    flat = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], np.float32)
    page = cv2.warpPerspective(grey, cv2.getPerspectiveTransform(np.asarray(corners, np.float32), flat), size)
    rim_x, rim_y = size[0] // 24, size[1] // 24
    cells = cv2.resize(page[rim_y:-rim_y, rim_x:-rim_x], (17, 16), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits: NDArray[np.bool_] = (cells[:, :-1] + 2) < cells[:, 1:]
    return bits.ravel()
