"""Both sides of a card on one A4 page, at true size, as offices want the copy."""

from __future__ import annotations

import cv2
import numpy as np

from devices.ports import Frame
from devices.scanning.clean import Look, Quality, measure
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.encode import encode_page, picture_size
from devices.scanning.find_page import FoundPage, find_page
from devices.scanning.flatten import MM_PER_INCH, flatten, turn
from devices.scanning.quad import Corners, Format, true_ratio
from devices.scanning.scan import ScannedPage, thumbnail
from devices.scanning.upright import way_up

DPI = 300  # the small print of a card
CARD_SHAPE = 0.08  # relative difference to an ID-1 card's shape from which it is none
SURE_ENOUGH = 0.35  # confidence from which a card was found
PLACES = (0.28, 0.62)  # of the page's height: the middles of front and back
CORNER = 3.18  # millimetres: the radius of an ID-1 card's corners (ISO/IEC 7810)
WHITE = 255


class NoCard(ValueError):
    """What lies under the camera is not found, or has not the shape of a card."""


def card_side(frame: Frame, *, corners: Corners | None = None, empty_desk: EmptyDesk | None = None) -> Frame:
    """One side of the ID-1 card in `frame`, flat, its long side across, 300 dpi (638 x 1011 x 3).

    `corners` set by a person are obeyed whatever their shape. Raises `NoCard`.
    """
    found = find_page(frame, empty_desk=empty_desk) if corners is None else FoundPage(corners, 1.0)
    ratio = true_ratio(found.corners, frame.shape[1], frame.shape[0])
    unlike = abs(max(ratio, 1 / max(ratio, 1e-6)) / Format.ID_1.ratio - 1)
    if corners is None and (found.confidence < SURE_ENOUGH or unlike > CARD_SHAPE):
        raise NoCard
    flat = flatten(frame, found.corners, dpi=DPI)
    if flat.shape[0] > flat.shape[1]:
        flat = turn(flat, 1)
    way = way_up(flat)
    if way.sure and way.turns == 2:
        flat = turn(flat, 2)
    return np.asarray(cv2.resize(flat, _size(Format.ID_1)[::-1], interpolation=cv2.INTER_AREA), dtype=np.uint8)


def card_page(front: Frame, back: Frame, look: Look) -> ScannedPage:
    """An upright white A4 page at 300 dpi with the two sides one under the other, each 85.6 x 54 mm."""
    width, height = _size(Format.A4)
    page = np.full((height, width, 3), WHITE, np.uint8)
    for side, place in zip((front, back), PLACES, strict=True):
        top, left = round(place * height - side.shape[0] / 2), (width - side.shape[1]) // 2
        cell = page[top : top + side.shape[0], left : left + side.shape[1]]
        inside = _rounded(side.shape[0], side.shape[1]) > 0
        cell[inside] = side[inside]
    kept = _looked(page, look)
    data, media_type = encode_page(kept, look, dpi=DPI)
    seen = [measure(side) for side in (front, back)]
    quality = Quality(min(each.sharpness for each in seen), False, max(each.glare for each in seen))
    corners = ((0.0, 0.0), (width - 1.0, 0.0), (width - 1.0, height - 1.0), (0.0, height - 1.0))
    return ScannedPage(data, media_type, *picture_size(data), corners, 1.0, quality, (), thumbnail(kept))


def _size(paper: Format) -> tuple[int, int]:
    """Short and long side in pixels."""
    short, long = paper.value
    return round(short / MM_PER_INCH * DPI), round(long / MM_PER_INCH * DPI)


def _rounded(height: int, width: int) -> Frame:
    """255 inside a card's outline."""
    radius = round(CORNER / MM_PER_INCH * DPI)
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)
    return mask


def _looked(page: Frame, look: Look) -> Frame:
    """The page as it is kept; its ground is white already, and a card's pictures are not to be cleaned away."""
    if look is Look.COLOUR:
        return page
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    if look is Look.GREY:
        return grey
    return np.asarray(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1], dtype=np.uint8)
