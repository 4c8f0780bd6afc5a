"""Pages bound into a PDF as they are, byte for byte; and the pages of a PDF drawn."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from devices.errors import PictureBroken, PictureTooLarge
from devices.ports import Frame

if TYPE_CHECKING:
    import pypdfium2

LARGEST_PDF_BYTES = 100_000_000
LARGEST_PDF_PAGE = 12_000_000  # pixels
POINTS_PER_INCH = 72
PNG_START = b"\x89PNG\r\n\x1a\n"
GREY, PALETTE = 0, 3  # PNG colour types


def pages_to_pdf(pages: Sequence[bytes]) -> bytes:
    """Bind pages from `encode_page` into one PDF (1.4, ISO 32000), each at the size its resolution gives.

    The pictures are not coded again: JPEG data is PDF's DCTDecode, and PNG's is its FlateDecode with predictor 15.
    """
    if not pages:
        raise ValueError("no pages to bind")
    bodies: list[bytes] = []
    kids = " ".join(f"{3 + 3 * index} 0 R" for index in range(len(pages)))
    bodies.append(b"<</Type/Catalog/Pages 2 0 R>>")
    bodies.append(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode())
    for index, data in enumerate(pages):
        bodies += _page(data, first=3 + 3 * index)
    return _file(bodies)


def pdf_to_frames(source: Path | str | bytes, limit_pages: int = 50, *, dpi: int = 200) -> Iterator[Frame]:
    """The pages of a PDF, drawn one at a time, at `dpi` or less so that none has more than 12 megapixels.

    Raises `PictureBroken` for what is no PDF (or needs a password), `PictureTooLarge` for a file over 100 MB or of
    more than `limit_pages` pages; both before the first page is drawn.
    """
    import pypdfium2  # 7 MB, for the window that is handed a PDF

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
    from pypdfium2 import PdfiumError

    try:
        for index in range(len(book)):
            try:
                page = book[index]
                width, height = page.get_size()
                scale = min(dpi / POINTS_PER_INCH, (LARGEST_PDF_PAGE / max(width * height, 1.0)) ** 0.5)
                drawn = page.render(scale=scale).to_numpy()
            except PdfiumError as error:
                raise PictureBroken(str(error), role="page_source", where=where) from error
            yield np.ascontiguousarray(drawn[:, :, :3] if drawn.ndim == 3 else drawn)
    finally:
        book.close()


def _page(data: bytes, *, first: int) -> list[bytes]:
    """Three objects: the page, numbered `first`, what it draws, and its picture."""
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        dpi = float(picture.info.get("dpi", (200, 200))[0])
        grey = picture.mode in ("1", "L")
    across, down = width / dpi * POINTS_PER_INCH, height / dpi * POINTS_PER_INCH
    if data.startswith(PNG_START):
        coding, stream = _png_stream(data, width)
    else:
        colours = "/DeviceGray" if grey else "/DeviceRGB"
        coding, stream = f"/ColorSpace{colours}/BitsPerComponent 8/Filter/DCTDecode".encode(), data
    drawing = f"{across:.2f} 0 0 {down:.2f} 0 0 cm /P Do".encode()
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {across:.2f} {down:.2f}]/Contents {first + 1} 0 R"
        f"/Resources<</XObject<</P {first + 2} 0 R>>>>>>"
    )
    head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}".encode() + coding
    return [page.encode(), _stream(b"", drawing), _stream(head, stream)]


def _png_stream(data: bytes, width: int) -> tuple[bytes, bytes]:
    """How a PDF is to read a PNG's own compressed rows, and those rows. Grey or palette, not interlaced."""
    chunks = list(_chunks(data))
    depth, kind, _, _, interlaced = struct.unpack(">8xBBBBB", chunks[0][1])
    if kind not in (GREY, PALETTE) or interlaced:
        raise ValueError("not a page from encode_page")
    colours = b"/DeviceGray"
    if kind == PALETTE:
        palette = next(body for name, body in chunks if name == b"PLTE")
        colours = f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]".encode()
    coding = b"/ColorSpace" + colours + f"/BitsPerComponent {depth}/Filter/FlateDecode".encode()
    coding += f"/DecodeParms<</Predictor 15/Colors 1/BitsPerComponent {depth}/Columns {width}>>".encode()
    return coding, b"".join(body for name, body in chunks if name == b"IDAT")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_START)
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += length + 12


def _stream(head: bytes, body: bytes) -> bytes:
    return b"<<" + head + f"/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def _file(bodies: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n%\xe4\xb8\x80\xe7\xaa\x97\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
