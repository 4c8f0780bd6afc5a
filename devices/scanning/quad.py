"""Four corners of a sheet of paper in a picture: order, area, sides, and the true shape behind the perspective."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""x, y in pixels, clockwise from the top left as seen."""

Points = NDArray[np.float64]

NOMINAL_FOCAL = 1.1  # of the frame's long side: about 49° across, usual for document cameras and telephones


class Format(Enum):
    """Paper that a counter sees every day, (width, height) in millimetres, upright."""

    A4 = (210.0, 297.0)
    A5 = (148.0, 210.0)
    ID_1 = (54.0, 85.6)
    HOUSEHOLD = (105.0, 143.0)  # a page of the household register booklet; licences are A3 or A4 on their side

    @property
    def ratio(self) -> float:
        """Long side over short side."""
        return self.value[1] / self.value[0]


def in_order(points: Iterable[Iterable[float]]) -> Corners:
    """Put four corners, given in any order, clockwise from the top left as seen.

    Top left is where the side that runs most nearly to the right begins, so a sheet turned by less than 45°
    keeps its own top.
    """
    given: Points = np.asarray([tuple(point) for point in points], dtype=np.float64)
    if given.shape != (4, 2):
        raise ValueError(f"four points wanted, got {given.shape}")
    around = given - given.mean(axis=0)
    clockwise = given[np.argsort(np.arctan2(around[:, 1], around[:, 0]), kind="stable")]
    sides = np.roll(clockwise, -1, axis=0) - clockwise
    ways = sides / np.maximum(np.linalg.norm(sides, axis=1, keepdims=True), 1e-12)
    rightward = ways[:, 0] - np.roll(ways[:, 0], -2)
    return as_corners(np.roll(clockwise, -int(np.argmax(rightward)), axis=0))


def as_corners(points: NDArray[np.floating]) -> Corners:
    """The same four points, in the same order, as plain floats."""
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d


def whole_frame(width: int, height: int) -> Corners:
    """The corners of the frame itself."""
    right, bottom = float(width - 1), float(height - 1)
    return (0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)


def around(first: Corners, second: Corners) -> Corners:
    """The outer corners of two pages that lie in reading order, beside each other or one below the other."""
    apart = np.mean(second, axis=0) - np.mean(first, axis=0)
    if abs(apart[0]) >= abs(apart[1]):
        return first[0], second[1], second[2], first[3]
    return first[0], first[1], second[2], second[3]


def area(corners: Corners | Points) -> float:
    """Area in square pixels; positive when the corners run clockwise."""
    points = np.asarray(corners, dtype=np.float64)
    after = np.roll(points, -1, axis=0)
    return float((points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1]).sum() / 2)


def side_lengths(corners: Corners | Points) -> Points:
    """Lengths in pixels of the top, right, bottom and left side."""
    points = np.asarray(corners, dtype=np.float64)
    return np.asarray(np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1), dtype=np.float64)


def true_ratio(corners: Corners, frame_width: int, frame_height: int) -> float:
    """Width over height of the rectangle that is seen as `corners`, with the perspective undone.

    After Zhang and He, "Whiteboard scanning and image enhancement" (2007). Where the view is so nearly straight
    down that the focal length cannot be told from the corners, a nominal one is used.
    """
    return float(true_ratios(np.asarray(corners, dtype=np.float64)[None], frame_width, frame_height)[0])


def true_ratios(quads: Points, frame_width: int, frame_height: int) -> Points:
    """`true_ratio` of each of n quads (n x 4 x 2)."""
    centre = np.array([frame_width / 2, frame_height / 2])
    flat = (quads - centre) / float(max(frame_width, frame_height))
    ahead = np.concatenate([flat, np.ones((*flat.shape[:2], 1))], axis=2)
    top_left, top_right, bottom_right, bottom_left = np.moveaxis(ahead, 1, 0)
    diagonal = np.cross(top_left, bottom_right)
    with np.errstate(divide="ignore", invalid="ignore"):
        k2 = (diagonal * bottom_left).sum(axis=1) / (np.cross(top_right, bottom_right) * bottom_left).sum(axis=1)
        k3 = (diagonal * top_right).sum(axis=1) / (np.cross(bottom_left, bottom_right) * top_right).sum(axis=1)
        across, down = k2[:, None] * top_right - top_left, k3[:, None] * bottom_left - top_left
        depth = across[:, 2] * down[:, 2]
        seen = -(across[:, 0] * down[:, 0] + across[:, 1] * down[:, 1]) / depth
        told = (np.abs(depth) > 1e-3) & (seen >= 0.5) & (seen <= 6.0)
        focal2 = np.where(told, seen, NOMINAL_FOCAL**2)
        scale = np.stack([1 / focal2, 1 / focal2, np.ones_like(focal2)], axis=1)
        ratio2 = (across**2 * scale).sum(axis=1) / np.maximum((down**2 * scale).sum(axis=1), 1e-12)
        return np.asarray(np.sqrt(ratio2), dtype=np.float64)
