"""ESC/POS as bytes: a slip as raster bands, and what a printer's status bytes mean. No I/O.

Sources: Epson's ESC/POS reference, pages gs_lv_0, esc_asterisk, gs_cv, dle_eot, dle_dc4_fn8, gs_lr.
Slips are sent as pictures: printers hold only the two-byte areas of GB 18030, and a citizen's name may lie
outside. Bands are short so that a status query can come between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, IntEnum

import numpy as np
from numpy.typing import NDArray

from devices.ports import Raster, Readiness

BAND_ROWS = 256
COLUMN_ROWS = 24  # what one pass of ESC * with m = 33 prints

INIT = b"\x1b@"
CUT = b"\x1dV\x42\x00"  # feed to the cutter, then cut all but one point
CANCEL = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # drop what is still in the buffers, at once
ASK_WHEN_DONE = b"\x1dr\x01"  # paper sensor; answered only once everything before it has been printed

_SPACING_24 = b"\x1b3\x18"
_SPACING_DEFAULT = b"\x1b2"


class Picture(Enum):
    """How dots are sent. RASTER is GS v 0; COLUMNS is ESC *, for old models which lack it."""

    RASTER = "raster"
    COLUMNS = "columns"


class Query(IntEnum):
    """The n of DLE EOT n. The printer answers at once, printing or not, with one byte."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4

    @property
    def command(self) -> bytes:
        return bytes([0x10, 0x04, self])


def slip_bands(raster: Raster, picture: Picture = Picture.RASTER) -> Iterator[bytes]:
    """The commands that print `raster`, piece by piece from the top. INIT comes before, CUT after."""
    if picture is Picture.COLUMNS:
        yield from _column_bands(raster)
        return
    stride = _stride(raster)
    for top in range(0, raster.height, BAND_ROWS):
        rows = min(BAND_ROWS, raster.height - top)
        head = b"\x1dv0\x00" + stride.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield head + raster.rows[top * stride : (top + rows) * stride]


def _column_bands(raster: Raster) -> Iterator[bytes]:
    """ESC * passes of 24 rows, as many to a band as fit into 256 rows."""
    rows = np.frombuffer(raster.rows, np.uint8).reshape(raster.height, _stride(raster))
    ink = np.unpackbits(rows, axis=1)[:, : raster.width]
    ink = np.pad(ink, ((0, -raster.height % COLUMN_ROWS), (0, 0)))
    passes = [_column_pass(ink[top : top + COLUMN_ROWS]) for top in range(0, len(ink), COLUMN_ROWS)]
    together = BAND_ROWS // COLUMN_ROWS
    for first in range(0, len(passes), together):
        yield _SPACING_24 + b"".join(passes[first : first + together]) + _SPACING_DEFAULT


def _column_pass(ink: NDArray[np.uint8]) -> bytes:
    columns = np.packbits(ink.T, axis=1)  # three bytes a column, top dot in the highest bit
    return b"\x1b*\x21" + len(columns).to_bytes(2, "little") + columns.tobytes() + b"\n"


def _stride(raster: Raster) -> int:
    return (raster.width + 7) // 8


def is_status(byte: int) -> bool:
    """Whether `byte` has the fixed bits of a DLE EOT answer: 0xx1xx10."""
    return byte & 0b1001_0011 == 0b0001_0010


def is_done(byte: int) -> bool:
    """Whether `byte` has the fixed bits of a GS r answer: 0xx0xxxx."""
    return byte & 0b1001_0000 == 0


def readiness_of(answers: Mapping[Query, int]) -> Readiness:
    """What DLE EOT answers say together, the condition to be put right first; UNKNOWN without any.

    An open cover comes before lack of paper, because the paper sensor means nothing while it is open.
    """
    told = {query: byte for query, byte in answers.items() if is_status(byte)}
    printer, cause, error, paper = (told.get(query, 0) for query in Query)
    if not told:
        return Readiness.UNKNOWN
    if cause & 0x04:
        return Readiness.COVER_OPEN
    if paper & 0x60 or cause & 0x20:
        return Readiness.PAPER_OUT
    if error & 0x08:
        return Readiness.CUTTER_JAMMED
    if printer & 0x08 or cause & 0x40 or error & 0x20:
        return Readiness.OFFLINE
    return Readiness.NEAR_END if paper & 0x0C else Readiness.READY


def readiness_when_done(byte: int) -> Readiness:
    """What a GS r answer says of the paper. READY here means no more than that there is paper."""
    if not is_done(byte):
        return Readiness.UNKNOWN
    if byte & 0x0C:
        return Readiness.PAPER_OUT
    return Readiness.NEAR_END if byte & 0x03 else Readiness.READY
