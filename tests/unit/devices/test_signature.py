"""What is enough to be a signature."""

from __future__ import annotations

import pytest

from devices.ports import Touch
from devices.signature import Stroke, is_signed, rounded


def stroke(*places: tuple[float, float]) -> Stroke:
    return tuple(Touch(x, y, 0.5, place / 100) for place, (x, y) in enumerate(places))


NAME = (stroke((100, 100), (200, 90)), stroke((150, 50), (150, 200)), stroke((300, 80), (420, 180)))


def test_a_name_is_signed() -> None:
    assert is_signed(NAME)


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        ((),),
        (stroke((100, 100)),),
        (stroke((100, 100)), stroke((800, 100))),  # two dots, far apart
        (stroke((100, 100), (180, 140)),),  # a tick
        (stroke(*[(100 + place % 2 * 30, 100) for place in range(100)]),),  # a scribble on one spot
    ],
    ids=["nothing", "no touch", "a dot", "two dots", "a tick", "a scribble"],
)
def test_what_is_no_name_is_not(strokes: tuple[Stroke, ...]) -> None:
    assert not is_signed(strokes)


def test_a_touch_is_kept_as_exactly_as_it_is_needed() -> None:
    touch = rounded(Touch(1.23456, 2.98765, 0.333333, 0.1234567))
    assert touch == Touch(1.2, 3.0, 0.33, 0.123)
    assert rounded(touch) == touch
