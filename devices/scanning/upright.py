"""Which way up a page of writing is, told from its lines by a small network that is installed with rapidocr."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.model_files import model_file
from devices.ports import Frame
from devices.scanning.flatten import turn

MODEL = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"  # PaddleOCR's classifier of text lines (Apache-2.0): 0° or 180°
LINE_HEIGHT, LINE_WIDTH = 48, 192  # pixels of what the classifier is shown
LONG_SIDE = 780  # pixels in which lines of writing are looked for
LOWEST, TALLEST, LEAST_LONG = 7, 34, 3.5  # pixels of such a line; times its height that it must be long
MOST_LINES, LEAST_LINES = 16, 3
AT_ONCE = 4  # lines that the classifier is shown: all sixteen take 11 MB more, and as long
ROWS_TELL = 1.5  # times longer must all lines one way be than all the other way
AGREED = 0.75  # share of the lines that must say the same
SURE = 0.7  # of the classifier, on average over those that agree

Grey = NDArray[np.uint8]
Boxes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class WayUp:
    """Quarter turns clockwise that put the page upright, and whether that is sure enough to do it unasked."""

    turns: int
    sure: bool


UNKNOWN = WayUp(0, False)

_CLASSIFYING = Lock()  # pages come from the camera's lane and from the scanner's, and a net is for one at a time


def way_up(page: Frame) -> WayUp:
    """Which way up a flat page of about 200 dpi lies. Not sure: too little writing, or lines that disagree."""
    grey = page if page.ndim == 2 else np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    small, scale = _small(grey)
    ink = _ink(small)
    rows, columns = _lines(ink), _lines(turn(ink, 1))
    lying = _length(columns) > _length(rows)
    boxes, others = (columns, rows) if lying else (rows, columns)
    if len(boxes) < LEAST_LINES or _length(boxes) < ROWS_TELL * _length(others) or _classifier() is None:
        return UNKNOWN
    grey = turn(grey, 1) if lying else grey
    upside_down = _upside_down(np.stack([_shown(grey, box, scale) for box in boxes]))
    turned = float((upside_down > 0.5).mean())
    over = turned > 0.5
    agreeing = upside_down[upside_down > 0.5] if over else 1 - upside_down[upside_down <= 0.5]
    sure = max(turned, 1 - turned) >= AGREED and float(agreeing.mean()) >= SURE
    return WayUp((1 if lying else 0) + (2 if over else 0), sure)


def reads_across(grey: Grey) -> bool:
    """Whether lines of writing run from left to right (or upside down), rather than up and down."""
    ink = _ink(_small(grey)[0])
    return _length(_lines(ink)) > _length(_lines(turn(ink, 1)))


def _upside_down(lines: NDArray[np.float32]) -> NDArray[np.float32]:
    """How sure the classifier is, line by line, that it stands on its head: 0..1."""
    net = _classifier()
    assert net is not None
    sure = []
    with _CLASSIFYING:
        for start in range(0, len(lines), AT_ONCE):
            net.setInput(lines[start : start + AT_ONCE])
            sure.append(np.asarray(net.forward(), dtype=np.float32)[:, 1])
    return np.concatenate(sure)


@cache
def _classifier() -> cv2.dnn.Net | None:
    """Loaded at the first page; None where rapidocr or its model is not installed."""
    model = model_file(MODEL)
    return cv2.dnn.readNetFromONNX(str(model)) if model.exists() else None


def _small(grey: Grey) -> tuple[Grey, float]:
    scale = max(grey.shape) / LONG_SIDE
    size = (round(grey.shape[1] / scale), round(grey.shape[0] / scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), scale


def _ink(small: Grey) -> Grey:
    """1 where there is ink, without long rulings and without the rim."""
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 14)
    for shape in ((60, 1), (1, 60)):
        rulings = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink[cv2.dilate(rulings, np.ones((3, 3), np.uint8)) > 0] = 0
    rim = LONG_SIDE // 40
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    return np.asarray(ink, dtype=np.uint8)


def _lines(ink: Grey) -> Boxes:
    """The longest lines of writing, n x 4: left, top, width, height."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 15), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = stats[1:, :4].astype(np.intp)
    width, height = boxes[:, 2], boxes[:, 3]
    good = (height >= LOWEST) & (height <= TALLEST) & (width >= LEAST_LONG * height)
    boxes = boxes[good]
    return boxes[np.argsort(-boxes[:, 2])][:MOST_LINES]


def _length(boxes: Boxes) -> int:
    return int(boxes[:, 2].sum())


def _shown(grey: Grey, box: Boxes, scale: float) -> NDArray[np.float32]:
    """One line as the classifier wants it: 3 x 48 x 192, -1..1, the beginning of a long one."""
    left, top, width, height = box * scale
    pad = 0.12 * height
    height += 2 * pad
    width = min(width + 2 * pad, height * LINE_WIDTH / LINE_HEIGHT)
    x, y = max(0, round(left - pad)), max(0, round(top - pad))
    cut = grey[y : y + round(height), x : x + round(width)]
    size = (max(1, round(cut.shape[1] * LINE_HEIGHT / max(cut.shape[0], 1))), LINE_HEIGHT)
    line = cv2.resize(cut, (min(size[0], LINE_WIDTH), LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    shown = np.zeros((3, LINE_HEIGHT, LINE_WIDTH), np.float32)
    shown[:, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
    return shown
