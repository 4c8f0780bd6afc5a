"""Working days and hours: statutory holidays out, make-up workdays (调休) in; which years are published at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
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
class HallHours:
    """When the hall works on a working day, from the day `since` on: spans of one day, in order and apart."""

    since: date
    spans: tuple[tuple[time, time], ...]

    @property
    def seconds(self) -> float:
        """How long a whole day is."""
        return sum(_seconds(end) - _seconds(start) for start, end in self.spans)


OFFICE_HOURS = HallHours(date.min, ((time(8, 30), time(12)), (time(13, 30), time(17, 30))))
"""What a hall works whose calendar does not say (resources/calendars/hours.toml says it for the shipped one)."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A versioned calendar. In a year not in `years` only weekends are known: answers there are provisional.

    `hours` are in the order of their days; before the first of them its own hold.
    """

    version: str
    years: frozenset[int]
    holidays: Mapping[date, str]
    make_up: frozenset[date]
    hours: tuple[HallHours, ...] = (OFFICE_HOURS,)

    def __hash__(self) -> int:
        return hash(self.version)  # a mapping, as the holidays are, has no hash

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

    def hours_on(self, day: date) -> HallHours:
        """The hours that hold on `day`, if it is a working day."""
        return next((each for each in reversed(self.hours) if each.since <= day), self.hours[0])

    def opens(self, day: date) -> datetime:
        """When the hall opens on `day`, if it is a working day."""
        return at_hall(day, self.hours_on(day).spans[0][0])

    def closes(self, day: date) -> datetime:
        """When the hall closes on `day`, if it is a working day: what is due that day is due then (民法典 art. 203)."""
        return at_hall(day, self.hours_on(day).spans[-1][1])

    def seconds_on(self, day: date) -> float:
        """How many seconds of `day` are worked."""
        return self.hours_on(day).seconds if self.kind(day).works else 0

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Seconds of hall hours between two moments; 0 when `end` is not after `start`."""
        first, last = start.astimezone(HALL_TIME), end.astimezone(HALL_TIME)
        if last <= first:
            return 0.0
        if first.date() == last.date():
            return self._worked_until(last) - self._worked_until(first)
        between = sum(self.seconds_on(day) for day in _days_between(first.date(), last.date()))
        return self.seconds_on(first.date()) - self._worked_until(first) + between + self._worked_until(last)

    def after(self, start: datetime, seconds: float) -> datetime:
        """The first moment that has `seconds` of hall hours between `start` and it; `start` itself for 0."""
        begin = start.astimezone(HALL_TIME)
        if seconds <= 0:
            return begin
        left = seconds + self._worked_until(begin)
        for day in days_from(begin.date()):
            whole = self.seconds_on(day)
            if left <= whole:
                return self.at_work(day, left)
            left -= whole
        raise AssertionError("days do not end")

    def at_work(self, day: date, seconds: float) -> datetime:
        """The moment of a working day at which `seconds` of it are worked; at a break, its beginning."""
        for start, end in self.hours_on(day).spans:
            length = _seconds(end) - _seconds(start)
            if seconds <= length:
                return at_hall(day, start) + timedelta(seconds=seconds)
            seconds -= length
        return self.closes(day)

    def _worked_until(self, moment: datetime) -> float:
        """Seconds of the moment's own day that are worked before it."""
        if not self.kind(moment.date()).works:
            return 0.0
        now = _seconds(moment.time())
        spans = self.hours_on(moment.date()).spans
        return sum(max(0.0, min(now, _seconds(end)) - _seconds(start)) for start, end in spans)


def at_hall(day: date, clock: time) -> datetime:
    """That time of that day, in the hall."""
    return datetime.combine(day, clock, HALL_TIME)


def days_from(day: date) -> Iterator[date]:
    """`day` and every day after it."""
    while True:
        yield day
        day += timedelta(days=1)


def _days_between(first: date, last: date) -> Iterator[date]:
    """The days after `first` and before `last`."""
    return (first + timedelta(days=n) for n in range(1, (last - first).days))


def _seconds(clock: time) -> float:
    """Seconds since midnight."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1_000_000
