"""Finding items as a clerk types: by name, pinyin, initials, code, keyword, department or theme."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from app.catalogue.pinyin_lines import RANKS, PinyinLines, folded, how_of
from app.domain.catalogue import Catalogue, Item

Matched = Literal["name", "pinyin", "initials", "code", "keyword", "department", "theme"]
Span = tuple[int, int]

_AFTER = chr(0x10FFFF)  # after every character a code may hold

# Whatever the name answers (ranks below RANKS) is better than what else is known of an item.
_CODE, _KEYWORD, _DEPARTMENT, _THEME = range(RANKS, RANKS + 4)
_BESIDE_THE_NAME: dict[int, Matched] = {
    _CODE: "code",
    _KEYWORD: "keyword",
    _DEPARTMENT: "department",
    _THEME: "theme",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found, by what, and which parts of its name [start, end) answered the text typed."""

    item: Item
    matched: Matched
    spans: tuple[Span, ...] = ()


class ItemSearch:
    """An index over one catalogue, built once and asked at every keystroke."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._items = catalogue.items
        self._place = {item.code: place for place, item in enumerate(self._items)}
        self._names = PinyinLines([item.name for item in self._items])
        self._codes = sorted((folded(item.code), place) for place, item in enumerate(self._items))
        self._beside = (  # worst first
            (_THEME, _Shared([(item.theme,) for item in self._items])),
            (_DEPARTMENT, _Shared([(item.department.name, item.department.code) for item in self._items])),
            (_KEYWORD, _Shared([item.keywords for item in self._items])),
        )

    def find(self, text: str, *, pinned: Sequence[str] = (), recent: Sequence[str] = (), limit: int = 30) -> list[Hit]:
        """The best `limit` items for `text`, best first; each word of it must be answered.

        `pinned` and `recent` are item codes: first among equals, and ahead of all when `text` is empty.
        """
        known = (self._place.get(code) for code in (*pinned, *recent))
        favoured = list(dict.fromkeys(place for place in known if place is not None))
        words = tuple(dict.fromkeys(folded(text).split()))
        if not words:
            order = dict.fromkeys([*favoured, *range(len(self._items))])
            return [Hit(self._items[place], "name") for place in islice(order, limit)]
        answers = [self._ranks(word) for word in words]
        return [self._hit(place, words, answers) for place in self._best(answers, favoured, limit)]

    def _ranks(self, word: str) -> dict[int, int]:
        """The items that answer `word`, each with its best rank; better ranks overwrite worse ones."""
        ranks: dict[int, int] = {}
        for rank, shared in self._beside:
            ranks |= dict.fromkeys(shared.bearers(word), rank)
        first, last = bisect_left(self._codes, (word,)), bisect_left(self._codes, (word + _AFTER,))
        ranks |= {place: _CODE for _, place in self._codes[first:last]}
        return ranks | self._names.find(word)

    def _best(self, answers: Sequence[dict[int, int]], favoured: Sequence[int], limit: int) -> list[int]:
        """The places that answer every word: by rank, then favour, then order of the catalogue."""
        found, *others = sorted(answers, key=len)
        for other in others:
            found = {place: rank + other[place] for place, rank in found.items() if place in other}
        # One number holds rank and order: comparing plain numbers is what keeps a keystroke short.
        order = dict(enumerate(favoured, -len(favoured)))
        stride, shift = len(self._items) + len(favoured), len(favoured)
        keys = [rank * stride + shift + place for place, rank in found.items()]
        keys += [found[place] * stride + shift + before for before, place in order.items() if place in found]
        best: dict[int, None] = {}  # in order and each once: a favoured one stands in `keys` twice
        for key in sorted(keys):
            place = key % stride - shift
            best[order.get(place, place)] = None
            if len(best) == limit:
                break
        return list(best)

    def _hit(self, place: int, words: Sequence[str], answers: Sequence[dict[int, int]]) -> Hit:
        ranks = [answer[place] for answer in answers]
        best = min(ranks)
        if best < RANKS:
            how = how_of(best)
            matched: Matched = "name" if how == "text" else how
        else:
            matched = _BESIDE_THE_NAME[best]
        spans = [self._names.span(place, word, rank) for word, rank in zip(words, ranks, strict=True) if rank < RANKS]
        return Hit(self._items[place], matched, _merged(sorted(spans)))


class _Shared:
    """Texts that many items share: each is looked through once, whoever bears it."""

    def __init__(self, texts_of: Sequence[Iterable[str]]) -> None:
        bearers: dict[str, list[int]] = {}
        for place, texts in enumerate(texts_of):
            for text in filter(None, texts):
                bearers.setdefault(text, []).append(place)
        self._lines = PinyinLines(list(bearers))
        self._bearers = list(bearers.values())

    def bearers(self, word: str) -> Iterator[int]:
        """The items that bear a text in which `word` is found."""
        return chain.from_iterable(self._bearers[line] for line in self._lines.find(word))


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Ordered spans with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
