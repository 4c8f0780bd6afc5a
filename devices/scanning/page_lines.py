"""Where a page's sides may run: straight lines, offered by several ways of looking at one small picture.

Each way fails on some desk: edges on patterned cloth, brightness on a light table. None of them decides; all their
lines go to `page_judge`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame

Segments = NDArray[np.float64]
"""n x 4: x1, y1, x2, y2 in pixels of the small picture."""

Grey = NDArray[np.uint8]

STROKE = 9  # pixels; dark strokes thinner than this (writing, rulings) are not sides of a page
LOUDER = np.clip((np.arange(256) - 128) * 2.0 + 128, 0, 255).astype(np.uint8)
FINE, COARSE = 0.8, 0.5  # scale at which edges are sought; cameras blur colour more than light
SHORTEST = 0.045  # of the picture's long side: half the short side of a card under an A4 camera


def calmed(small: Frame) -> Frame:
    """The picture in L*a*b* without its writing: what is dark and thin on a brighter ground is filled in."""
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((STROKE, STROKE), np.uint8))
    return np.asarray(cv2.cvtColor(filled, cv2.COLOR_BGR2LAB), dtype=np.uint8)


def candidate_segments(lab: Frame) -> Segments:
    """Every segment, in any of the views, that might be part of a side."""
    light, green, blue = (np.asarray(channel, dtype=np.uint8) for channel in cv2.split(lab))
    found = [_edges(light, FINE), _edges(_louder(green), COARSE), _edges(_louder(blue), COARSE)]
    found += [outlines(blob) for blob in _blobs(lab)]
    segments = np.vstack(found)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    long_enough: Segments = segments[lengths >= SHORTEST * max(lab.shape[:2])]
    return long_enough


def _louder(chroma: Grey) -> Grey:
    """The colour twice as strong: a pale card on a pale desk differs by a few levels only."""
    return np.asarray(cv2.LUT(chroma, LOUDER), dtype=np.uint8)


def _edges(view: Grey, scale: float) -> Segments:
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, scale).detect(view)[0]
    return np.empty((0, 4)) if lines is None else lines.reshape(-1, 4).astype(np.float64)


def _furthest(lab: Frame, other: NDArray[np.generic]) -> Grey:
    """The difference in the channel that differs most."""
    light, green, blue = cv2.split(cv2.absdiff(lab, np.asarray(other, dtype=np.uint8)))
    return np.asarray(cv2.max(cv2.max(light, green), blue), dtype=np.uint8)


def _blobs(lab: Frame) -> Iterator[Grey]:
    """Views in which the page may stand out as one patch: by brightness, by being unlike the rim's colour."""
    yield np.ascontiguousarray(lab[:, :, 0])
    ring = np.concatenate([lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3), lab[:, :6].reshape(-1, 3)])
    desk = np.median(ring[::4], axis=0)
    yield _furthest(lab, np.broadcast_to(desk.astype(np.uint8), lab.shape).copy())


def outlines(view: Grey) -> Segments:
    """The sides of the few largest patches that are brighter than the rest of `view`."""
    _, patch = cv2.threshold(view, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sides = [np.empty((0, 4))]
    for contour in sorted(contours, key=cv2.contourArea)[-3:]:
        corners = cv2.approxPolyDP(contour, 0.01 * cv2.arcLength(contour, True), True).reshape(-1, 2)
        sides.append(np.hstack([corners, np.roll(corners, -1, axis=0)]).astype(np.float64))
    return np.vstack(sides)
