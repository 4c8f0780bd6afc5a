"""Which four of the offered lines bound a sheet of paper: every plausible quad is scored, all at once.

What tells a page from a table ruling, a plank or a pattern is that, walking round it, the colour changes the same
way from outside to inside along all four sides, and stops changing beyond the corners.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame
from devices.scanning.page_lines import Segments
from devices.scanning.quad import Format, true_ratios

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MOST_SEGMENTS, MOST_LINES = 600, 34
MOST_OF_ONE_WAY, ONE_WAY = 9, 10.0  # lines in each 10 degrees of direction
LEAST_WEIGHT = 8.0  # pixels of full colour step along a segment
FINALISTS = 24
STEP = 2.0  # pixels between two looks along a line
NEAR, FAR = 2.0, 4.5  # pixels to either side of a line where the colours are compared
CLEAR = 7.0  # difference of two colours (8-bit L*a*b*) from which it counts in full
BEYOND = 12  # looks past a corner where the change should have stopped
UNLIKE_PAPER = 0.5  # what a wholly patchy inside takes off the score
KNOWN_FORMAT, FORMAT_REACH = 0.06, 0.06
STEADY, STEADY_REACH = 0.08, 0.01
SMALLEST, LARGEST = 0.012, 0.97  # share of the frame that a page may cover


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best quad (4 x 2, in the small picture's pixels, clockwise) and its score, about 0..1."""

    corners: Floats = field(repr=False)
    score: float


@dataclass(frozen=True, slots=True)
class _Lines:
    """`point` and unit `along` of each line, and the running sum of the colour step seen along it."""

    point: Floats
    along: Floats
    steps: Floats  # n x looks+1 x 3
    reach: float  # `steps` begins this many pixels before `point`


def best_quad(
    lab: Frame, segments: Segments, *, steps_in: Frame | None = None, previous: Floats | None = None
) -> Verdict | None:
    """The four lines that best bound a page in `lab`, or None where no four do so plausibly.

    `steps_in` is another picture of the same scene in which the colour changes at the page's edge are looked for;
    `previous` are the corners (4 x 2) of the picture before, which are likely those of this one.
    """
    edges = lab if steps_in is None else steps_in
    lines = _look_along(edges, *_strongest(edges, segments))
    quads = _plausible_quads(lines, lab.shape[1], lab.shape[0])
    if quads is None:
        return None
    chosen, corners, places, areas = quads
    score = _score(lines, chosen, corners, places, areas / (lab.shape[0] * lab.shape[1]))
    finalists = np.argsort(-score)[:FINALISTS]
    final = score[finalists] - UNLIKE_PAPER * _patchiness(lab, corners[finalists])
    final += KNOWN_FORMAT * (_formatted(corners[finalists], lab.shape[1], lab.shape[0]) - 0.5)
    if previous is not None:
        final += STEADY * _steadiness(corners[finalists], previous, max(lab.shape[:2]))
    best = int(np.argmax(final))
    return Verdict(corners[finalists[best]], float(final[best]))


def _colour_steps(lab: Frame, points: Floats, along: Floats) -> Floats:
    """The change of colour across a line at each of `points`, as a vector of length 0..1; left minus right."""
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    change = np.zeros((*points.shape[:-1], 3))
    for offset in (NEAR, FAR):
        for sign in (1.0, -1.0):
            x, y = np.moveaxis(np.rint(points + across * offset * sign).astype(np.intp), -1, 0)
            inside = (x >= 0) & (y >= 0) & (x < lab.shape[1]) & (y < lab.shape[0])
            seen = lab[np.clip(y, 0, lab.shape[0] - 1), np.clip(x, 0, lab.shape[1] - 1)]
            change += np.where(inside[..., None], seen * (sign / 2), 0.0)
    edge = _outside(points, lab.shape[1], lab.shape[0])
    change[edge] = 0.0
    size = np.linalg.norm(change, axis=-1, keepdims=True)
    return np.asarray(change / np.maximum(size, CLEAR), dtype=np.float64)


def _outside(points: Floats, width: int, height: int) -> NDArray[np.bool_]:
    x, y = points[..., 0], points[..., 1]
    return (x < FAR) | (y < FAR) | (x > width - 1 - FAR) | (y > height - 1 - FAR)


def _strongest(lab: Frame, segments: Segments) -> tuple[Floats, Floats]:
    """Middle point and direction of the lines with most colour step on them, near-doubles merged."""
    start, end = segments[:, :2], segments[:, 2:]
    length = np.linalg.norm(end - start, axis=1)
    along = (end - start) / length[:, None]
    at = np.linspace(0.03, 0.97, 15)[None, :, None]
    looks = start[:, None] * (1 - at) + end[:, None] * at
    steps = _colour_steps(lab, looks, np.broadcast_to(along[:, None], looks.shape)).mean(axis=1)
    weight = np.linalg.norm(steps, axis=1) * length
    middle = (start + end) / 2
    way = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) % 180 // ONE_WAY).astype(np.intp)
    kept: list[int] = []
    gathered: list[float] = []
    crowd = np.zeros(int(180 // ONE_WAY) + 1, np.intp)
    for index in np.argsort(-weight)[:MOST_SEGMENTS]:
        if weight[index] < LEAST_WEIGHT:
            break
        if crowd[way[index]] >= MOST_OF_ONE_WAY:
            continue  # stripes on a cloth must not crowd the page out
        twin = _twin(middle, along, length, int(index), kept)
        if twin is None:
            kept.append(int(index))
            gathered.append(float(weight[index]))
            crowd[way[index]] += 1
        else:
            gathered[twin] += float(weight[index])
    order = np.array(kept, dtype=np.intp)[np.argsort(-np.array(gathered))][:MOST_LINES]
    return middle[order], along[order]


def _twin(middle: Floats, along: Floats, length: Floats, index: int, kept: list[int]) -> int | None:
    """Position in `kept` of the line that `index` is a piece of."""
    if not kept:
        return None
    chosen = np.array(kept, dtype=np.intp)
    apart = middle[index] - middle[chosen]
    normal = np.stack([-along[chosen][:, 1], along[chosen][:, 0]], axis=1)
    swing = np.abs(along[index] @ normal.T)
    aside = np.abs((apart * normal).sum(axis=1)) + swing * length[index] / 2
    same = np.flatnonzero((aside < 3.0) & (swing < 0.05))
    return int(same[0]) if same.size else None


def _look_along(lab: Frame, point: Floats, along: Floats) -> _Lines:
    reach = float(np.hypot(*lab.shape[:2]))
    at = np.arange(-reach, reach, STEP)
    looks = point[:, None] + along[:, None] * at[None, :, None]
    steps = _colour_steps(lab, looks, np.broadcast_to(along[:, None], looks.shape))
    running = np.concatenate([np.zeros((len(point), 1, 3)), np.cumsum(steps, axis=1)], axis=1)
    return _Lines(point, along, running, reach)


def _plausible_quads(lines: _Lines, width: int, height: int) -> tuple[Ints, Floats, Floats, Floats] | None:
    """Quads of two pairs of opposite lines: line numbers n x 4, corners n x 4 x 2, ends along each line n x 4 x 2."""
    count = len(lines.point)
    if count < 4:
        return None
    turn = lines.along[:, None, 0] * lines.along[None, :, 1] - lines.along[:, None, 1] * lines.along[None, :, 0]
    first, second = np.triu_indices(count, 1)
    pairs = np.flatnonzero(np.abs(turn[first, second]) < 0.45)
    first, second = first[pairs], second[pairs]
    p, q = np.triu_indices(len(first), 1)
    chosen = np.stack([first[p], first[q], second[p], second[q]], axis=1)
    meet = [turn[chosen[:, k], chosen[:, (k + 1) % 4]] for k in range(4)]
    chosen = chosen[np.min(np.abs(meet), axis=0) > 0.6]
    if not len(chosen):
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = lines.point[None] - lines.point[:, None]
        place = (apart[..., 0] * lines.along[None, :, 1] - apart[..., 1] * lines.along[None, :, 0]) / turn
    before, after = np.roll(chosen, 1, axis=1), np.roll(chosen, -1, axis=1)
    places = np.stack([place[chosen, before], place[chosen, after]], axis=2)
    corners = lines.point[chosen] + lines.along[chosen] * places[:, :, :1]
    return _well_shaped(chosen, corners, places, width, height)


def _well_shaped(
    chosen: Ints, corners: Floats, places: Floats, width: int, height: int
) -> tuple[Ints, Floats, Floats, Floats] | None:
    after = np.roll(corners, -1, axis=1)
    areas = np.abs((corners[..., 0] * after[..., 1] - corners[..., 1] * after[..., 0]).sum(axis=1)) / 2
    sides = np.linalg.norm(after - corners, axis=2)
    opposite = np.minimum(sides[:, :2], sides[:, 2:]) / np.maximum(np.maximum(sides[:, :2], sides[:, 2:]), 1e-9)
    slack = 0.01 * max(width, height)
    good = (corners > -slack).all(axis=(1, 2)) & (corners < np.array([width, height]) + slack).all(axis=(1, 2))
    good &= (areas > SMALLEST * width * height) & (areas < LARGEST * width * height)
    good &= (opposite > 0.55).all(axis=1) & (sides.max(axis=1) < 4 * sides.min(axis=1))
    if not good.any():
        return None
    return chosen[good], corners[good], places[good], areas[good]


def _score(lines: _Lines, chosen: Ints, corners: Floats, places: Floats, share: Floats) -> Floats:
    """0..1 and a little: agreement of the colour step on all sides, its end at the corners, size."""
    low, high = places.min(axis=2), places.max(axis=2)
    inward = corners.mean(axis=1)[:, None] - lines.point[chosen]
    along = lines.along[chosen]
    facing = np.sign(inward[..., 1] * along[..., 0] - inward[..., 0] * along[..., 1])[..., None]
    on_side = _mean_step(lines, chosen, low, high) * facing
    length = (high - low)[..., None]
    whole = (on_side * length).sum(axis=1) / length.sum(axis=1)
    agreement = np.linalg.norm(whole, axis=1)
    way = whole / np.maximum(agreement, 1e-9)[:, None]
    support = (on_side * way[:, None]).sum(axis=2)
    past = BEYOND * STEP
    beyond = [_mean_step(lines, chosen, low - past, low - 3), _mean_step(lines, chosen, high + 3, high + past)]
    overrun = np.mean([np.abs((step * facing * way[:, None]).sum(axis=2)) for step in beyond], axis=(0, 2))
    score: Floats = 0.4 * agreement + 0.4 * support.min(axis=1) - 0.15 * overrun + 0.25 * np.sqrt(share)
    return score


def _patchiness(lab: Frame, corners: Floats) -> Floats:
    """Share of the inside that is not of the inside's usual colour; shadows are allowed for."""
    at = np.linspace(0.06, 0.94, 12)
    across, down = (grid.ravel()[None, :, None] for grid in np.meshgrid(at, at))
    top = corners[:, None, 0] * (1 - across) + corners[:, None, 1] * across
    bottom = corners[:, None, 3] * (1 - across) + corners[:, None, 2] * across
    x, y = np.moveaxis(np.rint(top * (1 - down) + bottom * down).astype(np.intp), -1, 0)
    seen = lab[np.clip(y, 0, lab.shape[0] - 1), np.clip(x, 0, lab.shape[1] - 1)].astype(np.float64)
    off = np.abs(seen - np.median(seen, axis=1, keepdims=True))
    unlike = (off[..., 0] > 70) | (off[..., 1:].max(axis=-1) > 12)
    return np.asarray(unlike.mean(axis=1), dtype=np.float64)


def _formatted(corners: Floats, width: int, height: int) -> Floats:
    """1 for the shape of a paper that counters know, falling to 0 for one that is `FORMAT_REACH` longer or wider."""
    ratio = np.nan_to_num(true_ratios(_clockwise(corners), width, height), nan=1e6)
    upright = np.maximum(ratio, 1 / np.maximum(ratio, 1e-6))
    off = np.abs(upright[:, None] / np.array([paper.ratio for paper in Format]) - 1).min(axis=1)
    return np.asarray(np.clip(1 - off / FORMAT_REACH, 0, 1), dtype=np.float64)


def _clockwise(corners: Floats) -> Floats:
    after = np.roll(corners, -1, axis=1)
    signed = (corners[..., 0] * after[..., 1] - after[..., 0] * corners[..., 1]).sum(axis=1)
    return np.where(signed[:, None, None] < 0, corners[:, ::-1], corners)


def _steadiness(corners: Floats, previous: Floats, long_side: int) -> Floats:
    """1 where all four corners lie where they lay before, 0 from `STEADY_REACH` of the picture on."""
    turned = np.stack([np.roll(quads, k, axis=1) for quads in (corners, corners[:, ::-1]) for k in range(4)], axis=1)
    off = np.linalg.norm(turned - previous, axis=3).max(axis=2).min(axis=1)
    return np.asarray(np.clip(1 - off / (STEADY_REACH * long_side), 0, 1), dtype=np.float64)


def _mean_step(lines: _Lines, chosen: Ints, low: Floats, high: Floats) -> Floats:
    last = lines.steps.shape[1] - 1
    start = np.clip(np.rint((low + lines.reach) / STEP), 0, last - 1).astype(np.intp)
    stop = np.clip(np.rint((high + lines.reach) / STEP), 1, last).astype(np.intp)
    total = lines.steps[chosen, stop] - lines.steps[chosen, start]
    mean: Floats = total / np.maximum(stop - start, 1)[..., None]
    return mean
