"""Find the page that lies on the desk."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.page_edges import refine
from devices.scanning.page_judge import best_quad
from devices.scanning.page_lines import calmed, candidate_segments
from devices.scanning.quad import Corners, in_order, whole_frame

SMALL = 640  # pixels of the long side in which pages are looked for
SURE, UNSURE = 1.0, 0.45  # scores of the judge for confidence 1 and 0
PREVIOUS_CONFIDENCE = 0.2
NOTHING_CONFIDENCE = 0.05


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`corners` in pixels of the frame, clockwise from the top left; `confidence` 0..1, below 0.3 a mere guess."""

    corners: Corners
    confidence: float


def find_page(frame: Frame, *, empty_desk: Frame | None = None, previous: Corners | None = None) -> FoundPage:
    """Find the four corners of the page in `frame` (height x width x 3, BGR, or grey).

    `empty_desk` is a frame of the same size with nothing on the desk, learned beforehand; `previous` the corners of
    the frame before. Where no page can be told, the answer is `previous`, or else the whole frame, with a low
    confidence: the person drags the corners.
    """
    if frame.ndim == 2:
        frame = np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    height, width = frame.shape[:2]
    small, scale = _small(frame)
    lab = calmed(small)
    known = empty_desk is not None and empty_desk.shape == frame.shape
    segments = candidate_segments(lab, calmed(_small(empty_desk)[0]) if known and empty_desk is not None else None)
    if previous is not None:
        sides = np.asarray(previous) / scale
        segments = np.vstack([segments, np.hstack([sides, np.roll(sides, -1, axis=0)])])
    verdict = best_quad(lab, segments)
    confidence = 0.0 if verdict is None else float(np.clip((verdict.score - UNSURE) / (SURE - UNSURE), 0, 1))
    if verdict is None or confidence < PREVIOUS_CONFIDENCE:
        if previous is not None:
            return FoundPage(previous, PREVIOUS_CONFIDENCE)
        return FoundPage(whole_frame(width, height), NOTHING_CONFIDENCE)
    corners = refine(frame, np.asarray(in_order((verdict.corners + 0.5) * scale - 0.5)), reach=3.5 * scale)
    return FoundPage(in_order(corners), confidence)


def _small(frame: Frame) -> tuple[Frame, float]:
    """The frame at most SMALL pixels long, and how many times smaller that is.

    Halved again and again first, which takes a fifth of the time of one resize by an odd factor.
    """
    small, times = frame, 1.0
    while max(small.shape[:2]) >= 2 * SMALL:
        even = small[: small.shape[0] // 2 * 2, : small.shape[1] // 2 * 2]
        size = (even.shape[1] // 2, even.shape[0] // 2)
        small, times = np.asarray(cv2.resize(even, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), times * 2
    long_side = max(small.shape[:2])
    if long_side <= SMALL * 1.05:
        return small, times
    size = (round(small.shape[1] * SMALL / long_side), round(small.shape[0] * SMALL / long_side))
    small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    return small, times * long_side / SMALL
