"""A report as it is laid out, whatever becomes of it: headings, figures, bars, tables and cards, all in words.

`resources/reports/report.typ` sets it as a PDF, `app.reports.html` as a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.wire import Verdict

Pair = tuple[str, str]
"""Label and value."""


class Tone(StrEnum):
    """How a thing is marked: each has a colour and a shape of its own, and stands beside a word."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    OPEN = "open"  # nothing can be said yet
    PLAIN = "plain"  # no mark


TONES = {Verdict.KEEP: Tone.GOOD, Verdict.LOOK_AFTER: Tone.CARE, Verdict.REPLACE: Tone.BAD, Verdict.UNTRIED: Tone.OPEN}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table; `under` is a smaller second line."""

    text: str
    tone: Tone = Tone.PLAIN
    under: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column takes `share` parts of the width; 0 takes what its content needs, which must be short."""

    title: str
    share: float = 0.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A large figure with its label under it."""

    value: str
    label: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of counts one after the other; a count of nothing is left out."""

    label: str
    parts: tuple[tuple[Tone, int], ...]
    said: str = ""  # at its end


@dataclass(frozen=True, slots=True)
class Card:
    """All about one device."""

    title: str
    tone: Tone
    verdict: str
    facts: tuple[Pair, ...]
    counts: tuple[Pair, ...]
    points_title: str
    points: tuple[str, ...]
    closing: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in the order of the fields."""

    title: str
    text: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bar, ...] = ()
    bar_words: tuple[tuple[Tone, str], ...] = ()
    table: Table | None = None
    cards: tuple[Card, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report. `paging` stands before, between and after the number of the page and that of all pages."""

    language: str
    hall: str
    title: str
    facts: tuple[Pair, ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
    paging: tuple[str, str, str]


def numbered(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with their numbers before them."""
    return tuple((Cell(str(number)), *row) for number, row in enumerate(rows, 1))
