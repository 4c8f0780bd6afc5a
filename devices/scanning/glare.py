"""How much of a page is lost in the mirrored light of a lamp."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame

SHRINK = 10
BURNT = 254  # mean level of a small patch, in every channel, from which nothing is left to read: not even noise
DIMMER = 5.0  # levels by which the paper around must be darker than what is burnt out
MOST = 0.6  # of a page that one lamp can spoil
SOLID = 5  # small pixels that a patch must measure: a lamp is no speck

Floats = NDArray[np.float64]


def glare_share(page: Frame) -> float:
    """Share 0..1 of a flattened page that is burnt out although the paper around it is not.

    Paper that is bright as a whole, or towards a window, is not glare: the light over the page, a smooth surface
    through its ground, must itself be well below white there.
    """
    size = (max(16, page.shape[1] // SHRINK), max(16, page.shape[0] // SHRINK))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    darkest = small if small.ndim == 2 else small.min(axis=2)
    burnt = (darkest >= BURNT).astype(np.uint8)
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (SOLID, SOLID)))
    if not burnt.any():
        return 0.0
    near = cv2.dilate(burnt, np.ones((2 * SOLID + 1, 2 * SOLID + 1), np.uint8)) > 0
    if near.mean() > MOST:
        return 0.0  # white paper taken too bright: there is no ground left to compare with
    ground = _ground(darkest.astype(np.float64), ~near)
    if ground is None:
        return 0.0
    return float(((burnt > 0) & (ground <= BURNT - DIMMER)).mean())


def _ground(grey: Floats, known: NDArray[np.bool_]) -> Floats | None:
    """The paper's brightness as a surface of the second order, fitted where it is `known`; ink is left out."""
    height, width = grey.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=2)
    keep = known & (grey >= np.percentile(grey[known], 40)) if known.mean() > 0.1 else known
    if keep.sum() < 100:
        return None
    surface = np.zeros_like(grey)
    for _ in range(3):
        plane = np.linalg.lstsq(terms[keep][::5], grey[keep][::5], rcond=None)[0]
        surface = terms @ plane
        off = grey - surface
        keep = known & (np.abs(off) < max(6.0, 2.5 * float(np.median(np.abs(off[keep])))))
        if keep.sum() < 100:
            break
    return surface
