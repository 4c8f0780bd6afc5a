"""Short Chinese texts that can be searched by what they say, by pinyin and by pinyin initials.

All lines stand in one string, so a search is one scan in C. For pinyin two strings run beside it, letter
for letter: each character is replaced by a mark for the set of its initials, or of its syllables. A typed
letter is then the class of marks that contain it: so characters of several readings (行: hang, xing) answer
to each, and the places found are places in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, repeat
from typing import Literal

from app import paths

How = Literal["text", "pinyin", "initials"]

# How well a line answers, the lower the better: for the whole line, for its beginning, for a part within.
_RANKS: dict[How, tuple[int, int, int]] = {
    "text": (0, 1, 2),
    "pinyin": (3, 5, 7),
    "initials": (4, 6, 8),
}
RANKS = 9  # ranks are below this
_HOW_OF_RANK = {rank: how for how, ranks in _RANKS.items() for rank in ranks}

READINGS = paths.resources() / "pinyin.txt"
"""A line for each syllable: the syllable without its tone, ü as v, a blank, and the characters that can be read so."""

_END = "\n"  # between lines; no text typed or stored holds it
_LONGEST_SYLLABLE = 6  # zhuang
_LONGEST_SPELLED = 40  # ways to cut a word double every few letters; nobody spells out more


def how_of(rank: int) -> How:
    """In which way a line of this rank answered."""
    return _HOW_OF_RANK[rank]


class PinyinLines:
    """Lines of text, searched together."""

    def __init__(self, lines: Sequence[str]) -> None:
        kept = [folded(line).replace(_END, " ") for line in lines]
        self._text = _END + _END.join(kept) + _END
        self._starts = list(accumulate((len(line) + 1 for line in kept), initial=1))
        self._line_at = [0, *chain.from_iterable(repeat(n, len(line) + 1) for n, line in enumerate(kept))]
        syllables = _syllables_of(frozenset(self._text) - {_END})
        self._syllables = _Marks(self._text, syllables)
        self._initials = _Marks(self._text, {character: _initials(read) for character, read in syllables.items()})

    def find(self, word: str) -> dict[int, int]:
        """The lines in which `word` (folded) is found, each with its best rank."""
        best: dict[int, int] = {}
        for how, pattern, text in self._ways(word):
            ranked = self._ranked(pattern, text, _RANKS[how])
            better = {line: min(best[line], ranked[line]) for line in best.keys() & ranked.keys()}
            best |= ranked | better
        return best

    def span(self, line: int, word: str, rank: int) -> tuple[int, int]:
        """The first place [start, end) of `word` in a line that `find` gave this rank."""
        begin, end = self._starts[line], self._starts[line + 1] - 1
        for how, pattern, text in self._ways(word):
            if how == _HOW_OF_RANK[rank] and (found := re.compile(pattern).search(text, begin, end)):
                return found.start() - begin, found.end() - begin
        return 0, 0

    def _ways(self, word: str) -> Iterator[tuple[How, str, str]]:
        """Each way to look for `word`: the pattern, and the string to look in."""
        yield "text", re.escape(word), self._text
        if word.isascii() and word.isalnum() and not word.isdecimal():
            if spelled := self._spelled(word):
                yield "pinyin", f"(?:{spelled})", self._syllables.text
            if abbreviated := self._abbreviated(word):
                yield "initials", abbreviated, self._initials.text

    def _ranked(self, pattern: str, text: str, ranks: tuple[int, int, int]) -> dict[int, int]:
        whole, beginning, inside = ranks
        starts, line_at = self._starts, self._line_at
        # Each match runs to the end of its line, so that a line matches once and the scan goes straight on.
        places = [found.start() for found in re.finditer(f"{pattern}[^{_END}]*", text)]
        ranked = {(line := line_at[place]): beginning if place == starts[line] else inside for place in places}
        for found in re.finditer(f"{_END}{pattern}(?={_END})", text):
            ranked[line_at[found.start() + 1]] = whole
        return ranked

    def _abbreviated(self, word: str) -> str:
        """`word` as one initial for each character; "" where a letter begins no character."""
        classes = [self._initials.class_of(letter) for letter in word]
        return "".join(classes) if all(classes) else ""

    def _spelled(self, word: str) -> str:
        """`word` as syllables, cut in every way; the last may be unfinished. "" when it cannot be cut."""
        return "|".join(self._cuts(word)) if 1 < len(word) <= _LONGEST_SPELLED else ""

    def _cuts(self, word: str) -> Iterable[str]:
        """Patterns for every cut of `word`, built from its end so that no part is cut twice."""
        tails: dict[int, list[str]] = {len(word): [""]}
        for start in range(len(word) - 1, -1, -1):
            here = [unfinished] if (unfinished := self._syllables.class_of_prefix(word[start:])) else []
            for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(word) - 1) + 1):
                if tails[end] and (syllable := self._syllables.class_of(word[start:end])):
                    rest = tails[end]
                    here.append(syllable + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})"))
            tails[start] = here
        return tails[0]


class _Marks:
    """A text with each character replaced by a mark for the set of its readings."""

    def __init__(self, text: str, readings: Mapping[str, frozenset[str]]) -> None:
        marks: dict[frozenset[str], str] = {}
        table: dict[str, int | str | None] = {_END: _END}
        for character in sorted(readings):
            table[character] = marks.setdefault(readings[character], chr(0x100 + len(marks)))
        self.text = text.translate(str.maketrans(table))
        self._bearing: dict[str, str] = {}
        for reading_set, mark in marks.items():
            for reading in reading_set:
                self._bearing[reading] = self._bearing.get(reading, "") + mark
        self._of_prefix: dict[str, str] = {}
        for reading, bearing in self._bearing.items():
            for length in range(1, len(reading) + 1):
                prefix = reading[:length]
                self._of_prefix[prefix] = "".join(sorted({*self._of_prefix.get(prefix, ""), *bearing}))

    def class_of(self, reading: str) -> str:
        """The pattern of one character read so; "" where none is."""
        return _one_of(self._bearing.get(reading, ""))

    def class_of_prefix(self, beginning: str) -> str:
        """The pattern of one character whose reading begins so; "" where none does."""
        return _one_of(self._of_prefix.get(beginning, ""))


def folded(text: str) -> str:
    """`text` for comparing: lower case, full-width forms as ASCII, letter for letter so that places stay."""
    return "".join(map(_folded_character, text))


@cache
def _folded_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def _one_of(marks: str) -> str:
    return f"[{marks}]" if len(marks) > 1 else marks


def _initials(readings: frozenset[str]) -> frozenset[str]:
    return frozenset(reading[0] for reading in readings)


def _syllables_of(characters: frozenset[str]) -> dict[str, frozenset[str]]:
    """Every reading of each character without tones (ü as v and as u); what is no Chinese stands for itself."""
    read: dict[str, set[str]] = {}
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        syllable, _, bearers = line.partition(" ")
        for character in characters.intersection(bearers):
            read.setdefault(character, set()).update((syllable, syllable.replace("v", "u")))
    return {character: frozenset(read.get(character, (character,))) for character in characters}
