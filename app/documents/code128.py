"""Code 128 (ISO/IEC 15417) as widths of bars and spaces, for texts of printable ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterator

START_B, START_C, TO_C, TO_B = 104, 105, 99, 100

_PATTERNS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_STOP = (2, 3, 3, 1, 1, 1, 2)
_WORTH_SWITCHING = re.compile(r"(?:\d\d){2,}$|(?:\d\d){3,}")  # digits two to a symbol pay for the way there, and back


def widths(text: str) -> tuple[int, ...]:
    """Bar, space, bar … in modules, without the quiet zones (10 modules a side). `ValueError` for other characters."""
    symbols = _symbols(text)
    check = (symbols[0] + sum(place * value for place, value in enumerate(symbols))) % 103
    return (*(width for value in (*symbols, check) for width in _pattern(value)), *_STOP)


def modules(text: str) -> int:
    """How many modules wide the code of `text` is."""
    return sum(widths(text))


def _symbols(text: str) -> list[int]:
    """Start and data symbols: set B, and set C where a run of digits is worth the change."""
    if not text or not all(" " <= char <= "~" for char in text):
        raise ValueError("Code 128 needs printable ASCII")
    symbols: list[int] = []
    by_pairs = False
    for part, pairs in _parts(text):
        if not symbols:
            symbols.append(START_C if pairs else START_B)
        elif pairs != by_pairs:
            symbols.append(TO_C if pairs else TO_B)
        by_pairs = pairs
        if pairs:
            symbols += [int(part[place : place + 2]) for place in range(0, len(part), 2)]
        else:
            symbols += [ord(char) - 32 for char in part]
    return symbols


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether a part goes in pairs of digits."""
    done = 0
    for digits in _WORTH_SWITCHING.finditer(text):
        if digits.start() > done:
            yield text[done : digits.start()], False
        yield digits.group(), True
        done = digits.end()
    if done < len(text):
        yield text[done:], False


def _pattern(value: int) -> tuple[int, ...]:
    return tuple(int(width) for width in _PATTERNS[value * 6 : value * 6 + 6])
