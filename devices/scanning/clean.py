"""A flat page made clean: shadows out, paper white, ink crisp; and what is wrong with it, measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.ports import Frame
from devices.scanning.glare import glare_share

Grey = NDArray[np.uint8]


class Look(Enum):
    """How a page is kept."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK_WHITE = "black_white"


@dataclass(frozen=True, slots=True)
class Quality:
    """Sharpness 0..1 (below 0.5 the writing is blurred), whether the page is blank, share 0..1 lost in glare."""

    sharpness: float
    blank: bool
    glare: float


SHRINK = 16  # the light is estimated on a page this many times smaller
LIGHT_REACH = 17  # small pixels: wider than a portrait photograph, so that none is taken for shadow
DARKEST_LIGHT = 0.45  # of the page's own: darker patches are pictures, not shadows
INK, PAPER = 24, 226  # levels, after the light is evened, that become black and white
STROKE_DEPTH, FAINT, DARK = 30, 200, 120  # black where this much under its surroundings and not faint, or dark
PAPER_SHARE = 0.45  # of a page must be near its ground for the page to count as written paper
WHITE, COVERED, RIM = 0.70, 0.0015, 0.01  # NAPS2's blank rule: darker than 70 %, 0.15 % of the page, 1 % border
SHARP_STEP = 0.28  # share of an edge's contrast within one pixel, on writing that is just sharp enough (sharpness 0.5)


def clean(page: Frame, look: Look) -> Frame:
    """The page with even light and white ground, height x width x 3 for COLOUR, else height x width.

    BLACK_WHITE holds only 0 and 255. Where most of the page is no plain ground (a card, a photograph), colour and
    grey are left as they were seen.
    """
    seen = page if page.ndim == 3 and look is Look.COLOUR else _grey(page)
    light = _light(seen)
    even = cv2.divide(seen, light, scale=255.0)
    if look is Look.BLACK_WHITE:
        return _bilevel(np.asarray(even, dtype=np.uint8))
    if not _is_written_paper(_grey(np.asarray(even, dtype=np.uint8))):
        return seen
    return np.asarray(cv2.LUT(even, _contrast()), dtype=np.uint8)


def measure(page: Frame) -> Quality:
    """Measure a flattened page (about 200 dpi), before or after `clean`."""
    grey = _grey(page)
    even = np.asarray(cv2.divide(grey, _light(grey), scale=255.0), dtype=np.uint8)
    return Quality(sharpness(grey), _is_blank(even), glare_share(page))


def sharpness(grey: Grey) -> float:
    """0..1: how steep the steepest edges are against their own contrast. 1.0 on a page without any edge."""
    soft = np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), dtype=np.uint8)
    step = np.maximum(_steps(soft), _steps(np.ascontiguousarray(soft.T)).T)
    block = np.ones((9, 9), np.uint8)
    contrast = cv2.subtract(cv2.dilate(soft, block), cv2.erode(soft, block))
    steepest = cv2.dilate(step, block)
    edges = contrast > max(40, int(np.percentile(contrast[::4, ::4], 99) * 0.5))
    if edges.sum() < 200:
        return 1.0
    ratio = float(np.median(steepest[edges].astype(np.float32) / contrast[edges]))
    return float(np.clip(0.5 * ratio / SHARP_STEP, 0.0, 1.0))


def _steps(grey: Grey) -> Grey:
    change = np.zeros_like(grey)
    change[:, 1:] = cv2.absdiff(grey[:, 1:], grey[:, :-1])
    return change


def _grey(page: Frame) -> Grey:
    return page if page.ndim == 2 else np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _light(page: Frame) -> Frame:
    """The brightness of the bare paper under each pixel, in every channel."""
    height, width = page.shape[:2]
    size = (max(8, width // SHRINK), max(8, height // SHRINK))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    brightest = cv2.dilate(small, np.ones((5, 5), np.uint8))
    ground = cv2.morphologyEx(brightest, cv2.MORPH_CLOSE, np.ones((LIGHT_REACH, LIGHT_REACH), np.uint8))
    smooth = cv2.GaussianBlur(cv2.erode(ground, np.ones((5, 5), np.uint8)), (0, 0), 2.5)
    usual = np.percentile(smooth.reshape(-1, 1 if page.ndim == 2 else 3), 90, axis=0)
    floor = (usual * DARKEST_LIGHT).astype(np.uint8)
    return np.asarray(cv2.resize(np.maximum(smooth, floor), (width, height)), dtype=np.uint8)


def _is_written_paper(even: Grey) -> bool:
    return float((even[::4, ::4] > 215).mean()) > PAPER_SHARE


def _contrast() -> Grey:
    levels = np.arange(256, dtype=np.float32)
    return np.clip((levels - INK) * 255 / (PAPER - INK), 0, 255).astype(np.uint8)


def _bilevel(even: Grey) -> Grey:
    """Ink is what is clearly darker than its surroundings, or dark outright; single specks are dropped."""
    darker = cv2.subtract(cv2.blur(even, (41, 41)), even) > STROKE_DEPTH
    ink = (darker & (even < FAINT)) | (even < DARK)
    company = cv2.boxFilter(ink.view(np.uint8), -1, (3, 3), normalize=False)
    return np.where(ink & (company >= 2), np.uint8(0), np.uint8(255))


def _is_blank(even: Grey) -> bool:
    rim_y, rim_x = max(1, round(even.shape[0] * RIM)), max(1, round(even.shape[1] * RIM))
    inner = even[rim_y:-rim_y, rim_x:-rim_x]
    return float((inner < round(255 * WHITE)).mean()) < COVERED
