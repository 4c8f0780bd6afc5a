"""Corners found in a small picture, made exact in the full one: a line is fitted to each side's own edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame

Floats = NDArray[np.float64]

ALONG = 96  # places along a side where its edge is looked for
ACROSS = 41  # places across
MARGIN = 0.06  # of a side left out at each end: rounded corners, the neighbouring side


def refine(frame: Frame, corners: Floats, reach: float) -> Floats:
    """Move each side of `corners` (4 x 2) to the edge within `reach` pixels of it, where there is a clear one."""
    sides = [_exact_side(frame, corners[k], corners[(k + 1) % 4], reach) for k in range(4)]
    exact = np.array([_crossing(sides[k - 1], sides[k]) for k in range(4)])
    moved = np.linalg.norm(exact - corners, axis=1)
    return np.where((moved < 3 * reach)[:, None], exact, corners)


def _exact_side(frame: Frame, start: Floats, end: Floats, reach: float) -> tuple[Floats, Floats]:
    """Point and direction of the edge near the side from `start` to `end`."""
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
        return start, along
    edge = (base + across * offsets[peak][:, None])[clear].astype(np.float32)
    return _steady_line(edge)


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


def _steady_line(points: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """A line through most of `points`: fitted, and fitted again without those far off (a hand, a fold)."""
    for _ in range(3):
        vx, vy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        off = np.abs((points[:, 0] - x) * vy - (points[:, 1] - y) * vx)
        near = off <= max(2.5 * float(np.median(off)), 1.0)
        points = points[near]
    return np.array([x, y], np.float64), np.array([vx, vy], np.float64)


def _crossing(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    (p, d), (q, e) = first, second
    turn = d[0] * e[1] - d[1] * e[0]
    if abs(turn) < 1e-6:
        return q
    along = ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / turn
    return np.asarray(p + d * along, dtype=np.float64)
