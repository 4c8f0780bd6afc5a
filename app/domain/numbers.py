"""Printed numbers: leased to a window in blocks, so that one given off line never changes and never comes twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.errors import NumbersExhausted


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Serials `first`…`last` of one series and year, leased by the central; `next` is the first unused."""

    series: str  # "case" for cases, or a slip kind
    prefix: str  # hall code, as printed
    year: int
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many serials are unused."""
        return self.last - self.next + 1


def number_text(block: NumberBlock, window: str, serial: int) -> str:
    """A number as printed: hall and year, window, serial within the hall (YC26-03-00417)."""
    return f"{block.prefix}{block.year % 100:02d}-{window}-{serial:05d}"


def take_number(block: NumberBlock, window: str) -> tuple[str, NumberBlock]:
    """The next number of `block` and the block without it. Raises `NumbersExhausted`."""
    if block.left < 1:
        raise NumbersExhausted(block.series)
    return number_text(block, window, block.next), replace(block, next=block.next + 1)
