"""The desk with nothing on it, learned once: what is unlike it is paper, be it white on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame
from devices.scanning.shrink import shrunk

SMALL = 640  # pixels of the long side in which a desk is kept, and pages are looked for
RIM = 0.015  # of the long side: a page seldom reaches into it, so the light is compared there
LEAST_CHANGE = 1.6  # levels (8-bit L*a*b*) from which a place is not desk any more
GRAIN_TIMES = 4.0  # or this many times what the rim itself wavers by
MOST_GRAIN = 8.0  # what wavers more is another desk
LOUDER = 4.0  # how many times stronger the difference is shown: five levels must count as an edge
SAME_SHAPE = 0.02  # relative difference of two pictures' shapes
UNSTEADY = 6.0  # levels between two frames that mean something moved while the desk was learned
SAME_LIGHT = 0.04  # relative change of the light that needs no new picture of the desk
STILL_BARE = 0.01  # share of a bare desk that may look changed: dust, noise

Floats = NDArray[np.float32]
Mask = NDArray[np.uint8]
"""height x width: 255 where the desk is covered, else 0."""


class DeskNotStill(ValueError):
    """Something moved while the desk was learned: take the hands away and learn again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Half as large as the picture: by how much each place is unlike the desk (L*a*b*, 128 for not at all), and the
    places where it is."""

    view: Frame = field(repr=False)
    covered: Mask = field(repr=False)
    light: float  # of now over that of when the desk was learned

    @property
    def share(self) -> float:
        """How much of the desk is covered."""
        return float((self.covered > 0).mean())

    @property
    def rim_share(self) -> float:
        """How much of its rim, which a paper seldom reaches on all sides."""
        return float((_rim(self.covered[:, :, None]) > 0).mean())


@dataclass(frozen=True, slots=True)
class EmptyDesk:
    """A small picture of the bare desk (BGR), the mean of a few frames."""

    picture: Frame = field(repr=False)

    @classmethod
    def learned(cls, frames: Sequence[Frame]) -> EmptyDesk:
        """From one or more full-size frames in which nothing moves. Raises `DeskNotStill`, ValueError for none."""
        smalls = [shrunk(frame, SMALL)[0] for frame in frames]
        if not smalls:
            raise ValueError("no frame to learn the desk from")
        for small in smalls[1:]:
            if small.shape != smalls[0].shape or _furthest_apart(small, smalls[0]) > UNSTEADY:
                raise DeskNotStill
        return cls(np.rint(np.mean(smalls, axis=0)).astype(np.uint8))

    @classmethod
    def from_png(cls, data: bytes) -> EmptyDesk:
        """As kept by `to_png`. Raises ValueError for anything else."""
        try:
            picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
        except cv2.error as error:
            raise ValueError("not a learned desk") from error
        if picture is None or not 16 <= max(picture.shape[:2]) <= 2 * SMALL:
            raise ValueError("not a learned desk")
        return cls(np.asarray(picture, dtype=np.uint8))

    def to_png(self) -> bytes:
        """A PNG of some hundred kB, for the camera's calibration."""
        return cv2.imencode(".png", self.picture)[1].tobytes()

    def fits(self, frame: Frame) -> bool:
        """Whether a frame has the shape of those the desk was learned from."""
        height, width = self.picture.shape[:2]
        return frame.ndim == 3 and abs(frame.shape[1] * height / (frame.shape[0] * width) - 1) < SAME_SHAPE

    def against(self, small: Frame, calmed: Frame) -> Difference:
        """What lies on the desk in `small` (BGR, at most `SMALL` pixels long); `calmed` is it without its writing.

        A change of the light as a whole, or from one side to the other, is told from a paper: it reaches the rim.
        """
        size = (small.shape[1] // 2, small.shape[0] // 2)
        now, calm, bare = (_resized(each, size) for each in (small, calmed, self.picture))
        light = _light_now(now, bare)
        expected = np.asarray(cv2.multiply(bare, light, dtype=cv2.CV_8U), dtype=np.uint8)
        apart = cv2.subtract(calm, cv2.cvtColor(expected, cv2.COLOR_BGR2LAB), dtype=cv2.CV_16S).astype(np.float32)
        apart = np.asarray(cv2.blur(apart, (3, 3)), dtype=np.float32)
        rim = _rim(apart)
        middle = np.median(rim, axis=0)
        grain = 1.4826 * np.median(np.abs(rim - middle), axis=0)
        apart -= middle
        view = np.asarray(cv2.convertScaleAbs(apart * LOUDER + 128), dtype=np.uint8)
        threshold = np.clip(GRAIN_TIMES * grain, LEAST_CHANGE, MOST_GRAIN)
        covered = cv2.bitwise_not(cv2.inRange(view, 128 - LOUDER * threshold, 128 + LOUDER * threshold))
        covered = cv2.morphologyEx(covered, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        return Difference(view, np.asarray(covered, dtype=np.uint8), float(np.median(light)))


def _resized(picture: Frame, size: tuple[int, int]) -> Frame:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _furthest_apart(first: Frame, second: Frame) -> float:
    """Levels by which the two differ where they differ most, over patches of 1/40 of the picture."""
    size = (40, 30)
    patches = [cv2.resize(each, size, interpolation=cv2.INTER_AREA).astype(np.int16) for each in (first, second)]
    return float(np.abs(patches[0] - patches[1]).max())


def _rim(picture: NDArray[np.generic]) -> Floats:
    """The pixels along the edges of the picture, n x channels."""
    band = max(2, round(RIM * max(picture.shape[:2])))
    parts = (picture[:band], picture[-band:], picture[:, :band], picture[:, -band:])
    return np.concatenate([part.reshape(-1, picture.shape[2]) for part in parts]).astype(np.float32)


def _light_now(small: Frame, bare: Frame) -> Floats:
    """Height x width x 3: the light now over the light then, a plane in each channel fitted to the rim."""
    height, width = small.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at = _rim(np.stack([np.ones_like(x), x / width - 0.5, y / height - 0.5], axis=2))[::2]
    ratio = (_rim(small)[::2] + 1) / (_rim(bare)[::2] + 1)
    planes = [_steady_plane(at, ratio[:, channel]) for channel in range(3)]
    light = [a + b * (x[:1] / width - 0.5) + c * (y[:, :1] / height - 0.5) for a, b, c in planes]
    return np.dstack(light).astype(np.float32)


def _steady_plane(at: Floats, ratio: Floats) -> NDArray[np.float64]:
    """Least squares, again and again without what lies far off: a sleeve, the corner of a page."""
    keep = np.abs(ratio - np.median(ratio)) < 0.25
    plane = np.array([float(np.median(ratio)), 0.0, 0.0])
    for _ in range(3):
        if keep.sum() < 50:
            break
        plane = np.linalg.lstsq(at[keep], ratio[keep], rcond=None)[0].astype(np.float64)
        off = np.abs(ratio - at @ plane)
        keep = off < max(2.5 * 1.4826 * float(np.median(off)), 0.004)
    return plane
