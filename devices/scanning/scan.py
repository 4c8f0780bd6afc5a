"""From a still picture of the desk to the page that is kept: the one verb of the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2

from devices.ports import Frame
from devices.scanning.clean import Look, Quality, clean, measure
from devices.scanning.codes import Code, read_codes
from devices.scanning.encode import encode_page, picture_size
from devices.scanning.find_page import FoundPage, find_page
from devices.scanning.flatten import deskew, flatten, turn
from devices.scanning.quad import Corners

THUMB = (144, 196)  # width and height in pixels that a thumbnail fits into
DPI = 200


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it is kept (`image_bytes` of `media_type`, `width` x `height` pixels) and what is known of it."""

    image_bytes: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    corners: Corners
    confidence: float
    quality: Quality
    codes: tuple[Code, ...] = field(repr=False)
    thumb_png: bytes = field(repr=False)


def scan_page(
    frame: Frame,
    *,
    corners: Corners | None = None,
    look: Look = Look.COLOUR,
    turns: int = 0,
    empty_desk: Frame | None = None,
) -> ScannedPage:
    """Find, flatten, straighten, clean and encode the page in `frame`.

    `corners`, where a person has set them, are taken as they are (confidence 1). `turns` are quarter turns
    clockwise. A blank or blurred page is flagged in `quality`, never dropped.
    """
    found = find_page(frame, empty_desk=empty_desk) if corners is None else FoundPage(corners, 1.0)
    flat = turn(deskew(flatten(frame, found.corners, dpi=DPI)), turns)
    quality = measure(flat)
    codes = read_codes(flat)
    kept = clean(flat, look)
    data, media_type = encode_page(kept, look, dpi=DPI)
    width, height = picture_size(data)
    return ScannedPage(
        data, media_type, width, height, found.corners, found.confidence, quality, codes, thumbnail(kept)
    )


def thumbnail(page: Frame) -> bytes:
    """The page as a PNG that fits into 144 x 196 pixels."""
    factor = min(THUMB[0] / page.shape[1], THUMB[1] / page.shape[0])
    size = (max(1, round(page.shape[1] * factor)), max(1, round(page.shape[0] * factor)))
    _, data = cv2.imencode(".png", cv2.resize(page, size, interpolation=cv2.INTER_AREA))
    return data.tobytes()
