"""Round numbers for the gridlines of a plot."""

from math import ceil


def scale_up_to(most: int) -> tuple[int, int]:
    """(step, top) of a scale that holds `most` with four gridlines over the base at the most."""
    wanted = max(most, 4) / 4
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size // 2 if size > 1 else 2, 5 * size):
            if step >= wanted:
                return step, step * ceil(max(most, 1) / step)
        size *= 10
