"""Printed numbers: leased to a window in blocks, so that one given off line never changes and never comes twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.errors import NumbersExhausted

CASES = "case"
"""The series of the cases' own numbers."""

_PRINTED = re.compile(r"[A-Z]+(\d\d)-[^-]+-([A-Z]?)(\d+)")
_OF_DOCUMENT = re.compile(r"([A-Z]+)(\d\d)-([^-]+)-[A-Z](\d+)")


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Serials `first`…`last` of one series and year, leased by the central; `next` is the first unused."""

    series: str  # CASES, or the letter of a series of documents
    prefix: str  # hall code, as printed
    year: int
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many serials are unused."""
        return self.last - self.next + 1


class GapReason(Enum):
    """Why serials stand for no case or document that holds: the register of numbers says it of each."""

    UNUSED = "unused"  # the year ended before they were given
    VOID_DOCUMENT = "void_document"
    VOID_CASE = "void_case"


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Serials `first`…`last` of a series and year that no case or document in force has."""

    series: str
    year: int
    first: int
    last: int
    reason: GapReason


def gap_of(number: str, reason: GapReason, *, century: int = 2000) -> NumberGap | None:
    """The one serial of a printed number; None for a number of another form."""
    parts = _PRINTED.fullmatch(number)
    if parts is None:
        return None
    short_year, letter, serial = parts.groups()
    return NumberGap(letter.lower() or CASES, century + int(short_year), int(serial), int(serial), reason)


def number_text(block: NumberBlock, window: str, serial: int) -> str:
    """A number as printed: hall and year, window, serial within the hall (YC26-03-00417).

    A document's has the letter of its series before the serial (YC26-03-S00012), so that it is never a case's and
    sorts among its own. A Latin letter, not the Chinese mark of `formal_number`: Code 128 knows no Chinese, and what
    stands on paper, in the bar code and in a search should be one and the same.
    """
    letter = "" if block.series == CASES else block.series.upper()
    return f"{block.prefix}{block.year % 100:02d}-{window}-{letter}{serial:05d}"


def formal_number(number: str, mark: str, year: int) -> str:
    """A document's number as documents of state have it (GB/T 9704): YC受〔2026〕03-00012号.

    `year` is the one it was made in, for the century. A number of another form stays as it is.
    """
    parts = _OF_DOCUMENT.fullmatch(number)
    if parts is None:
        return number
    hall, short_year, window, serial = parts.groups()
    return f"{hall}{mark}〔{year // 100}{short_year}〕{window}-{serial}号"


def take_number(block: NumberBlock, window: str) -> tuple[str, NumberBlock]:
    """The next number of `block` and the block without it. Raises `NumbersExhausted`."""
    if block.left < 1:
        raise NumbersExhausted(block.series)
    return number_text(block, window, block.next), replace(block, next=block.next + 1)
