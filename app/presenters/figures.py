"""What the figures of the dashboard show, in values; `key` of an element says which cases it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from app.presenters.marks import Mark


@dataclass(frozen=True, slots=True)
class Span:
    """One hour of a day, or one day of a longer period: a bar, a point of the line, a point of the dashed line.

    `bar` and `line` are None while the span has not begun. `unfinished` is the span that is under way.
    """

    key: str
    label: str
    bar: int | None = None
    line: int | None = None
    before: int | None = None
    unfinished: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a period. The words stand beside what they name: there is no legend."""

    spans: tuple[Span, ...] = ()
    bar_word: str = ""
    line_word: str = ""
    before_word: str = ""
    until: str = ""  # beside the unfinished span: how far it has come


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of compared bars: the wide grey one, the narrow one in it, both numbers, and the cards it has."""

    key: str
    name: str
    whole: int
    part: int
    yellow: int = 0
    red: int = 0
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A number against its target; all in the same unit, from 0 to `most`. Words say number and difference."""

    key: str
    name: str
    value: float
    target: float
    most: float
    number: str
    difference: str
    mark: Mark
    bands: tuple[float, float] = (0.5, 0.75)  # where the second and the third band begin, as parts of `most`

    @property
    def reached(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target


@dataclass(frozen=True, slots=True)
class Column:
    """One small column; `marked` stands out and always bears its label."""

    key: str
    label: str
    value: int
    marked: bool = False
    spoken: str = ""
