"""Text as it stands on a paper: characters with their certainty and place, in lines. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from devices.ports import Frame


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as read: `certainty` 0..1, `x` the pixel its middle stands at along the line."""

    text: str
    certainty: float
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """A run of characters without blanks, and the upright box round it in pixels of the picture."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def text(self) -> str:
        """The characters as one word."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def certainty(self) -> float:
        """That of the least certain character, 0..1."""
        return certainty(self.glyphs)

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The row its middle stands at."""
        return (self.top + self.bottom) / 2

    def part(self, start: int, stop: int) -> Line:
        """The characters from `start` up to `stop`, with the box they take up."""
        glyphs = self.glyphs
        left = self.left if start == 0 else (glyphs[start - 1].x + glyphs[start].x) / 2
        right = self.right if stop == len(glyphs) else (glyphs[stop - 1].x + glyphs[stop].x) / 2
        if start:  # a wide gap is nobody's: the part begins half a character before its first middle
            left = max(left, glyphs[start].x - self.height / 2)
        if stop < len(glyphs):
            right = min(right, glyphs[stop - 1].x + self.height / 2)
        return Line(glyphs[start:stop], left, self.top, right, self.bottom)


Text = tuple[Line, ...]
"""All lines of a picture, in no promised order."""


class TextReader(Protocol):
    """Reads print. Every call may raise a `DeviceError`."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def read(self, picture: Frame) -> Text:
        """The lines of print in an upright picture; none where there is none."""
        ...


def certainty(glyphs: Sequence[Glyph]) -> float:
    """That of the least certain of the characters, 0..1; 0 where there is none."""
    return min((glyph.certainty for glyph in glyphs), default=0.0)


def line_of(text: str, left: float, top: float, right: float, bottom: float, *, sure: float = 1.0) -> Line:
    """A line whose characters stand evenly between `left` and `right`; blanks take room and are left out."""
    pitch = (right - left) / max(1, len(text))
    glyphs = tuple(
        Glyph(character, sure, left + (place + 0.5) * pitch)
        for place, character in enumerate(text)
        if not character.isspace()
    )
    return Line(glyphs, left, top, right, bottom)
