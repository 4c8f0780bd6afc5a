"""How a due moment stands in a list: a few characters, and how much it presses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.calendar import HALL_TIME, WorkCalendar

NEAR_DAYS = 3


class Urgency(Enum):
    """How a due moment is drawn: as plain text, with a clock, with a yellow card, with a red one."""

    PLAIN = "plain"
    NEAR = "near"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Due:
    """What stands at the right of a case's row."""

    text: str
    urgency: Urgency


STOPPED = Due("时限停", Urgency.PLAIN)


def due_of(until: datetime, yellow_at: datetime | None, *, now: datetime, calendar: WorkCalendar) -> Due:
    """How `until` stands at `now`: 超 1 日, 今日 17:30, 余 2 日; later than three working days 10-15　余 5 日.

    What is left are the working days after today, never more than the clock itself says: the day on which a clock
    begins is not counted, and a list does not know which that is.
    """
    until, now = until.astimezone(HALL_TIME), now.astimezone(HALL_TIME)
    if now > until:
        over = calendar.working_seconds(until, now) / calendar.hours_on(until.date()).seconds
        return Due(f"超 {max(1, math.ceil(round(over, 4)))} 日", Urgency.RED)
    left = sum(calendar.kind(day).works for day in _days_after(now.date(), until.date()))
    text = f"余 {left} 日" if left else f"今日 {until:%H:%M}"
    if yellow_at is not None and now >= yellow_at:
        return Due(text, Urgency.YELLOW)
    if left <= NEAR_DAYS:
        return Due(text, Urgency.NEAR)
    year = f"{until.year}-" if until.year != now.year else ""
    return Due(f"{year}{until.month}-{until.day}　{text}", Urgency.PLAIN)


def _days_after(today: date, last: date) -> Iterator[date]:
    """The days after `today`, up to and with `last`."""
    return (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
