"""When something is due, and the trace that explains it (行政许可法 art. 82: working days, first day not counted)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.calendar import DayKind, WorkCalendar, days_from
from app.domain.catalogue import Limit, LimitUnit

ACCEPTANCE_PROMISE = Limit(1)
"""The back office decides acceptance within one working day (the hall's promise)."""

TOLD_ONCE = Limit(5)
"""art. 32(4): everything missing is told within five days, or the case counts as accepted."""


class Role(Enum):
    """What a day is in a trace."""

    RECEIVED = "received"  # the first day, not counted
    COUNTED = "counted"
    MAKE_UP = "make_up"  # counted, though a weekend day
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class TracedDay:
    """One day of the count. `number` is its place among the counted ones, 0 if not counted.

    A limit in natural days counts weekends and holidays too: they keep their role and get a number.
    """

    day: date
    role: Role
    number: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, how it came about, and whether a year not yet published makes it provisional."""

    due: date
    limit: Limit
    provisional: bool
    trace: tuple[TracedDay, ...]

    @property
    def make_up_days(self) -> tuple[date, ...]:
        """Weekend days that were counted because they are worked (调休)."""
        return tuple(day.day for day in self.trace if day.role is Role.MAKE_UP)

    @property
    def holidays(self) -> tuple[TracedDay, ...]:
        """Statutory holidays passed over; a limit in natural days counts those within it."""
        return tuple(day for day in self.trace if day.role is Role.HOLIDAY and not day.number)


def deadline(received: datetime, limit: Limit, calendar: WorkCalendar) -> Deadline:
    """The last day of `limit` counted from the day after `received` (local time of the hall).

    Natural days and hours that end on a non-working day run on to the next working day.
    """
    start = received.date()
    match limit.unit:
        case LimitUnit.WORKING_DAY:
            return _counted(start, limit, calendar, lambda day: calendar.kind(day).works)
        case LimitUnit.NATURAL_DAY:
            return _counted(start, limit, calendar, lambda _: True)
        case LimitUnit.HOUR:
            days = (received + timedelta(hours=limit.amount)).date() - start
            return _counted(start, Limit(days.days, limit.unit), calendar, lambda _: True, said=limit)


def _counted(
    start: date,
    limit: Limit,
    calendar: WorkCalendar,
    counts: Callable[[date], bool],
    *,
    said: Limit | None = None,
) -> Deadline:
    trace = [TracedDay(start, Role.RECEIVED)]
    number = 0
    if limit.amount or not calendar.kind(start).works:
        for day in days_from(start + timedelta(days=1)):
            counted = number < limit.amount and counts(day)
            number += counted
            trace.append(_traced(day, number if counted else 0, calendar))
            if number >= limit.amount and calendar.kind(day).works:
                break
    provisional = not all(calendar.publishes(day.day) for day in trace)
    return Deadline(trace[-1].day, said or limit, provisional, tuple(trace))


def _traced(day: date, number: int, calendar: WorkCalendar) -> TracedDay:
    match calendar.kind(day):
        case DayKind.HOLIDAY:
            return TracedDay(day, Role.HOLIDAY, number, calendar.holidays[day])
        case DayKind.WEEKEND:
            return TracedDay(day, Role.WEEKEND, number)
        case DayKind.MAKE_UP:
            return TracedDay(day, Role.MAKE_UP, number)
        case DayKind.WORKDAY:
            return TracedDay(day, Role.COUNTED, number)
