"""A year of the calendar, or hours, as somebody means to publish them: what is wrong with it, and the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from itertools import pairwise

from app.domain.calendar import HallHours, WorkCalendar

FIRST_YEAR, LAST_YEAR = 2019, 2099
LONGEST_NAME = 16


class Fault(Enum):
    """Why a day, or the whole, cannot be published."""

    YEAR = "year"  # outside FIRST_YEAR…LAST_YEAR
    NO_HOLIDAY = "no_holiday"  # no year is without one: it was forgotten
    OTHER_YEAR = "other_year"
    BOTH = "both"  # holiday and make-up workday at once
    WORKDAY_ALREADY = "workday_already"  # a make-up workday is a Saturday or a Sunday
    NAME = "name"  # a holiday without a name, or with too long a one
    NO_HOURS = "no_hours"
    HOURS_ORDER = "hours_order"  # spans overlap, or end before they begin


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """One thing that is wrong; `day` is None where it is the whole."""

    why: Fault
    day: date | None = None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The holidays (day → name) and make-up workdays of one year."""

    year: int
    holidays: Mapping[date, str]
    make_up: frozenset[date]


def plan_of(calendar: WorkCalendar, year: int) -> YearPlan:
    """What `calendar` says of `year`; nothing where it is not published."""
    return YearPlan(
        year,
        {day: name for day, name in sorted(calendar.holidays.items()) if day.year == year},
        frozenset(day for day in calendar.make_up if day.year == year),
    )


def year_faults(plan: YearPlan) -> tuple[CalendarFault, ...]:
    """Everything that is wrong with a year; empty when it may be published."""
    return tuple(_year_faults(plan))


def with_year(calendar: WorkCalendar, plan: YearPlan, version: str) -> WorkCalendar:
    """`calendar` with that year as planned, under another version."""
    others = {day: name for day, name in calendar.holidays.items() if day.year != plan.year}
    worked = frozenset(day for day in calendar.make_up if day.year != plan.year)
    return replace(
        calendar,
        version=version,
        years=calendar.years | {plan.year},
        holidays=dict(sorted((others | dict(plan.holidays)).items())),
        make_up=worked | plan.make_up,
    )


def hours_faults(hours: HallHours) -> tuple[CalendarFault, ...]:
    """What is wrong with hours that shall hold from a day on."""
    clock = [moment for span in hours.spans for moment in span]
    if not clock:
        return (CalendarFault(Fault.NO_HOURS),)
    disordered = any(then <= before for before, then in pairwise(clock))
    return (CalendarFault(Fault.HOURS_ORDER),) if disordered else ()


def with_hours(calendar: WorkCalendar, hours: HallHours, version: str) -> WorkCalendar:
    """`calendar` with these hours from their day on; hours that began on the same day are replaced."""
    others = [each for each in calendar.hours if each.since != hours.since]
    ordered = sorted([*others, hours], key=lambda each: each.since)
    return replace(calendar, version=version, hours=tuple(ordered))


def span_of(text: str) -> tuple[time, time]:
    """A span written 08:30-12:00. Raises `ValueError`."""
    start, _, end = text.replace("–", "-").replace("—", "-").replace("：", ":").partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def _year_faults(plan: YearPlan) -> Iterator[CalendarFault]:
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        yield CalendarFault(Fault.YEAR)
    if not plan.holidays:
        yield CalendarFault(Fault.NO_HOLIDAY)
    for day in sorted(plan.holidays.keys() | plan.make_up):
        if day.year != plan.year:
            yield CalendarFault(Fault.OTHER_YEAR, day)
        if day in plan.holidays and day in plan.make_up:
            yield CalendarFault(Fault.BOTH, day)
        elif day in plan.make_up and day.weekday() < 5:
            yield CalendarFault(Fault.WORKDAY_ALREADY, day)
        if day in plan.holidays and not 0 < len(plan.holidays[day].strip()) <= LONGEST_NAME:
            yield CalendarFault(Fault.NAME, day)
