"""Put papers under the camera: pages are found, cleaned, stored by their hash, and become part of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.domain.case import Page
from devices.ports import Frame, PageSource
from devices.scanning.card_page import card_page
from devices.scanning.clean import Look
from devices.scanning.coded import codes_of, scan_coded
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.encode import encoded_turned, picture_size
from devices.scanning.pictures import Picture, decode_picture
from devices.scanning.quad import Corners, around, whole_frame
from devices.scanning.scan import ScannedPage, scan_pages, thumbnail
from devices.scanning.scan import scan_page as scan


class PageStore(Protocol):
    """Where pages are kept, encrypted, by SHA-256."""

    def put(self, case_id: str, data: bytes) -> str: ...
    def get(self, case_id: str, sha256: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """A stored page with its thumbnail (PNG) and its size in bytes."""

    page: Page
    thumb: bytes = field(repr=False)
    size: int = 0
    turned: bool = False  # it lay the wrong way up, and was turned unasked


@dataclass(frozen=True, slots=True)
class Captured:
    """What one picture of the desk gave: one page, or two that lay side by side.

    Of two, the picture and what bounds them both are kept, so that they can be made one page again.
    """

    pages: tuple[Scanned, ...]
    frame: Frame | None = field(default=None, repr=False)
    whole: Corners | None = None


def scan_page(
    frame: Frame,
    case_id: str,
    pages: PageStore,
    *,
    corners: Corners | None = None,
    look: Look = Look.COLOUR,
    turns: int | None = None,
    coded: bool = False,
) -> Scanned:
    """Take the page in `frame` and store it. `corners` set by hand are obeyed, as are `turns`.

    One that is `coded` is known by its bar code, which is looked for closely.
    """
    found = scan(frame, corners=corners, look=look, turns=turns)
    scanned = _stored(found, case_id, pages)
    return _with_codes(scanned, codes_of(frame, found)[0]) if coded else scanned


def scan_coded_page(source: PageSource, case_id: str, pages: PageStore) -> Scanned:
    """Take the page that lies still under the camera, with the bar code by which it is known, and store it."""
    found, codes = scan_coded(source)
    return _with_codes(_stored(found, case_id, pages), codes)


def scan_desk(
    frame: Frame,
    case_id: str,
    pages: PageStore,
    *,
    corners: Corners | None = None,
    look: Look = Look.COLOUR,
    empty_desk: EmptyDesk | None = None,
) -> Captured:
    """Take what lies on the desk: the page within `corners` set by hand, else the page or the two that are found."""
    if corners is not None:
        return Captured((scan_page(frame, case_id, pages, corners=corners, look=look),))
    found = scan_pages(frame, look=look, empty_desk=empty_desk)
    stored = tuple(_stored(page, case_id, pages) for page in found)
    if len(found) == 1:
        return Captured(stored)
    return Captured(stored, frame, around(found[0].corners, found[1].corners))


def keep_card(front: Frame, back: Frame, case_id: str, pages: PageStore, *, look: Look = Look.COLOUR) -> Scanned:
    """Both sides of a card on one A4 page, stored."""
    return _stored(card_page(front, back, look), case_id, pages)


def scan_next(
    pictures: Iterator[Picture], case_id: str, pages: PageStore, *, look: Look = Look.COLOUR, coded: bool = False
) -> Scanned | None:
    """Take the next of the pictures that come from files; None after the last. Raises a `PageSourceError`."""
    picture = next(pictures, None)
    if picture is None:
        return None
    height, width = picture.frame.shape[:2]
    corners = whole_frame(width, height) if picture.is_page else None
    return scan_page(picture.frame, case_id, pages, corners=corners, look=look, coded=coded)


def turn_page(page: Page, case_id: str, pages: PageStore, quarters: int) -> Scanned:
    """The stored `page` turned clockwise by quarter turns, stored anew. It is cleaned already: nothing else changes."""
    data = encoded_turned(pages.get(case_id, page.sha256), quarters)
    width, height = picture_size(data)
    turned = replace(page, sha256=pages.put(case_id, data), width=width, height=height)
    return Scanned(turned, thumbnail(decode_picture(data)), len(data))


def thumb_of(page: Page, case_id: str, pages: PageStore) -> bytes:
    """The thumbnail of a stored page, as PNG."""
    return thumb_of_picture(pages.get(case_id, page.sha256))


def thumb_of_picture(picture: bytes) -> bytes:
    """The thumbnail of a page, as PNG. Raises a `PictureBroken` or `PictureTooLarge`."""
    return thumbnail(decode_picture(picture))


def _with_codes(scanned: Scanned, codes: tuple[str, ...]) -> Scanned:
    return replace(scanned, page=replace(scanned.page, codes=codes))


def _stored(scanned: ScannedPage, case_id: str, pages: PageStore) -> Scanned:
    sha256 = pages.put(case_id, scanned.image_bytes)
    page = Page(
        sha256=sha256,
        media_type=scanned.media_type,
        width=scanned.width,
        height=scanned.height,
        sharpness=round(scanned.quality.sharpness, 3),
        blank=scanned.quality.blank,
        codes=tuple(code.text for code in scanned.codes),
        glare=round(scanned.quality.glare, 4),
    )
    return Scanned(page, scanned.thumb_png, len(scanned.image_bytes), bool(scanned.turned))
