"""Cleaned pages as small files: JPEG, and PNG of one bit or of a few colours."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from devices.ports import Frame
from devices.scanning.clean import Look
from devices.scanning.pdf import pages_to_pdf, pdf_to_frames

__all__ = ["encode_page", "encoded_turned", "pages_to_pdf", "pdf_to_frames", "picture_size"]

JPEG, PNG = "image/jpeg", "image/png"
TARGET_BYTES = 110_000  # of a page of writing
QUALITY, LOWER_QUALITY = 72, 56
LOWER_SHARE = 0.83  # bytes at the lower quality over bytes at the first, on writing
SMALLER = 0.75  # 150 dpi
TOO_DENSE = 300_000  # bytes as JPEG, from which a few colours do not fit either at 200 dpi
FOUR_GREYS, THREE_GREYS = (70, 140, 215), (95, 200)
WRITTEN_SHARE = 0.4  # white ground that makes a page one of writing
PICTURE_SHARE = 0.006  # of the page without any white near: half a portrait photograph on A4


def encode_page(page: Frame, look: Look, *, dpi: int = 200) -> tuple[bytes, str]:
    """Encode a cleaned page; the bytes and their media type.

    Black and white becomes 1-bit PNG. Colour and grey become JPEG; a page of nothing but writing on white for which
    JPEG would need more than about 110 KB becomes a PNG of a few colours, at 150 dpi where 200 is still too large.
    Pages with pictures on them may be larger.
    """
    if look is Look.BLACK_WHITE:
        return _png(page, dpi), PNG
    picture = Image.fromarray(page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2RGB))
    data = _jpeg(picture, QUALITY, dpi)
    if len(data) <= TARGET_BYTES:
        return data, JPEG
    if len(data) * LOWER_SHARE <= TARGET_BYTES or not _is_writing_only(page):
        return _jpeg(picture, LOWER_QUALITY, dpi), JPEG
    return _few_colours_that_fit(page, len(data), dpi), PNG


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of an encoded page, from its header."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def encode_within(picture: Frame, longest: int) -> bytes:
    """A picture to be looked at only, made smaller where its longer side has more than `longest` pixels."""
    scale = longest / max(picture.shape[:2])
    if scale < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return encode_page(picture, Look.COLOUR)[0]


def encoded_turned(data: bytes, quarters: int) -> bytes:
    """An encoded page turned clockwise by quarter turns and encoded as it was: its pixels, dpi, colours and quality."""
    with Image.open(io.BytesIO(data)) as picture:
        dpi = tuple(round(each) for each in picture.info.get("dpi", (200, 200)))
        how: dict[str, Any] = {"compress_level": 7}
        if isinstance(picture, JpegImagePlugin.JpegImageFile):
            sampling = JpegImagePlugin.get_sampling(picture)
            how = {"qtables": picture.quantization, "subsampling": sampling, "optimize": True}
        out, way = io.BytesIO(), _WAYS[quarters % 4]
        (picture if way is None else picture.transpose(way)).save(out, picture.format, dpi=dpi, **how)
    return out.getvalue()


_WAYS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
"""Quarter turns clockwise, by their count; Pillow turns the other way."""


def _png(page: Frame, dpi: int) -> bytes:
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    out = io.BytesIO()
    Image.fromarray(grey).point(lambda level: 255 if level > 127 else 0, mode="1").save(
        out, "PNG", compress_level=7, dpi=(dpi, dpi)
    )
    return out.getvalue()


def _is_writing_only(page: Frame) -> bool:
    grey = page[::2, ::2] if page.ndim == 2 else np.ascontiguousarray(page[::2, ::2, 1])
    if float((grey > 240).mean()) < WRITTEN_SHARE:
        return False
    whitest_near = cv2.dilate(grey, np.ones((9, 9), np.uint8))
    return float((whitest_near < 200).mean()) < PICTURE_SHARE


def _few_colours_that_fit(page: Frame, jpeg_bytes: int, dpi: int) -> bytes:
    if jpeg_bytes <= TOO_DENSE:
        data = _few_colours(page, dpi, FOUR_GREYS)
        if len(data) <= TARGET_BYTES:
            return data
    smaller = np.asarray(cv2.resize(page, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    data = _few_colours(smaller, round(dpi * SMALLER), FOUR_GREYS)
    return data if len(data) <= TARGET_BYTES else _few_colours(smaller, round(dpi * SMALLER), THREE_GREYS)


def _few_colours(page: Frame, dpi: int, greys: tuple[int, ...]) -> bytes:
    """PNG of a few greys and, for ink and seals in colour, two tints of each of six hues; each the mean of its own."""
    classes = _classes(page, greys)
    some, some_classes = page[::3, ::3].reshape(-1, 1 if page.ndim == 2 else 3), classes[::3, ::3].ravel()
    count = np.maximum(np.bincount(some_classes, minlength=16), 1)
    means = [np.bincount(some_classes, weights=some[:, k], minlength=16) / count for k in range(some.shape[1])]
    palette = np.rint(np.stack(means[::-1] if len(means) == 3 else means * 3, axis=1)).astype(np.uint8)
    picture = Image.fromarray(classes)
    picture.putpalette(palette.tobytes())
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4 if page.ndim == 3 else 2, compress_level=7, dpi=(dpi, dpi))
    return out.getvalue()


def _classes(page: Frame, greys: tuple[int, ...]) -> NDArray[np.uint8]:
    """0..3 by brightness, parted at `greys`; 4..15 for strongly coloured pixels, by hue and strength."""
    levels = np.digitize(np.arange(256), greys).astype(np.uint8)
    if page.ndim == 2:
        return cv2.LUT(page, levels).astype(np.uint8, copy=False)
    hue, saturation, value = cv2.split(cv2.cvtColor(page, cv2.COLOR_BGR2HSV))
    grey = cv2.LUT(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), levels).astype(np.uint8, copy=False)
    coloured = (saturation > 70) & (value > 60)
    hue_class = ((np.arange(256) + 15) // 30 % 6 * 2 + 4).astype(np.uint8)
    grey[coloured] = hue_class[hue[coloured]] + (saturation[coloured] > 140)
    return grey


def _jpeg(picture: Image.Image, quality: int, dpi: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0", dpi=(dpi, dpi))
    return out.getvalue()
