"""Pages as small files: JPEG, 1-bit PNG, PDF; and PDF back to pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from devices.errors import PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.scanning.clean import Look

JPEG, PNG = "image/jpeg", "image/png"
TARGET_BYTES = 110_000  # of a page of writing
QUALITY, LOWER_QUALITY = 72, 56
LOWER_SHARE = 0.83  # bytes at the lower quality over bytes at the first, on writing
SMALLER = 0.75  # 150 dpi
WRITTEN_SHARE = 0.4  # white ground that makes a page one of writing
PICTURE_SHARE = 0.006  # of the page without any white near: half a portrait photograph on A4
LARGEST_PDF_BYTES = 100_000_000
LARGEST_PDF_PAGE = 12_000_000  # pixels
POINTS_PER_INCH = 72


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
    if len(data) <= TARGET_BYTES or not _is_writing_only(page):
        return data, JPEG
    if len(data) * LOWER_SHARE <= TARGET_BYTES:
        return _jpeg(picture, LOWER_QUALITY, dpi), JPEG
    data = _few_colours(page, dpi)
    if len(data) > TARGET_BYTES:
        smaller = cv2.resize(page, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
        data = _few_colours(smaller.astype(np.uint8, copy=False), round(dpi * SMALLER))
    return data, PNG


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of an encoded page, from its header."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def pages_to_pdf(pages: Sequence[bytes]) -> bytes:
    """Bind pages from `encode_page` into one PDF, each at the size its own resolution gives."""
    if not pages:
        raise ValueError("no pages to bind")
    book = pypdfium2.PdfDocument.new()
    try:
        for data in pages:
            with pypdfium2.PdfDocument(_one_page_pdf(data)) as single:
                book.import_pages(single)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    finally:
        book.close()


def pdf_to_frames(source: Path | str | bytes, limit_pages: int = 50, *, dpi: int = 200) -> Iterator[Frame]:
    """The pages of a PDF, drawn one at a time, at `dpi` or less so that none has more than 12 megapixels.

    Raises `PictureBroken` for what is no PDF (or needs a password), `PictureTooLarge` for a file over 100 MB or of
    more than `limit_pages` pages; both before the first page is drawn.
    """
    where = "" if isinstance(source, bytes) else str(source)
    try:
        size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    except OSError as error:
        raise PictureBroken(str(error), role="page_source", where=where) from error
    if size > LARGEST_PDF_BYTES:
        raise PictureTooLarge(f"{size} bytes", role="page_source", where=where)
    try:
        book = pypdfium2.PdfDocument(source)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise PictureBroken(str(error), role="page_source", where=where) from error
    if len(book) > limit_pages:
        count = len(book)
        book.close()
        raise PictureTooLarge(f"{count} pages", role="page_source", where=where)
    return _drawn(book, dpi, where)


def _drawn(book: pypdfium2.PdfDocument, dpi: int, where: str) -> Iterator[Frame]:
    try:
        for index in range(len(book)):
            try:
                page = book[index]
                width, height = page.get_size()
                scale = min(dpi / POINTS_PER_INCH, (LARGEST_PDF_PAGE / max(width * height, 1.0)) ** 0.5)
                drawn = page.render(scale=scale).to_numpy()
            except pypdfium2.PdfiumError as error:
                raise PictureBroken(str(error), role="page_source", where=where) from error
            yield np.ascontiguousarray(drawn[:, :, :3] if drawn.ndim == 3 else drawn)
    finally:
        book.close()


def _png(page: Frame, dpi: int) -> bytes:
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    out = io.BytesIO()
    Image.fromarray(grey).point(lambda level: 255 if level > 127 else 0, mode="1").save(
        out, "PNG", optimize=True, dpi=(dpi, dpi)
    )
    return out.getvalue()


def _is_writing_only(page: Frame) -> bool:
    grey = page[::2, ::2] if page.ndim == 2 else np.ascontiguousarray(page[::2, ::2, 1])
    if float((grey > 240).mean()) < WRITTEN_SHARE:
        return False
    whitest_near = cv2.dilate(grey, np.ones((9, 9), np.uint8))
    return float((whitest_near < 200).mean()) < PICTURE_SHARE


def _few_colours(page: Frame, dpi: int) -> bytes:
    """PNG of four greys and, for ink and seals in colour, two tints of each of six hues; each the mean of its own."""
    classes = _classes(page)
    some, some_classes = page[::3, ::3].reshape(-1, 1 if page.ndim == 2 else 3), classes[::3, ::3].ravel()
    count = np.maximum(np.bincount(some_classes, minlength=16), 1)
    means = [np.bincount(some_classes, weights=some[:, k], minlength=16) / count for k in range(some.shape[1])]
    palette = np.rint(np.stack(means[::-1] if len(means) == 3 else means * 3, axis=1)).astype(np.uint8)
    picture = Image.fromarray(classes)
    picture.putpalette(palette.tobytes())
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4 if page.ndim == 3 else 2, compress_level=7, dpi=(dpi, dpi))
    return out.getvalue()


def _classes(page: Frame) -> NDArray[np.uint8]:
    """0..3 by brightness; on colour pages 4..15 for strongly coloured pixels, by hue and brightness."""
    levels = np.digitize(np.arange(256), (70, 140, 215)).astype(np.uint8)
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


def _one_page_pdf(data: bytes) -> bytes:
    """A JPEG goes in as it is; a 1-bit picture as CCITT group 4, which Pillow writes."""
    picture = Image.open(io.BytesIO(data))
    dpi = float(picture.info.get("dpi", (200, 200))[0])
    out = io.BytesIO()
    if picture.format != "JPEG":
        picture.save(out, "PDF", resolution=dpi)
        return out.getvalue()
    width, height = (side / dpi * POINTS_PER_INCH for side in picture.size)
    with pypdfium2.PdfDocument.new() as book:
        image = pypdfium2.PdfImage.new(book)
        image.load_jpeg(io.BytesIO(data), inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = book.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
        book.save(out)
    return out.getvalue()
