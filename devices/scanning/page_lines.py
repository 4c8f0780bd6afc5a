"""Where a page's sides may run: straight lines, offered by several ways of looking at one small picture.

Each way fails on some desk: edges on patterned cloth, brightness on a light table, the difference to the empty
desk under a new shadow. None of them decides; all their lines go to `page_judge`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame

Segments = NDArray[np.float64]
"""n x 4: x1, y1, x2, y2 in pixels of the small picture."""

Mask = NDArray[np.uint8]

STROKE = 9  # pixels; dark strokes thinner than this (writing, rulings) are not sides of a page
SHORTEST = 0.045  # of the picture's long side: half the short side of a card under an A4 camera
CALM = np.ones((STROKE, STROKE), np.uint8)


def calmed(small: Frame) -> Frame:
    """The picture without its writing: what is dark and thin on a brighter ground is filled in, in L*a*b*."""
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, CALM, borderType=cv2.BORDER_REPLICATE)
    return cv2.cvtColor(filled, cv2.COLOR_BGR2LAB)  # type: ignore[return-value]


def candidate_lines(lab: Frame, changed: Mask | None) -> Segments:
    """Every segment, in any of the views, that might be part of a side. `changed` marks what is not bare desk."""
    long_side = max(lab.shape[:2])
    found = [_edge_segments(np.ascontiguousarray(lab[:, :, channel])) for channel in (0, 2)]
    for mask in _blobs(lab, changed):
        found.append(_outline_segments(mask))
    segments = np.vstack(found)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return segments[lengths >= SHORTEST * long_side]


def _edge_segments(channel: NDArray[np.uint8]) -> Segments:
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    lines = detector.detect(channel)[0]
    return np.empty((0, 4)) if lines is None else lines.reshape(-1, 4).astype(np.float64)


def _blobs(lab: Frame, changed: Mask | None) -> Iterator[Mask]:
    """Pictures in black and white, white where the page may be."""
    if changed is not None:
        yield changed
    level, _ = cv2.threshold(lab[:, :, 0], 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield ((lab[:, :, 0] > level) * np.uint8(255)).astype(np.uint8)
    yield _unlike_the_border(lab)
    yield _paper_white(lab)


def _unlike_the_border(lab: Frame) -> Mask:
    """What differs from the colour that rings the frame, which is desk more often than not."""
    ring = np.concatenate([lab[:8].reshape(-1, 3), lab[-8:].reshape(-1, 3), lab[:, :8].reshape(-1, 3), lab[:, -8:].reshape(-1, 3)])
    middle = np.median(ring, axis=0)
    away = cv2.norm  # placeholder
    return lab[:, :, 0]


def _paper_white(lab: Frame) -> Mask:
    return lab[:, :, 0]


def _outline_segments(mask: Mask) -> Segments:
    return np.empty((0, 4))
