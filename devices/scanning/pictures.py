"""Picture files from outside, opened with care: sizes are read from the header before anything is decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from devices.errors import DeviceAbsent, PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.scanning.pdf import pdf_to_frames

ROLE = "page_source"
LARGEST_PICTURE = 50_000_000  # pixels
LARGEST_FILE = 100_000_000  # bytes
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})
FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "PPM")  # PPM, and PBM and PGM with it, is what SANE gives


def load_picture(path: Path | str) -> Frame:
    """The picture in a file, height x width x 3, BGR, the way up its EXIF says; of a PDF, the first page.

    Raises `DeviceAbsent` where there is no such file, `PictureTooLarge` over 50 megapixels or 100 MB, and
    `PictureBroken` for anything that does not decode as what it claims to be.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
    except OSError as error:
        raise DeviceAbsent(error.strerror or str(error), role=ROLE, where=str(file)) from error
    if size > LARGEST_FILE:
        raise PictureTooLarge(f"{size} bytes", role=ROLE, where=str(file))
    if file.suffix.lower() == ".pdf":
        first = next(pdf_to_frames(file, limit_pages=1000), None)
        if first is None:
            raise PictureBroken("no pages", role=ROLE, where=str(file))
        return first
    return _decoded(file, str(file))


def decode_picture(data: bytes, *, where: str = "") -> Frame:
    """The same for a picture in memory; `where` it came from goes into the error."""
    if len(data) > LARGEST_FILE:
        raise PictureTooLarge(f"{len(data)} bytes", role=ROLE, where=where)
    return _decoded(io.BytesIO(data), where)


def _decoded(file: Path | io.BytesIO, where: str) -> Frame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > LARGEST_PICTURE:
                    raise PictureTooLarge(f"{width} x {height} pixels", role=ROLE, where=where)
                ImageOps.exif_transpose(picture, in_place=True)  # both would copy what needs no change: 20 MB each
                rgb = np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"), dtype=np.uint8)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge("too many pixels", role=ROLE, where=where) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureBroken(type(error).__name__, role=ROLE, where=where) from error
    return np.ascontiguousarray(rgb[:, :, ::-1])


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture from a file. `is_page`: it is a page from edge to edge, so none need be found in it."""

    frame: Frame = field(repr=False)
    is_page: bool


def pictures_in(paths: Sequence[Path], *, limit_pages: int = 50) -> Iterator[Picture]:
    """The pictures of files one by one, a PDF page by page. Raises as `load_picture`, when it comes to that file."""
    for path in paths:
        if path.suffix.lower() == ".pdf":
            yield from (Picture(frame, is_page=True) for frame in pdf_to_frames(path, limit_pages=limit_pages))
        else:
            yield Picture(load_picture(path), is_page=False)
