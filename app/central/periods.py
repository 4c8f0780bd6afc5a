"""The periods that figures are given for, cut into spans: hours of a day, days of a week or month, months of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.domain.calendar import WorkCalendar, at_hall
from app.domain.moments import milliseconds
from sync.wire import Period

HOUR_MS, DAY_MS = 3_600_000, 86_400_000


@dataclass(frozen=True, slots=True)
class Reach:
    """Moments in UTC milliseconds: [`begin_ms`, `end_ms`), and where each span in it begins."""

    period: Period
    begin_ms: int
    end_ms: int
    starts_ms: tuple[int, ...]

    @property
    def step_ms(self) -> int:
        """How finely the database is to count; China keeps one time, so that days are as long as each other."""
        return HOUR_MS if self.period is Period.DAY else DAY_MS

    def place(self, step: int) -> int:
        """In which span the step counted from the beginning lies."""
        moment = self.begin_ms + step * self.step_ms
        return max(place for place, start in enumerate(self.starts_ms) if start <= moment)


def reach(period: Period, day: date) -> Reach:
    """The period of that kind in which `day` lies."""
    first, after = _bounds(period, day)
    match period:
        case Period.DAY:
            starts = [milliseconds(at_hall(day, time(hour))) for hour in range(24)]
        case Period.YEAR:
            starts = [_midnight_ms(date(first.year, month, 1)) for month in range(1, 13)]
        case _:
            starts = [_midnight_ms(each) for each in days_between(first, after)]
    return Reach(period, _midnight_ms(first), _midnight_ms(after), tuple(starts))


def reach_before(period: Period, day: date, calendar: WorkCalendar) -> Reach:
    """What it is compared with: the working day, the week, the month or the year before."""
    if period is Period.DAY:
        return reach(period, last_workdays(day - timedelta(days=1), 1, calendar)[0])
    return reach(period, _bounds(period, day)[0] - timedelta(days=1))


def last_workdays(day: date, count: int, calendar: WorkCalendar) -> list[date]:
    """The last so many working days up to `day`, oldest first."""
    found: list[date] = []
    while len(found) < count:
        if calendar.kind(day).works:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def days_between(first: date, after: date) -> Iterator[date]:
    """The days from `first` up to, and without, `after`."""
    return (first + timedelta(days=n) for n in range((after - first).days))


def _bounds(period: Period, day: date) -> tuple[date, date]:
    """First day, and the day after the last."""
    match period:
        case Period.DAY:
            return day, day + timedelta(days=1)
        case Period.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case Period.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1)
        case Period.YEAR:
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def _midnight_ms(day: date) -> int:
    return milliseconds(at_hall(day, time.min))
