"""ESC/POS as bytes: a slip as bands of dots or as text, its cut, the drawer, and what may be shown of it. No I/O.

Sources: Epson's ESC/POS reference, pages gs_lv_0, esc_asterisk, gs_cv, esc_ld, esc_lp, fs_and, fs_exclm, gs_exclm,
dle_dc4_fn8. What a printer answers is in `devices.printing.replies`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from devices.ports import Raster
from devices.printing.profile import Cutter, Drawer, Picture, PrinterProfile
from devices.printing.replies import Query, is_done, is_report_head, is_status

__all__ = ["Picture", "Query", "is_done", "is_status"]

WHITE_ROWS = 4  # fewer rows of white are not worth a command of their own
COLUMN_ROWS = 24  # what one pass of ESC * with m = 33 prints

INIT = b"\x1b@"
CANCEL = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # drop what is still in the buffers, at once
CHINESE_ON, CHINESE_OFF = b"\x1c&", b"\x1c."

_SPACING_24 = b"\x1b3\x18"
_SPACING_DEFAULT = b"\x1b2"
_KICK_PINS = {Drawer.PIN_2: 0, Drawer.PIN_5: 1}
_HEAD_BYTES = {b"\x1dv": 8, b"\x1b*": 5}  # how much of a command is its size rather than what is printed


def slip_bands(
    raster: Raster,
    picture: Picture = Picture.RASTER,
    band_rows: int = 256,
    *,
    skip_white: bool = False,
    centred: bool = False,
) -> Iterator[bytes]:
    """The commands that print `raster`, piece by piece from the top; INIT comes before them, `cut` after.

    Pieces are short so that a question can come between. White to the right of a piece is left out, unless the printer
    is to centre them: then all have to be of one width. With `skip_white` rows of white are pieces of their own, which
    halves a slip of text.
    """
    rows = np.frombuffer(raster.rows, np.uint8).reshape(raster.height, (raster.width + 7) // 8)
    if picture is Picture.COLUMNS:
        ink = np.unpackbits(rows, axis=1)[:, : raster.width]
        yield from _column_bands(ink, band_rows, raster.width if centred else 1)
        return
    for top, end in _strips(np.atleast_1d(rows.any(axis=1)), band_rows, skip_white):
        band = rows[top:end]
        band = band if centred else band[:, : _inked(band)]
        yield b"\x1dv0\x00" + _little(band.shape[1]) + _little(band.shape[0]) + band.tobytes()


def _strips(inked: NDArray[np.bool_], band_rows: int, skip_white: bool) -> Iterator[tuple[int, int]]:
    """First row and end of each piece, none higher than `band_rows`; apart where white begins or ends, if so wished."""
    borders = [0, len(inked)]
    if skip_white:
        changes = np.flatnonzero(np.diff(inked)) + 1
        runs = list(zip([0, *changes], [*changes, len(inked)], strict=True))
        wide = [(top, end) for top, end in runs if not inked[top] and end - top >= WHITE_ROWS]
        borders = sorted({0, len(inked), *(int(row) for run in wide for row in run)})
    for top, end in pairwise(borders):
        for first in range(top, end, band_rows):
            yield first, min(first + band_rows, end)


def _column_bands(ink: NDArray[np.uint8], band_rows: int, least: int) -> Iterator[bytes]:
    """ESC * passes of 24 rows, as many to a band as fit, one at least."""
    ink = np.pad(ink, ((0, -ink.shape[0] % COLUMN_ROWS), (0, 0)))
    passes = [_column_pass(ink[top : top + COLUMN_ROWS], least) for top in range(0, len(ink), COLUMN_ROWS)]
    together = max(1, band_rows // COLUMN_ROWS)
    for first in range(0, len(passes), together):
        yield _SPACING_24 + b"".join(passes[first : first + together]) + _SPACING_DEFAULT


def _column_pass(ink: NDArray[np.uint8], least: int) -> bytes:
    columns = np.packbits(
        ink[:, : max(least, _inked(ink))].T, axis=1
    )  # three bytes a column, top dot in the highest bit
    return b"\x1b*\x21" + _little(len(columns)) + columns.tobytes() + b"\n"


def _inked(band: NDArray[np.uint8]) -> int:
    """How many columns of `band` there are up to the last one that is not white; one at least."""
    return max(1, int(np.flatnonzero(band.any(axis=0)).max(initial=0)) + 1)


def cut(profile: PrinterProfile) -> bytes:
    """What ends a slip: feed, and cut where there is a cutter."""
    match profile.cutter, profile.feed_lines:
        case Cutter.NONE, lines:
            return feed(lines)
        case Cutter.PARTIAL, 0:
            return b"\x1dV\x42\x00"  # feed to the cutter, then cut all but one point
        case Cutter.FULL, 0:
            return b"\x1dV\x41\x00"
        case cutter, lines:
            return feed(lines) + (b"\x1dV\x01" if cutter is Cutter.PARTIAL else b"\x1dV\x00")


def feed(lines: int) -> bytes:
    """Move the paper on by so many lines of text; b"" for none."""
    return b"\x1bd" + bytes([min(lines, 255)]) if lines else b""


def kick(profile: PrinterProfile) -> bytes:
    """The pulse that opens the drawer, as long off as on; b"" where there is none."""
    if profile.drawer is Drawer.NONE:
        return b""
    two_ms = min(255, max(1, profile.drawer_pulse_ms // 2))
    return b"\x1bp" + bytes([_KICK_PINS[profile.drawer], two_ms, two_ms])


def size(*, wide: bool, high: bool) -> bytes:
    """The size of characters, told twice: many printers do not enlarge Chinese ones by GS ! alone."""
    return b"\x1d!" + bytes([0x10 * wide | 0x01 * high]) + b"\x1c!" + bytes([0x04 * wide | 0x08 * high])


def redact(data: bytes) -> str:
    """What may be shown of bytes on the line: short questions and answers, of a slip only commands' heads and sizes."""
    if len(data) <= 4 and (data[:1] in (b"\x10", b"\x1b", b"\x1c", b"\x1d") or all(map(_is_answer, data))):
        return data.hex(" ").upper()
    shown = data[: _HEAD_BYTES.get(data[:2], 2)] if data[:1] in (b"\x10", b"\x1b", b"\x1c", b"\x1d") else b""
    return f"{shown.hex(' ').upper()} +{len(data) - len(shown)} B".strip()


def _is_answer(byte: int) -> bool:
    return is_status(byte) or is_done(byte) or is_report_head(byte)


def _little(number: int) -> bytes:
    return number.to_bytes(2, "little")
