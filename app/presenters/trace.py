"""The trace of a deadline as a page shows it: a title that is the answer, weeks of days, and the facts below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class DayLook(Enum):
    """How a day of the trace is drawn; told apart by shape and word as well as by colour."""

    PLAIN = "plain"  # before the count, or after it
    START = "start"  # the clock starts here; itself not counted
    COUNTED = "counted"
    FREE = "free"  # a weekend or a holiday
    PAUSED = "paused"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class TraceDay:
    """One cell. `number` is the day's place among the counted ones, 0 where it is not counted.

    `word` stands at the foot (受理, 停, 中秋, 止), `corner` at the top right (班). A provisional day belongs to a year
    whose calendar is not published. `spoken` is the whole day as a sentence.
    """

    day: date
    label: str
    look: DayLook = DayLook.PLAIN
    number: int = 0
    word: str = ""
    corner: str = ""
    today: bool = False
    provisional: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One fact: label, value, remark flush right; `note` is a second line (the legal basis). `strong` is the answer."""

    label: str
    value: str
    remark: str = ""
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TraceState:
    """`title` is when it is due, `remark` what is left. Weeks begin on Monday; groups are parted by a line."""

    title: str = ""
    remark: str = ""
    weeks: tuple[tuple[TraceDay, ...], ...] = ()
    groups: tuple[tuple[TraceLine, ...], ...] = ()

    @property
    def spoken(self) -> str:
        """Everything the calendar shows, in sentences: what a screen reader reads."""
        days = (day.spoken for week in self.weeks for day in week if day.spoken)
        lines = (
            "，".join(filter(None, (line.label, line.value, line.remark, line.note)))
            for group in self.groups
            for line in group
        )
        return "；".join(filter(None, (*days, *lines)))
