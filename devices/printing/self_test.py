"""A picture without words that shows a person how wide a printer prints, which of its dots fail, and where it cuts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from devices.ports import Raster

HEADS = (384, 400, 512, 576, 640)
"""How many dots heads have across; where each ends there is a bar, and its number left of it."""

_MILLIMETRE = 8
_DOTS_A_PIXEL = 3
_DIGITS = (
    (7, 5, 5, 5, 7), (2, 6, 2, 2, 7), (7, 1, 7, 4, 7), (7, 1, 7, 1, 7), (5, 5, 7, 1, 1),
    (7, 4, 7, 1, 7), (7, 4, 7, 5, 7), (7, 1, 1, 1, 1), (7, 5, 7, 5, 7), (7, 5, 7, 1, 7),
)  # fmt: skip
"""Each digit as five rows of three pixels."""

Ink = NDArray[np.bool_]


def self_test_raster(dots: int) -> Raster:
    """The test picture for a head of so many dots. Print one of 640 on a printer whose width is not known.

    From the top: a ruler (a tick each millimetre, longer at 5 and 10), the ends of the usual heads with their numbers,
    a slanting line that passes every dot once, all dots black, every second dot, and a frame round all whose last
    line must stand clear of the cut.
    """
    parts = [_ruler(dots), _heads(dots), _slant(dots), np.ones((2 * _MILLIMETRE, dots), np.bool_), _chequers(dots)]
    gap = np.zeros((_MILLIMETRE, dots), np.bool_)
    ink = np.concatenate([row for part in parts for row in (gap, part)] + [gap])
    ink[:2] = ink[-2:] = True
    ink[:, 0] = ink[:, -1] = True
    return Raster(dots, ink.shape[0], np.packbits(ink, axis=1).tobytes())


def _ruler(dots: int) -> Ink:
    ink = np.zeros((4 * _MILLIMETRE, dots), np.bool_)
    for millimetre, dot in enumerate(range(0, dots, _MILLIMETRE)):
        length = 4 if millimetre % 10 == 0 else 3 if millimetre % 5 == 0 else 2
        ink[: length * _MILLIMETRE, dot] = True
    return ink


def _heads(dots: int) -> Ink:
    """One below the other, so that no number stands in another's way."""
    shown = [head for head in HEADS if head <= dots]
    height = 5 * _DOTS_A_PIXEL + _MILLIMETRE
    ink = np.zeros((height * len(shown), dots), np.bool_)
    for line, head in enumerate(shown):
        number = _number(head)
        top, right = line * height, head - _MILLIMETRE
        ink[top : top + number.shape[0], right - number.shape[1] : right] = number
        ink[top : top + number.shape[0], head - 2 : head] = True
    return ink


def _number(number: int) -> Ink:
    digits = [np.array([[row >> bit & 1 for bit in (2, 1, 0)] for row in _DIGITS[int(d)]]) for d in str(number)]
    spaced = [np.pad(digit, ((0, 0), (0, 1))) for digit in digits]
    return np.kron(np.concatenate(spaced, axis=1), np.ones((_DOTS_A_PIXEL, _DOTS_A_PIXEL))).astype(np.bool_)


def _slant(dots: int) -> Ink:
    """A stair of one dot a column, eight rows high: a dot that fails is a gap."""
    ink = np.zeros((_MILLIMETRE, dots), np.bool_)
    ink[np.arange(dots) % _MILLIMETRE, np.arange(dots)] = True
    return ink


def _chequers(dots: int) -> Ink:
    rows, columns = np.indices((2 * _MILLIMETRE, dots))
    even: Ink = (rows + columns) % 2 == 0
    return even
