"""Pages: how surely, exactly and fast they are found, and how long and how large until they are kept. One core."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from statistics import median
from typing import Any

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.clean import Look
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.find_page import find_page, find_pages
from devices.scanning.flatten import flatten, turn
from devices.scanning.quad import Corners, in_order, whole_frame
from devices.scanning.scan import scan_page
from devices.scanning.upright import way_up
from devices.scanning.watch import Watch
from devices.simulators.desk import OFTEN, Desk, SimulatedCamera, render_pair, render_scene
from devices.simulators.paper import open_booklet, sample_page
from tests.support.shared import SHARED_DATA

SCENES, TIMED_SCENES = 200, 24
WHITE_SCENES, PAIRS, TURNED = 60, 24, 40
BEST_OF = 3
WITHIN = 0.015  # of the diagonal
READ_BY_EYE = 20.0  # pixels: the true corners of the photographs are read by eye, to about 10 each way
FULL_SPEED = 25  # pictures a second
PHOTOS = SHARED_DATA / "photos"

Row = dict[str, Any]


def measure() -> list[Row]:
    """Rows of name, value, unit, baseline (a plain Canny-and-contour finder, if any), ratio, target, holds."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        scenes = ((scene.frame, scene.corners) for scene in map(render_scene, range(SCENES)))
        rows = [*_finding("rendered", scenes, exact=3.0), *_finding("photographed", _photos(), exact=READ_BY_EYE)]
        return [*rows, *_white_on_white(), *_two_pages(), *_way_up(), *_watching(), *_keeping()]
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


def _finding(kind: str, pictures: Iterable[tuple[Frame, Corners]], *, exact: float) -> list[Row]:
    """Ours and the plain finder on the same pictures. `exact`: pixels that the median corner may be off."""
    errors, pixels, plain_errors, plain_pixels, seconds, plain_seconds = [], [], [], [], [], []
    for number, (frame, true) in enumerate(pictures):
        if number == 0:
            find_page(frame)
        tries = BEST_OF if number < TIMED_SCENES else 1
        found, took = _timed(lambda picture: find_page(picture).corners, frame, tries)
        plain, plain_took = _timed(plain_finder, frame, tries)
        diagonal = float(np.hypot(*frame.shape[:2]))
        errors.append(_error(found, true, frame))
        plain_errors.append(_error(plain, true, frame))
        pixels.append(errors[-1] * diagonal)
        plain_pixels.append(plain_errors[-1] * diagonal)
        if number < TIMED_SCENES:
            seconds.append(took)
            plain_seconds.append(plain_took)
    if not errors:
        return []
    share, plain_share = (float(np.mean(np.array(each) <= WITHIN)) for each in (errors, plain_errors))
    what = f"{kind}, {len(errors)}"
    return [
        _row(f"corners within 1.5 %, {what}", share, "share", plain_share, at_least=0.9),
        _row(f"furthest corner, median, {what}", median(pixels), "px", median(plain_pixels), at_most=exact),
        _row(f"find a page, {kind}", median(seconds) * 1e3, "ms", median(plain_seconds) * 1e3, at_most=60.0),
        _row(f"find a page, slowest tenth, {kind}", float(np.percentile(seconds, 90)) * 1e3, "ms", None, at_most=60.0),
    ]


def _white_on_white() -> list[Row]:
    """Paper 5 to 25 levels lighter than the desk: with the learned desk, and (as the baseline) without."""
    learned, without, seconds = [], [], []
    for seed in range(WHITE_SCENES):
        scene = render_scene(seed, desk=Desk.WHITE)
        found, took = _timed(partial(find_page, empty_desk=EmptyDesk.learned([scene.empty])), scene.frame, 1)
        learned.append(_error(found.corners, scene.corners, scene.frame) <= WITHIN)
        without.append(_error(find_page(scene.frame).corners, scene.corners, scene.frame) <= WITHIN)
        seconds.append(took)
    name = f"white on white, {WHITE_SCENES}, learned desk against none"
    return [
        _row(name, float(np.mean(learned)), "share", float(np.mean(without)), at_least=0.9),
        _row("find a page with the learned desk", median(seconds) * 1e3, "ms", None, at_most=80.0),
    ]


def _two_pages() -> list[Row]:
    """Two sheets, open booklets, and single pages that must stay one."""
    pairs, booklets, single = [], [], []
    for seed in range(PAIRS):
        frame, true = render_pair(seed, desk=OFTEN[seed % 4])
        found = find_pages(frame)
        near = [_error(page.corners, corners, frame) <= WITHIN for page, corners in zip(found, true, strict=False)]
        pairs.append(len(found) == 2 and all(near))
        booklet = open_booklet(sample_page(seed), sample_page(seed + 1), fold=0.1 * (seed % 3))
        booklets.append(len(find_pages(render_scene(seed, page=booklet, desk=OFTEN[seed % 4]).frame)) == 2)
        single += [len(find_pages(render_scene(PAIRS * k + seed).frame)) == 1 for k in range(4)]
    return [
        _row(f"two sheets kept apart, {len(pairs)}", float(np.mean(pairs)), "share", None, at_least=0.9),
        _row(f"booklet or copy parted, {len(booklets)}", float(np.mean(booklets)), "share", None, at_least=0.9),
        _row(f"one page left one, {len(single)}", float(np.mean(single)), "share", None, at_least=0.98),
    ]


def _way_up() -> list[Row]:
    """Forms seen on desks, laid flat, in all four ways; not sure counts as not right."""
    right, wrong, seconds = [], [], []
    way_up(sample_page(0))
    for seed in range(TURNED):
        scene = render_scene(seed, page=sample_page(seed))
        flat = flatten(scene.frame, scene.corners)
        lying = 3 if flat.shape[1] > flat.shape[0] else 0  # the simulator lays pages sideways by a clockwise quarter
        for quarters in range(4):
            way, took = _timed(way_up, turn(flat, quarters), 1)
            true = (lying - quarters) % 4
            right.append(way.sure and way.turns == true)
            wrong.append(way.sure and way.turns != true)
            seconds.append(took)
    return [
        _row(f"way up told, {len(right)}", float(np.mean(right)), "share", None, at_least=0.95),
        _row("turned wrongly", float(np.mean(wrong)), "share", None, at_most=0.01),
        _row("tell the way up", median(seconds) * 1e3, "ms", None, at_most=100.0),
    ]


def _watching() -> list[Row]:
    """The share of one core that the live picture takes at 25 five-megapixel pictures a second, already decoded."""
    rows = []
    for known in (False, True):
        camera = SimulatedCamera(desk=Desk.WOOD)
        watch = Watch()
        if known:
            watch.learn([camera.frame() for _ in range(3)])
        pictures = [camera.frame() for _ in range(12)]
        for number in range(3):
            camera.put(sample_page(number))
            pictures += [camera.frame() for _ in range(25)]
        watch.look(pictures[0], -1.0)
        start = time.process_time()
        for number, picture in enumerate(pictures):
            watch.look(picture, number / FULL_SPEED)
        share = (time.process_time() - start) / (len(pictures) / FULL_SPEED)
        name = f"live watch at {FULL_SPEED} pictures a second, desk {'learned' if known else 'unknown'}"
        rows.append(_row(name, share, "share of a core", None, at_most=0.6))
    return rows


def _keeping() -> list[Row]:
    frames = [render_scene(seed, page=sample_page(seed), desk=OFTEN[seed % 4]).frame for seed in range(8)]
    scan_page(frames[0])
    rows = []
    for look in Look:
        pages = [_timed(partial(scan_page, look=look), frame, BEST_OF) for frame in frames]
        slowest = max(took for _, took in pages)
        largest = max(len(page.image_bytes) for page, _ in pages)
        rows.append(_row(f"frame to file, {look.value}, slowest of 8", slowest * 1e3, "ms", None, at_most=400.0))
        rows.append(_row(f"A4 page, {look.value}, largest of 8", largest / 1000, "kB", None, at_most=120.0))
    return rows


def _photos() -> Iterator[tuple[Frame, Corners]]:
    if PHOTOS.exists():
        for name, corners in json.loads((PHOTOS / "corners.json").read_text(encoding="utf-8"))["corners"].items():
            yield np.asarray(cv2.imread(str(PHOTOS / name)), dtype=np.uint8), corners


def _timed(work: Callable[[Frame], Any], frame: Frame, tries: int) -> tuple[Any, float]:
    """The answer, and the shortest time of some tries, in seconds of this thread: others use the machine as well."""
    times = []
    for _ in range(tries):
        start = time.thread_time()
        result = work(frame)
        times.append(time.thread_time() - start)
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
