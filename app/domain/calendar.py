"""Working days: statutory holidays out, make-up workdays (调休) in, and which years are published at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import Enum

HALL_TIME = timezone(timedelta(hours=8), "CST")
"""China keeps one time, without summer time: a deadline is counted in it wherever the computer thinks it is."""


class DayKind(Enum):
    """What a day counts as."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"  # 调休: a weekend day worked in place of another
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def works(self) -> bool:
        """Whether the hall counts this day."""
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A versioned calendar. In a year not in `years` only weekends are known: answers there are provisional."""

    version: str
    years: frozenset[int]
    holidays: Mapping[date, str]
    make_up: frozenset[date]

    def kind(self, day: date) -> DayKind:
        """What `day` counts as."""
        if day in self.holidays:
            return DayKind.HOLIDAY
        if day in self.make_up:
            return DayKind.MAKE_UP
        return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY

    def publishes(self, day: date) -> bool:
        """Whether the year of `day` has been published."""
        return day.year in self.years

    def next_workday(self, day: date) -> date:
        """The first working day on or after `day`."""
        return next(each for each in days_from(day) if self.kind(each).works)


def days_from(day: date) -> Iterator[date]:
    """`day` and every day after it."""
    while True:
        yield day
        day += timedelta(days=1)
