"""Writes `resources/pinyin.txt`, the readings of Chinese characters: `python -m tests.support.pinyin_table`.

They are pypinyin's (MIT licence), without tones, ü as v. The file has them by syllable, so that a window need not hold
a dictionary of 42,000 characters to look up the thousand of its catalogue.
"""

from __future__ import annotations

from collections import defaultdict

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

from app.catalogue.pinyin_lines import READINGS


def table() -> str:
    """A line for each syllable, with the characters that can be read so behind a blank."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, sorted(PINYIN_DICT)):
        for syllable in set(pinyin(character, style=Style.NORMAL, heteronym=True)[0]):
            bearers[syllable].append(character)
    return "".join(f"{syllable} {''.join(bearers[syllable])}\n" for syllable in sorted(bearers))


if __name__ == "__main__":
    READINGS.write_text(table(), encoding="utf-8", newline="\n")
