"""Corners found in a small picture, made exact in the full one: a line is fitted to each side's own edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame

Floats = NDArray[np.float64]

ALONG = 72  # places along a side where its edge is looked for
ACROSS = 41  # places across
END = 0.25  # of a side that is looked at by itself beside each corner
STEADY, TRUE = 0.7, 2.5  # share of such an end that must lie within so many pixels of one line
STRAIGHT = 0.9  # share of a side within that of its line from which it does not curl
MARGIN = 0.06  # of a side left out at each end: rounded corners, the neighbouring side


def refine(frame: Frame, corners: Floats, reach: float) -> Floats:
    """Move each side of `corners` (4 x 2) to the edge within `reach` pixels of it, where there is a clear one.

    Paper curls: where a side's end, looked at by itself, runs clearly elsewhere than the side as a whole, the end
    decides where the corner is.
    """
    sides = [_edge(frame, corners[k], corners[(k + 1) % 4], reach) for k in range(4)]
    lines = [
        edge.line if edge else _Line(corners[k], corners[(k + 1) % 4] - corners[k]) for k, edge in enumerate(sides)
    ]
    exact = np.array([_crossing(lines[k - 1], lines[k]) for k in range(4)])
    lost = np.linalg.norm(exact - corners, axis=1) >= 3 * reach
    exact[lost] = corners[lost]
    straight = [edge is not None and edge.share > STRAIGHT for edge in sides]
    return np.array(
        [exact[k] if straight[k - 1] and straight[k] else _curled(frame, exact, k, reach) for k in range(4)],
        dtype=np.float64,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    point: Floats
    along: Floats


@dataclass(frozen=True, slots=True)
class _Edge:
    """The line fitted to an edge, and the share of places where the edge was within `TRUE` pixels of it."""

    line: _Line
    share: float


def _curled(frame: Frame, corners: Floats, k: int, reach: float) -> Floats:
    """Corner `k`, from the last part of the two sides that end there."""
    corner: Floats = corners[k]
    ends = []
    for other in (corners[k - 1], corners[(k + 1) % 4]):
        far = corner + (other - corner) * END
        edge = _edge(frame, far, corner, 2.5 * reach)
        if edge is None or edge.share < STEADY:
            return corner
        ends.append(edge.line)
    moved = _crossing(ends[0], ends[1])
    off = float(np.linalg.norm(moved - corner))
    return moved if reach / 3 < off < 5 * reach else corner


def _edge(frame: Frame, start: Floats, end: Floats, reach: float) -> _Edge | None:
    """The edge near the side from `start` to `end`; None where too little of it is seen."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    across = np.array([-along[1], along[0]])
    at = np.linspace(MARGIN, 1 - MARGIN, ALONG)
    offsets = np.linspace(-reach, reach, ACROSS)
    base = start + (end - start) * at[:, None]
    grid = base[:, None] + across * offsets[None, :, None]
    x, y = grid[:, :, 0].astype(np.float32), grid[:, :, 1].astype(np.float32)
    strip = cv2.remap(frame, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    slope = _slope(strip)
    peak = np.argmax(slope, axis=1)
    strength = slope[np.arange(ALONG), peak]
    clear = strength > max(0.5 * float(np.median(strength)), 1e-6)
    if clear.sum() < ALONG // 4:
        return None
    points = (base + across * offsets[peak][:, None])[clear].astype(np.float32)
    line = _steady_line(points)
    off = np.abs((points - line.point) @ np.array([-line.along[1], line.along[0]]))
    return _Edge(line, float((off < max(TRUE, 0.1 * reach)).sum()) / ALONG)


def _slope(strip: NDArray[np.float32]) -> Floats:
    """Change of colour across, in the direction in which it changes along most of the side."""
    smooth = cv2.blur(strip, (5, 9))
    change = np.zeros_like(smooth)
    change[:, 2:-2] = smooth[:, 4:] - smooth[:, :-4]
    overall = smooth[:, -6:].mean(axis=(0, 1)) - smooth[:, :6].mean(axis=(0, 1))
    size = float(np.linalg.norm(overall))
    if size < 1.0:
        return np.asarray(np.linalg.norm(change, axis=2), dtype=np.float64)
    return np.asarray(change @ (overall / size), dtype=np.float64)


def _steady_line(points: NDArray[np.float32]) -> _Line:
    """A line through most of `points`: fitted, and fitted again without those far off (a hand, a fold)."""
    for _ in range(3):
        vx, vy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        off = np.abs((points[:, 0] - x) * vy - (points[:, 1] - y) * vx)
        near = off <= max(2.5 * float(np.median(off)), 1.0)
        points = points[near]
    return _Line(np.array([x, y], np.float64), np.array([vx, vy], np.float64))


def _crossing(first: _Line, second: _Line) -> Floats:
    """Where two lines meet; a point of the second where they run side by side."""
    p, d, q, e = first.point, first.along, second.point, second.along
    turn = d[0] * e[1] - d[1] * e[0]
    if abs(turn) < 1e-6:
        return q
    along = ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / turn
    return np.asarray(p + d * along, dtype=np.float64)
