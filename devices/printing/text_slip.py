"""A slip as text, for printers that have Chinese characters of their own: a twentieth of the bytes of its picture.

Printers hold the two-byte areas of GB 18030 alone. A slip with any other character (𠮷, 㐀, ¥) goes as a picture,
all of it: half a name in another type would be worse than none. The area for private use is no character either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, runtime_checkable

from devices.ports import Raster, Readiness
from devices.printing import escpos
from devices.printing.profile import PrinterProfile, Text


class Align(IntEnum):
    """The n of ESC a n."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph; it is broken where the paper ends. `large` is twice as wide and high."""

    text: str
    align: Align = Align.LEFT
    large: bool = False


@dataclass(frozen=True, slots=True)
class TextSlip:
    """A slip from the top: paragraphs, and pictures (a QR code) where text cannot serve, centred."""

    parts: tuple[TextLine | Raster, ...]

    @property
    def text(self) -> str:
        """All that is to be read on it."""
        return "\n".join(part.text for part in self.parts if isinstance(part, TextLine))


@runtime_checkable
class TextPrinter(Protocol):
    """A slip printer that may have Chinese characters of its own. `cells` ASCII characters stand side by side."""

    cells: int

    def takes(self, slip: TextSlip) -> bool:
        """Whether `slip` can be printed as text; else it is to be printed as a picture."""
        ...

    def print_text(self, slip: TextSlip) -> Readiness:
        """As `SlipPrinter.print`. Raises ValueError for a slip that it does not take."""
        ...


def can_be_text(slip: TextSlip, profile: PrinterProfile) -> bool:
    """Whether a printer of this make prints every character of `slip` from its own font."""
    pictures = (part for part in slip.parts if isinstance(part, Raster))
    return (
        profile.text is Text.GB18030
        and all(is_in_font(char) for char in slip.text if char != "\n")
        and all(picture.width <= profile.dots for picture in pictures)
    )


def is_in_font(char: str) -> bool:
    """Whether `char` is printable ASCII, or one of two bytes in GB 18030 that has a meaning of its own."""
    if char.isascii():
        return char.isprintable()
    if unicodedata.category(char)[0] == "C":  # controls, private use, not assigned
        return False
    return len(char.encode("gb18030", errors="ignore")) == 2


def cells_of(text: str) -> int:
    """How wide `text` is in cells of one ASCII character."""
    return sum(1 if char.isascii() else 2 for char in text)


def text_pieces(slip: TextSlip, profile: PrinterProfile) -> Iterator[bytes]:
    """The commands that print `slip`, part by part from the top. Raises ValueError where `can_be_text` says no."""
    if not can_be_text(slip, profile):
        raise ValueError("this slip has characters or pictures that the printer does not have")
    opening = escpos.CHINESE_ON if profile.chinese_switch else b""
    for part in slip.parts:
        if isinstance(part, Raster):
            yield opening + _align(Align.CENTRE)
            yield from escpos.slip_bands(part, profile.picture, profile.band_rows, centred=True)
        else:
            yield opening + _paragraph(part, profile.cells)
        opening = b""
    yield _align(Align.LEFT) + (escpos.CHINESE_OFF if profile.chinese_switch else b"")


def wrapped(text: str, cells: int) -> Iterator[str]:
    """`text` in lines of at most so many cells: printers break too, but some in the middle of a character."""
    for paragraph in text.split("\n"):
        line, width = "", 0
        for char in paragraph:
            wide = cells_of(char)
            if line and width + wide > cells:
                yield line
                line, width = "", 0
            line, width = line + char, width + wide
        yield line


def _paragraph(line: TextLine, cells: int) -> bytes:
    lines = wrapped(line.text, cells // 2 if line.large else cells)
    written = b"".join(each.encode("gb18030") + b"\n" for each in lines)
    if not line.large:
        return _align(line.align) + written
    return _align(line.align) + escpos.size(wide=True, high=True) + written + escpos.size(wide=False, high=False)


def _align(align: Align) -> bytes:
    return b"\x1ba" + bytes([align])
