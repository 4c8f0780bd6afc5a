"""Pages: how fast and how exactly they are found, and how long and how large until they are kept. One core."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.clean import Look
from devices.scanning.find_page import find_page
from devices.scanning.quad import Corners, in_order, whole_frame
from devices.scanning.scan import scan_page
from devices.simulators.desk import Desk, render_scene
from devices.simulators.paper import sample_page
from tests.support.shared import SHARED_DATA

SCENES = 200
TIMED_SCENES = 24
BEST_OF = 3
WITHIN = 0.015  # of the diagonal
PHOTOS = SHARED_DATA / "photos"

Row = dict[str, Any]
Finder = Callable[[Frame], Corners]


def measure() -> list[Row]:
    """Rows of name, value, unit, baseline (a plain Canny-and-contour finder, if any), ratio, target, holds."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return [*_finding(), *_keeping()]
    finally:
        cv2.setNumThreads(threads)


def plain_finder(frame: Frame) -> Corners:
    """What everybody writes first: Canny, contours, the largest with four corners."""
    height, width = frame.shape[:2]
    scale = max(height, width) / 800
    small = cv2.resize(frame, (round(width / scale), round(height / scale)), interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0), 75, 200)
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:10]:
        corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(corners) == 4:
            return in_order((corners.reshape(4, 2) * scale).tolist())
    return whole_frame(width, height)


def _finding() -> list[Row]:
    within, plain_within, seconds, plain_seconds = [], [], [], []
    for number, (frame, true) in enumerate(_scenes_and_photos()):
        if number == 0:
            find_page(frame)
        tries = BEST_OF if number < TIMED_SCENES else 1
        found, took = _timed(lambda picture: find_page(picture).corners, frame, tries)
        plain, plain_took = _timed(plain_finder, frame, tries)
        within.append(_error(found, true, frame) <= WITHIN)
        plain_within.append(_error(plain, true, frame) <= WITHIN)
        if number < TIMED_SCENES:
            seconds.append(took)
            plain_seconds.append(plain_took)
    return [
        _row("find a page, 5 megapixels", median(seconds) * 1e3, "ms", median(plain_seconds) * 1e3, at_most=60.0),
        _row("find a page, slowest tenth", float(np.percentile(seconds, 90)) * 1e3, "ms", None, at_most=60.0),
        _row(
            f"corners within 1.5 %, {len(within)} pictures",
            float(np.mean(within)),
            "share",
            float(np.mean(plain_within)),
            at_least=0.9,
        ),
    ]


def _keeping() -> list[Row]:
    frames = [render_scene(seed, page=sample_page(seed), desk=list(Desk)[seed % 4]).frame for seed in range(8)]
    scan_page(frames[0])
    rows = []
    for look in Look:
        pages = [_timed(partial(scan_page, look=look), frame, BEST_OF) for frame in frames]
        slowest = max(took for _, took in pages)
        largest = max(len(page.image_bytes) for page, _ in pages)
        rows.append(_row(f"frame to file, {look.value}, slowest of 8", slowest * 1e3, "ms", None, at_most=400.0))
        rows.append(_row(f"A4 page, {look.value}, largest of 8", largest / 1000, "kB", None, at_most=120.0))
    return rows


def _scenes_and_photos() -> Iterator[tuple[Frame, Corners]]:
    for seed in range(SCENES):
        scene = render_scene(seed)
        yield scene.frame, scene.corners
    if PHOTOS.exists():
        for name, corners in json.loads((PHOTOS / "corners.json").read_text(encoding="utf-8"))["corners"].items():
            yield np.asarray(cv2.imread(str(PHOTOS / name)), dtype=np.uint8), corners


def _timed(work: Callable[[Frame], Any], frame: Frame, tries: int) -> tuple[Any, float]:
    """The answer, and the shortest time of some tries: what else the machine does only ever adds."""
    times = []
    for _ in range(tries):
        start = time.perf_counter()
        result = work(frame)
        times.append(time.perf_counter() - start)
    return result, min(times)


def _error(found: Corners, true: Corners, frame: Frame) -> float:
    off = np.linalg.norm(np.asarray(found) - np.asarray(true), axis=1)
    return float(off.max() / np.hypot(*frame.shape[:2]))


def _row(
    name: str,
    value: float,
    unit: str,
    baseline: float | None,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Row:
    holds = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 3),
        "ratio": None if not baseline else round(value / baseline, 3),
        "target": f"<= {at_most:g}" if at_most is not None else f">= {at_least:g}",
        "holds": holds,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
