"""How long a deadline with its trace takes, beside a bare walk over the same days; and all clocks of a case."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit
from app.domain.clocks import ClockFacts, clocks
from app.domain.deadline import Pause, deadline
from app.domain.rules import Rules

TARGET_MS = 1.0
TIMES = 200
CALENDAR = load_calendar(paths.resources() / "calendars")
ACCEPTED = datetime(2026, 9, 18, 9, 31, tzinfo=HALL_TIME)
NOW = datetime(2026, 10, 9, 10, 20, tzinfo=HALL_TIME)
PAUSES = tuple(
    Pause("testing", "检测", ACCEPTED + timedelta(days=first), ACCEPTED + timedelta(days=first + 6), Limit(15))
    for first in (5, 24)
)
FACTS = ClockFacts(ACCEPTED, ACCEPTED, Limit(20), accepted=ACCEPTED, pauses=PAUSES)


def measure() -> list[dict[str, Any]]:
    """Milliseconds of one core: twenty working days over National Day with two pauses, which is some fifty days."""
    days = len(_deadline().trace)
    baseline = _milliseconds(lambda: [CALENDAR.kind(date(2026, 9, 18) + timedelta(days=n)) for n in range(days)])
    value = _milliseconds(_deadline)
    every = _milliseconds(lambda: clocks(FACTS, CALENDAR, Rules(), NOW))
    return [
        _row(f"deadline with its trace of {days} days", value, baseline, at_most=TARGET_MS),
        _row("every clock of that case", every, baseline, at_most=TARGET_MS * 5),
    ]


def _deadline() -> Any:
    return deadline(ACCEPTED, Limit(20), CALENDAR, pauses=PAUSES, now=NOW)


def _row(name: str, value: float, baseline: float, *, at_most: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": "ms",
        "baseline": round(baseline, 3),
        "ratio": round(value / baseline, 1),
        "target": f"<= {at_most:g}",
        "holds": value <= at_most,
    }


def _milliseconds(work: Callable[[], object]) -> float:
    """The 95th percentile of one core's time, not of the wall: the machine may be shared."""
    taken = []
    for _ in range(TIMES):
        began = time.thread_time()
        work()
        taken.append((time.thread_time() - began) * 1000)
    return sorted(taken)[int(TIMES * 0.95)]


if __name__ == "__main__":
    print(*measure(), sep="\n")
