"""From a still picture of the desk to the page that is kept: the one verb of the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2

from devices.ports import Frame
from devices.scanning.clean import Look, Quality, clean, measure
from devices.scanning.codes import Code, read_codes
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.encode import encode_page, picture_size
from devices.scanning.find_page import FoundPage, find_page, find_pages
from devices.scanning.flatten import deskew, flatten, turn
from devices.scanning.quad import Corners, whole_frame
from devices.scanning.upright import way_up

THUMB = (144, 196)  # width and height in pixels that a thumbnail fits into
DPI = 200


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it is kept (`image_bytes` of `media_type`, `width` x `height` pixels) and what is known of it.

    `turned` are the quarter turns clockwise by which it was put upright unasked.
    """

    image_bytes: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    corners: Corners
    confidence: float
    quality: Quality
    codes: tuple[Code, ...] = field(repr=False)
    thumb_png: bytes = field(repr=False)
    turned: int = 0


def scan_page(
    frame: Frame,
    *,
    corners: Corners | None = None,
    look: Look = Look.COLOUR,
    turns: int | None = None,
    empty_desk: EmptyDesk | None = None,
) -> ScannedPage:
    """Find, flatten, put upright, straighten, clean and encode the page in `frame`.

    `corners`, where a person has set them, are taken as they are (confidence 1). `turns` are quarter turns
    clockwise; without them a page that surely lies the wrong way up is turned. A blank, blurred or glaring page is
    flagged in `quality`, never dropped.
    """
    found = find_page(frame, empty_desk=empty_desk) if corners is None else FoundPage(corners, 1.0)
    return _kept(frame, found, look, turns)


def scan_pages(
    frame: Frame, *, look: Look = Look.COLOUR, empty_desk: EmptyDesk | None = None
) -> tuple[ScannedPage, ...]:
    """As `scan_page`, but two pages side by side, or an open booklet, become two."""
    return tuple(_kept(frame, found, look, None) for found in find_pages(frame, empty_desk=empty_desk))


def _kept(frame: Frame, found: FoundPage, look: Look, turns: int | None) -> ScannedPage:
    flat = flatten(frame, found.corners, dpi=DPI)
    unasked = 0
    if turns is None:
        way = way_up(flat)
        turns = unasked = way.turns if way.sure else 0
    flat = deskew(turn(flat, turns))
    page = encoded(flat, look, codes=read_codes(flat))
    return replace(page, corners=found.corners, confidence=found.confidence, turned=unasked)


def encoded(flat: Frame, look: Look, *, dpi: int = DPI, codes: tuple[Code, ...] = ()) -> ScannedPage:
    """A flat page measured, cleaned and encoded."""
    quality = measure(flat)
    kept = clean(flat, look)
    data, media_type = encode_page(kept, look, dpi=dpi)
    width, height = picture_size(data)
    corners = whole_frame(flat.shape[1], flat.shape[0])
    return ScannedPage(data, media_type, width, height, corners, 1.0, quality, codes, thumbnail(kept))


def thumbnail(page: Frame) -> bytes:
    """The page as a PNG that fits into 144 x 196 pixels."""
    factor = min(THUMB[0] / page.shape[1], THUMB[1] / page.shape[0])
    size = (max(1, round(page.shape[1] * factor)), max(1, round(page.shape[0] * factor)))
    _, data = cv2.imencode(".png", cv2.resize(page, size, interpolation=cv2.INTER_AREA))
    return data.tobytes()
