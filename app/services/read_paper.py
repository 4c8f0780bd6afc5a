"""Photograph a paper: the page is found, read in the worker, and its fields come back with their certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from devices.ports import Frame
from devices.reading.errors import NotThisPaper
from devices.reading.papers.fields import DOUBTFUL, Origin, Paper, PaperKind
from devices.reading.papers.form import rows_of
from devices.reading.papers.read import read_fields
from devices.reading.text import Text, TextReader
from devices.reading.upright import LEGIBLE, legibility, read_upright
from devices.scanning.clean import measure
from devices.scanning.codes import read_codes
from devices.scanning.find_page import find_page
from devices.scanning.flatten import deskew, flatten
from devices.scanning.quad import area, whole_frame

BLURRED = 0.4  # sharpness of a flattened page under which small print is guessed
FILLS_FRAME = 0.9  # share of the frame over which a page counts as the frame itself


def read_paper(frame: Frame, kinds: Sequence[PaperKind], reader: TextReader) -> Paper:
    """The fields of the paper in `frame`, of whichever of `kinds` it is.

    Raises `NotThisPaper` when it is none of them, else what `TextReader.read` raises. What was found as a page may
    be a mere part of it (a portrait on a card): then the whole frame is read.
    """
    first, *rest = _pages(frame)
    try:
        return _read(first, kinds, reader)
    except NotThisPaper as error:
        if error.seems or not rest:
            raise
    return _read(rest[0], kinds, reader)


def read_lines(frame: Frame, reader: TextReader) -> list[tuple[str, int]]:
    """Every line of print on the page in `frame`, from the top, with its certainty in percent."""
    text: Text = ()
    for page in _pages(frame):
        text = read_upright(reader, page)
        if legibility(text) >= LEGIBLE:
            break
    return [(line.text, round(line.certainty * 100)) for row in rows_of(text) for line in row]


def _pages(frame: Frame) -> list[Frame]:
    """The page in the frame; then, unless it fills the frame, the frame itself."""
    height, width = frame.shape[:2]
    found = find_page(frame).corners
    page = np.ascontiguousarray(deskew(flatten(frame, found)))
    if area(found) > FILLS_FRAME * height * width:
        return [page]
    return [page, np.ascontiguousarray(flatten(frame, whole_frame(width, height)))]


def _read(page: Frame, kinds: Sequence[PaperKind], reader: TextReader) -> Paper:
    codes = [code.text for code in read_codes(page)] if PaperKind.LICENCE in kinds else []
    paper = read_fields(read_upright(reader, page), kinds, codes)
    return paper if measure(page).sharpness >= BLURRED else _to_be_checked(paper)


def _to_be_checked(paper: Paper) -> Paper:
    """A blurred picture is read with confidence, and wrong: nothing of it counts as sure but what a code says."""
    fields = {
        name: read if read.origin is Origin.QR else replace(read, certainty=min(read.certainty, DOUBTFUL))
        for name, read in paper.fields.items()
    }
    return replace(paper, fields=fields)
