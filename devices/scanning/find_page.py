"""Find the page that lies on the desk, or the two."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.empty_desk import SMALL, EmptyDesk, Mask
from devices.scanning.fold import halves
from devices.scanning.page_edges import Floats, refine
from devices.scanning.page_judge import Verdict, best_quad
from devices.scanning.page_lines import calmed, candidate_segments, outlines
from devices.scanning.quad import Corners, in_order, whole_frame
from devices.scanning.shrink import shrunk

SURE, UNSURE = 1.0, 0.45  # scores of the judge for confidence 1 and 0
COVERS = 0.25  # what is taken off the score of a quad that is nothing of what covers the learned desk
SECOND_SURE = 0.5  # confidence from which a second page is one
OVERLAP, LIKE_SIZE = 0.06, 0.5  # of a second page's area that may lie on the first's; least size against it
LIKE_LIGHT, LIKE_COLOUR = 40, 10  # levels of L*, and of a* and b*, by which two sheets of paper may differ
GROWN = 0.015  # of a page by which more than it is lifted off: its edge, its shadow
PREVIOUS_CONFIDENCE = 0.2
NOTHING_CONFIDENCE = 0.05


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`corners` in pixels of the frame, clockwise from the top left; `confidence` 0..1, below 0.3 a mere guess."""

    corners: Corners
    confidence: float


def find_page(frame: Frame, *, empty_desk: EmptyDesk | None = None, previous: Corners | None = None) -> FoundPage:
    """Find the four corners of the page in `frame` (height x width x 3, BGR, or grey).

    `empty_desk` is what the same camera saw with nothing on the desk; `previous` the corners of the frame before.
    Where no page can be told, the answer is `previous`, or else the whole frame, with a low confidence: the person
    drags the corners.
    """
    return _Search(frame, empty_desk).first(previous)


def find_pages(
    frame: Frame, *, empty_desk: EmptyDesk | None = None, previous: Corners | None = None
) -> tuple[FoundPage, ...]:
    """As `find_page`, and a second sheet beside the first; or both pages of what is one open booklet.

    One page, or two from left to right (from top to bottom where one lies above the other). A second one counts
    only where it is paper like the first, in a shape that counters know, and found for sure.
    """
    search = _Search(frame, empty_desk)
    first = search.first(previous)
    if first.confidence < SECOND_SURE:
        return (first,)
    folded = halves(search.frame, first.corners)
    if folded is not None:
        return tuple(FoundPage(corners, first.confidence) for corners in folded)
    second = search.second(first)
    return (first,) if second is None else _in_reading_order(first, second)


class _Search:
    """One picture made small, in which pages are looked for one after the other."""

    def __init__(self, frame: Frame, empty_desk: EmptyDesk | None) -> None:
        if frame.ndim == 2:
            frame = np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
        self.frame, self._desk = frame, empty_desk
        self._small, self._scale = shrunk(frame, SMALL)
        self._lab = calmed(self._small)

    def first(self, previous: Corners | None) -> FoundPage:
        """The page, or a guess of little confidence."""
        before = None if previous is None else np.asarray(previous) / self._scale
        verdict = _best(self._small, self._lab, before, self._desk)
        confidence = _confidence(verdict)
        if verdict is None or confidence < PREVIOUS_CONFIDENCE:
            if previous is not None:
                return FoundPage(previous, PREVIOUS_CONFIDENCE)
            return FoundPage(whole_frame(self.frame.shape[1], self.frame.shape[0]), NOTHING_CONFIDENCE)
        return FoundPage(self._exact(verdict), confidence)

    def second(self, first: FoundPage) -> FoundPage | None:
        """Another sheet where `first` does not lie: the first is lifted off the picture and the rest looked at."""
        known = np.asarray(first.corners) / self._scale
        under = self._under(known)
        verdict = best_quad(under, candidate_segments(under))
        confidence = _confidence(verdict)
        if verdict is None or confidence < SECOND_SURE:
            return None
        if not _alike(self._lab, known, verdict.corners):
            return None
        return FoundPage(self._exact(verdict), confidence)

    def _under(self, corners: Floats) -> Frame:
        """The picture (L*a*b*) with desk where the page at `corners` lies."""
        lab = self._lab.copy()
        grown = corners + (corners - corners.mean(axis=0)) * GROWN
        hole = np.zeros(lab.shape[:2], np.uint8)
        cv2.fillConvexPoly(hole, np.rint(grown).astype(np.int32), 255)
        if self._desk is not None and self._desk.fits(lab):
            bare = cv2.resize(self._desk.picture, lab.shape[1::-1], interpolation=cv2.INTER_LINEAR)
            lab[hole > 0] = cv2.cvtColor(bare, cv2.COLOR_BGR2LAB)[hole > 0]
        else:
            around = (cv2.dilate(hole, np.ones((9, 9), np.uint8)) > 0) & (hole == 0)
            lab[hole > 0] = np.median(lab[around], axis=0) if around.any() else 128
        return lab

    def _exact(self, verdict: Verdict) -> Corners:
        rough = np.asarray(in_order((verdict.corners + 0.5) * self._scale - 0.5))
        return in_order(refine(self.frame, rough, reach=3.5 * self._scale))


def _confidence(verdict: Verdict | None) -> float:
    return 0.0 if verdict is None else float(np.clip((verdict.score - UNSURE) / (SURE - UNSURE), 0, 1))


def _alike(lab: Frame, first: Floats, second: Floats) -> bool:
    """Whether two quads can be two sheets of one pile: beside each other, about as large, of one colour."""
    inside = [np.zeros(lab.shape[:2], np.uint8) for _ in range(2)]
    for mask, corners in zip(inside, (first, second), strict=True):
        cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 255)
    sizes = [int(np.count_nonzero(mask)) for mask in inside]
    shared = int(np.count_nonzero(inside[0] & inside[1]))
    if shared > OVERLAP * min(sizes) or not LIKE_SIZE <= sizes[1] / max(sizes[0], 1) <= 1 / LIKE_SIZE:
        return False
    colours = [np.median(lab[mask > 0], axis=0) for mask in inside]
    off = np.abs(colours[0] - colours[1])
    return bool(off[0] < LIKE_LIGHT and off[1:].max() < LIKE_COLOUR)


def _in_reading_order(first: FoundPage, second: FoundPage) -> tuple[FoundPage, FoundPage]:
    apart = np.mean(second.corners, axis=0) - np.mean(first.corners, axis=0)
    behind = apart[0] < 0 if abs(apart[0]) >= abs(apart[1]) else apart[1] < 0
    return (second, first) if behind else (first, second)


def _best(small: Frame, lab: Frame, previous: Floats | None, empty_desk: EmptyDesk | None) -> Verdict | None:
    """The best of what the picture itself shows and what its difference to the empty desk shows."""
    sides = np.empty((0, 4)) if previous is None else np.hstack([previous, np.roll(previous, -1, axis=0)])
    seen = best_quad(lab, np.vstack([candidate_segments(lab), sides]), previous=previous)
    if empty_desk is None or not empty_desk.fits(small):
        return seen
    apart = empty_desk.against(small, lab)
    segments = np.vstack([candidate_segments(apart.view), outlines(apart.covered)]) * 2
    louder = np.asarray(cv2.resize(apart.view, small.shape[1::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    told = best_quad(lab, np.vstack([segments, sides]), steps_in=louder, previous=previous)
    both = [(each, each.score + COVERS * (_agreement(each, apart.covered) - 1)) for each in (seen, told) if each]
    best, score = max(both, key=lambda each: each[1], default=(None, 0.0))
    return None if best is None else Verdict(best.corners, score)


def _agreement(verdict: Verdict, covered: Mask) -> float:
    """How well a quad is what covers the desk, 0..1: what they share of what either takes."""
    inside = np.zeros_like(covered)
    cv2.fillConvexPoly(inside, np.rint(verdict.corners / 2).astype(np.int32), 255)
    either = int(np.count_nonzero(inside | covered))
    return float(np.count_nonzero(inside & covered)) / max(either, 1)
