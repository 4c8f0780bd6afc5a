"""Whether one broad sheet is two pages: an open booklet, two sheets edge to edge, two pages copied on one."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame
from devices.scanning.flatten import unwarped
from devices.scanning.quad import Corners, as_corners, side_lengths, true_ratio
from devices.scanning.upright import reads_across

BROADEST, NARROWEST = 1.5, 1.3  # width over height of two upright pages side by side (a card is 1.59)
SMALLEST = 0.3  # of the frame that they span
WIDTH = 800  # pixels in which the fold is looked for
BAND = (0.46, 0.54)  # of the width: where it can be
RIM = 0.015
CREASE = 2.0  # levels by which a fold is darker than the paper beside it
BESIDE = 12  # pixels to either side of it at which that paper is looked at
CREASED = 0.85  # share of rows that must show it, at the very top and foot as well: a ruling ends before
GUTTER = 0.035  # of the width free of ink from top to foot
INK = 0.002  # share of ink that a strip without writing may have
TALL, BROAD = 0.3, 0.5  # of a half that its writing must span for the half to be a page of its own

Grey = NDArray[np.uint8]


def halves(frame: Frame, corners: Corners) -> tuple[Corners, Corners] | None:
    """The corners of the left and the right page where what lies at `corners` is two; None where it is one."""
    ratio = true_ratio(corners, frame.shape[1], frame.shape[0])
    if not NARROWEST <= ratio <= BROADEST or side_lengths(corners).max() < SMALLEST * max(frame.shape[:2]):
        return None
    size = (WIDTH, round(WIDTH / ratio))
    flat, warp = unwarped(frame, corners, size)
    at = fold_at(np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), dtype=np.uint8))
    if at is None:
        return None
    ends = np.array([[(at * size[0], 0.0)], [(at * size[0], float(size[1]))]], np.float64)
    top, foot = cv2.perspectiveTransform(ends, np.linalg.inv(warp)).reshape(2, 2)
    a, b, c, d = np.asarray(corners)
    return as_corners(np.array([a, top, foot, d])), as_corners(np.array([top, b, c, foot]))


def fold_at(grey: Grey) -> float | None:
    """Where, as a share of the width, a flat broad page folds; None for a single page. `WIDTH` pixels wide."""
    crease = _crease(grey)
    if crease is not None:
        return crease
    ink: Grey = np.asarray(
        cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12), dtype=np.uint8
    )
    rim = round(RIM * grey.shape[1])
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    gutter = _gutter(ink)
    if gutter is None:
        return None
    middle = round(gutter * grey.shape[1])
    both = _is_page(ink[:, :middle]) and _is_page(ink[:, middle:])
    return gutter if both and reads_across(grey) else None  # else it is the gap under a table, seen from the side


def _crease(grey: Grey) -> float | None:
    """A line darker than the paper to both sides of it, or between two papers, from the top to the foot."""
    width = grey.shape[1]
    first, last = round(BAND[0] * width), round(BAND[1] * width)
    reach, count = BESIDE, last - first
    strip = grey[:, first - reach : last + reach]
    seen = cv2.resize(strip, (count + 2 * reach, 100), interpolation=cv2.INTER_AREA).astype(np.float32)
    here = seen[:, reach : reach + count]
    beside = np.minimum(seen[:, :count], seen[:, 2 * reach : 2 * reach + count])
    darker = beside - here > CREASE
    share = darker.mean(axis=0)
    ends = np.minimum(darker[1:7].mean(axis=0), darker[-7:-1].mean(axis=0))
    folds = np.where(ends >= 0.6, share, 0.0)
    best = int(np.argmax(folds * 1000 + (beside - here).mean(axis=0)))
    return (first + best + 0.5) / width if folds[best] >= CREASED else None


def _gutter(ink: Grey) -> float | None:
    """The middle of the broadest strip without ink that crosses the middle of the page."""
    width = ink.shape[1]
    free = ink.mean(axis=0) <= INK
    centre = [column for column in range(round(BAND[0] * width), round(BAND[1] * width)) if free[column]]
    if not centre:
        return None
    start = end = min(centre, key=lambda column: abs(column - width / 2))
    while start > 0 and free[start - 1]:
        start -= 1
    while end < width - 1 and free[end + 1]:
        end += 1
    middle = (start + end + 1) / 2 / width
    return middle if end - start >= GUTTER * width and BAND[0] <= middle <= BAND[1] else None


def _is_page(ink: Grey) -> bool:
    """Whether the writing on a half spans as much of it as a page's does."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size or not columns.size:
        return False
    return bool(np.ptp(rows) >= TALL * ink.shape[0] and np.ptp(columns) >= BROAD * ink.shape[1])
