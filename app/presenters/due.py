"""How a due moment stands in a list: a few characters, and how much it presses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
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
    """How `until` stands at `now`: 超 1 日, 余 0.4 日, 今日 17:30, 余 2 日; later 10-15　余 5 日."""
    until, now = until.astimezone(HALL_TIME), now.astimezone(HALL_TIME)
    day = calendar.hours_on(until.date()).seconds
    if now > until:
        over = calendar.working_seconds(until, now) / day
        return Due(f"超 {max(1, math.ceil(round(over, 4)))} 日", Urgency.RED)
    left = round(calendar.working_seconds(now, until) / day, 4)
    today = until.date() == now.date()
    if yellow_at is not None and now >= yellow_at:
        return Due(f"今日 {until:%H:%M}" if today else f"余 {_days(left)} 日", Urgency.YELLOW)
    if today:
        return Due(f"今日 {until:%H:%M}", Urgency.NEAR)
    if left <= NEAR_DAYS:
        return Due(f"余 {_days(left)} 日", Urgency.NEAR)
    year = f"{until.year}-" if until.year != now.year else ""
    return Due(f"{year}{until.month}-{until.day}　余 {_days(left)} 日", Urgency.PLAIN)


def _days(left: float) -> str:
    """Whole days, or a tenth of a day on the last one; never more than there is, never nothing."""
    return str(math.floor(left)) if left >= 1 else f"{max(math.floor(left * 10) / 10, 0.1):.1f}"
