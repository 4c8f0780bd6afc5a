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
        frame = cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    height, width = frame.shape[:2]
    small = _small(frame)
    scale = width / small.shape[1]
    lab = calmed(small)
    empty = None
    if empty_desk is not None and empty_desk.shape == frame.shape:
        empty = calmed(_small(empty_desk))
    segments = candidate_segments(lab, empty)
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


def _small(frame: Frame) -> Frame:
    """At most SMALL pixels long; halved by dropping first, because averaging five million pixels takes 20 ms."""
    long_side = max(frame.shape[:2])
    if long_side <= SMALL:
        return frame
    halved = frame[:: long_side // (2 * SMALL) or 1, :: long_side // (2 * SMALL) or 1]
    factor = SMALL / max(halved.shape[:2])
    size = (round(halved.shape[1] * factor), round(halved.shape[0] * factor))
    return cv2.resize(np.ascontiguousarray(halved), size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
