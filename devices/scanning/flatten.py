"""A page seen at an angle, laid flat: perspective undone, straightened, turned."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame
from devices.scanning.quad import Corners, Format, side_lengths, true_ratio

MM_PER_INCH = 25.4
NEAR_FORMAT = 0.06  # a ratio this close, relatively, to a known format's is that format's
SEEN_SMALL = 0.7  # of A5's own pixels; a camera set up for A4 sees A4 larger than that
CARD_DPI = 300  # small print on a card
TRIM = 0.002  # of a side is cut off, so that no sliver of desk stays along the rim
LARGEST_SKEW = 8.0  # degrees
SKEW_STEP = 0.2


def flatten(frame: Frame, corners: Corners, *, dpi: int = 200) -> Frame:
    """Cut the page at `corners` out of `frame` and undo the perspective; it keeps the way up it was seen.

    A page whose true shape is near A4's comes out as A4 at `dpi`; where the camera saw it much too small for that, as
    A5, which has the same shape, or as a page of a household register. One near a card's shape (ID-1) gets at least
    the pixels of a card at 300 dpi. Other paper keeps its own shape and the pixels it had, up to the length of A4.
    """
    return unwarped(frame, corners, flat_size(frame, corners, dpi=dpi))[0]


def unwarped(frame: Frame, corners: Corners, size: tuple[int, int]) -> tuple[Frame, NDArray[np.float64]]:
    """What lies at `corners`, `size` (width, height) pixels large, and the 3 x 3 map from frame to it."""
    width, height = size
    left, top, right, bottom = -TRIM * width, -TRIM * height, (1 + TRIM) * width - 1, (1 + TRIM) * height - 1
    flat = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    warp = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), flat)
    page = cv2.warpPerspective(frame, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(page, dtype=np.uint8), np.asarray(warp, dtype=np.float64)


def flat_size(frame: Frame, corners: Corners, *, dpi: int = 200) -> tuple[int, int]:
    """Width and height in pixels of the flattened page."""
    ratio = true_ratio(corners, frame.shape[1], frame.shape[0])
    upright = max(ratio, 1 / ratio)
    seen = float(side_lengths(corners).max())
    short, long = _known_size(upright, seen, dpi) or _own_size(upright, seen, dpi)
    return (long, short) if ratio > 1 else (short, long)


def deskew(page: Frame) -> Frame:
    """Turn the page by the slope of its lines of writing, when they agree on one of up to 8 degrees."""
    angle = skew(page)
    if abs(angle) < SKEW_STEP:
        return page
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(  # type: ignore[return-value]
        page, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def skew(page: Frame) -> float:
    """Degrees by which the lines of writing fall to the right (clockwise positive); 0.0 when they do not say."""
    ink = _ink_points(page)
    if len(ink) < 300:
        return 0.0
    angles = np.arange(-LARGEST_SKEW, LARGEST_SKEW + SKEW_STEP / 2, SKEW_STEP)
    peaks = np.array([_evenness(ink, float(angle)) for angle in angles])
    best = int(np.argmax(peaks))
    straight = float(peaks[int(np.argmin(np.abs(angles)))])
    tells = peaks[best] > 1.25 * float(np.median(peaks)) and peaks[best] > 1.03 * straight
    return float(angles[best]) if tells and 0 < best < len(angles) - 1 else 0.0


def turn(page: Frame, quarter_turns: int) -> Frame:
    """Turn clockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(page, -quarter_turns % 4))


def _known_size(upright: float, seen: float, dpi: int) -> tuple[int, int] | None:
    if _nearest(upright) is Format.HOUSEHOLD and seen < SEEN_SMALL * _pixels(Format.A5, dpi)[1]:
        return _pixels(Format.HOUSEHOLD, dpi)
    if abs(upright / Format.A4.ratio - 1) < NEAR_FORMAT:
        small = _pixels(Format.A5, dpi)
        return small if seen < SEEN_SMALL * small[1] else _pixels(Format.A4, dpi)
    if abs(upright / Format.ID_1.ratio - 1) < NEAR_FORMAT:
        long = max(seen, float(_pixels(Format.ID_1, max(dpi, CARD_DPI))[1]))
        return _own_size(Format.ID_1.ratio, long, dpi)
    return None


def _nearest(upright: float) -> Format:
    return min(Format, key=lambda paper: abs(upright / paper.ratio - 1))


def _own_size(upright: float, seen: float, dpi: int) -> tuple[int, int]:
    long = min(seen, float(_pixels(Format.A4, dpi)[1]))
    return max(1, round(long / upright)), max(1, round(long))


def _pixels(paper: Format, dpi: int) -> tuple[int, int]:
    short, long = paper.value
    return round(short / MM_PER_INCH * dpi), round(long / MM_PER_INCH * dpi)


def _ink_points(page: Frame) -> NDArray[np.float64]:
    """x, y of dark pixels (at most 12,000) on a page shrunk to 700 pixels, the rim left out."""
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    factor = 700 / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 14)
    rim = max(dark.shape) // 30
    y, x = np.nonzero(dark[rim:-rim, rim:-rim])
    points = np.stack([x, y], axis=1).astype(np.float64)
    return points[:: max(1, len(points) // 12_000)]


def _evenness(ink: NDArray[np.float64], angle: float) -> float:
    """How unevenly the ink falls into rows at this slope: high where rows of writing and gaps alternate."""
    radians = np.radians(angle)
    row = ink[:, 1] * np.cos(radians) - ink[:, 0] * np.sin(radians)
    counts = np.bincount((row - row.min()).astype(np.intp))
    return float((counts.astype(np.float64) ** 2).sum())
