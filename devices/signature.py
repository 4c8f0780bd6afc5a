"""A signature apart from any screen: the paper it is drawn on, in dots, and whether it is one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import hypot

from devices.ports import Touch

WIDTH, HEIGHT = 900, 300
"""Dots of the paper that every signature is drawn on, whatever the size of the screen."""

Stroke = tuple[Touch, ...]

_LEAST_WAY = 240.0
_LEAST_SPAN = 80.0


def rounded(touch: Touch) -> Touch:
    """A touch as it is kept: to a tenth of a dot, a hundredth of the pressure and a millisecond.

    So what is drawn now and what is drawn from the file is the same.
    """
    return Touch(round(touch.x, 1), round(touch.y, 1), round(touch.pressure, 2), round(touch.at, 3))


def is_signed(strokes: Iterable[Stroke]) -> bool:
    """Whether this could be somebody's name: not a dot, not a tick of the pen, not a scribble on one spot."""
    strokes = [stroke for stroke in strokes if stroke]
    way = sum(hypot(b.x - a.x, b.y - a.y) for stroke in strokes for a, b in pairwise(stroke))
    touches = [touch for stroke in strokes for touch in stroke]
    if not touches:
        return False
    across = max(touch.x for touch in touches) - min(touch.x for touch in touches)
    down = max(touch.y for touch in touches) - min(touch.y for touch in touches)
    return way >= _LEAST_WAY and hypot(across, down) >= _LEAST_SPAN
