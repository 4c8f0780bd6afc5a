"""The province's supervision clock: working seconds from acceptance to the end, without pauses, rounded up to days.

A clock that added a pause as wall time would land on Sundays: this one only ever runs in hall hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

from app.domain.calendar import WorkCalendar
from app.domain.deadline import Stretch


def seconds_run(start: datetime, end: datetime, calendar: WorkCalendar, *, stretches: Iterable[Stretch] = ()) -> float:
    """Working seconds between two moments on which no stretch stops the clock."""
    run, position = 0.0, start
    for each in _in_order(stretches):
        if each.begin >= end:
            break
        run += calendar.working_seconds(position, each.begin)
        position = max(position, each.end)
    return run + calendar.working_seconds(position, end)


def moment_after(
    start: datetime, seconds: float, calendar: WorkCalendar, *, stretches: Iterable[Stretch] = ()
) -> datetime:
    """The first moment at which the clock has run for `seconds`."""
    position = start
    for each in _in_order(stretches):
        ran = calendar.working_seconds(position, each.begin)
        if ran >= seconds:
            break
        seconds -= ran
        position = max(position, each.end)
    return calendar.after(position, seconds)


def day_seconds(start: datetime, calendar: WorkCalendar) -> float:
    """What one day is for a clock that began at `start`."""
    return calendar.hours_on(start.date()).seconds


def days_begun(seconds: float, day: float) -> int:
    """Seconds as days, rounded up: accepted 14:00, finished 14:01 five working days later, is 6 days."""
    return math.ceil(round(seconds / day, 6))


def _in_order(stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda stretch: stretch.begin)
