"""Which characters a font file can draw, read from its `cmap` table (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

_UNICODE = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4}  # best table first; beyond the BMP wins


@dataclass(frozen=True, slots=True)
class FontCover:
    """The code points of one face, as ascending ranges that do not overlap."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, char: str) -> bool:
        """Whether the face has a glyph for `char`."""
        code = ord(char)
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]

    @classmethod
    def of(cls, path: Path, index: int = 0) -> FontCover:
        """The cover of face `index` of a font file or collection. Raises OSError; a file without cmap has none."""
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as font:
            ranges = list(_joined(sorted(_ranges(font, index))))
        return cls(tuple(start for start, _ in ranges), tuple(end for _, end in ranges))


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ascending ranges with neighbours made one: format 4 comes a code point at a time."""
    first, last = -1, -1
    for start, end in ranges:
        if start > last + 1:
            if first >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if first >= 0:
        yield first, last


def _ranges(font: bytes | mmap, index: int) -> Iterator[tuple[int, int]]:
    table = _unicode_table(font, index)
    if table is None:
        return
    (format_,) = struct.unpack_from(">H", font, table)
    if format_ == 12:
        (groups,) = struct.unpack_from(">I", font, table + 12)
        for start, end, _ in struct.iter_unpack(">III", font[table + 16 : table + 16 + 12 * groups]):
            yield start, end
    elif format_ == 4:
        yield from _format_4(font, table)


def _format_4(font: bytes | mmap, table: int) -> Iterator[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", font, table + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, table + 14)
    starts = struct.unpack_from(f">{count}H", font, table + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, table + 16 + 2 * doubled)
    offsets_at = table + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for place, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if offset:  # counted from where the offset itself stands
                at = offsets_at + 2 * place + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", font, at)
                has_glyph = glyph != 0
            else:
                has_glyph = (code + delta) & 0xFFFF != 0
            if has_glyph:
                yield code, code


def _unicode_table(font: bytes | mmap, index: int) -> int | None:
    """Where in the file the widest Unicode table of the face begins."""
    face = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", font, face + 4)
    for place in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, face + 12 + 16 * place)
        if tag == b"cmap":
            return _best_subtable(font, offset)
    return None


def _best_subtable(font: bytes | mmap, cmap: int) -> int | None:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    found = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)
        if (platform, encoding) in _UNICODE:
            found[_UNICODE[platform, encoding]] = cmap + offset
    return found[min(found)] if found else None
