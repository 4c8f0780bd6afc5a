"""Deadlines worked out by hand against the published holidays: one line an example."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import ACCEPTANCE_PROMISE, TOLD_ONCE, DayRole, deadline

CALENDAR = load_calendar(paths.resources() / "calendars")

BY_HAND = """
2019-02-01 10:00   1 W   2019-02-02       Friday; the Saturday is worked
2019-02-01 10:00   3 W   2019-02-11       Saturday and Sunday worked, then seven days of Spring Festival
2019-01-31 10:00   5 W   2019-02-12
2019-04-26 10:00   3 W   2019-04-30       the Sunday is worked
2019-04-26 10:00   4 W   2019-05-05       and so is the Sunday after Labour Day
2019-09-27 10:00   8 W   2019-10-14       two make-up days, seven holidays
2019-12-31 10:00   1 W   2020-01-02
2020-01-17 10:00   5 W   2020-01-23       the Sunday is worked
2020-01-17 10:00   6 W   2020-02-03       the holiday that was made longer, to 2 February
2020-01-23 17:00   1 W   2020-02-03
2020-04-30 10:00   3 W   2020-05-08
2020-04-30 10:00   4 W   2020-05-09       a Saturday
2020-06-24 10:00   2 W   2020-06-29       the Sunday is worked
2020-09-25 10:00   5 W   2020-10-09       eight days: Mid-Autumn fell on National Day
2020-09-25 10:00   6 W   2020-10-10       a Saturday
2021-02-05 10:00   4 W   2021-02-10
2021-02-05 10:00   5 W   2021-02-18
2021-02-10 10:00   3 W   2021-02-20       a Saturday
2021-09-17 10:00   2 W   2021-09-22       Saturday worked, Mid-Autumn to Tuesday
2021-09-30 10:00   2 W   2021-10-09       a Saturday
2021-12-31 10:00   1 W   2022-01-04
2022-01-28 10:00   3 W   2022-02-07       a whole weekend worked
2022-04-01 10:00   2 W   2022-04-06
2022-09-30 10:00   2 W   2022-10-09       a Sunday
2022-12-30 10:00   1 W   2023-01-03       New Year over the turn of the year
2023-01-20 10:00   2 W   2023-01-29       a Sunday
2023-06-21 10:00   3 W   2023-06-27
2023-09-28 10:00   2 W   2023-10-08       a Sunday
2023-12-29 10:00   1 W   2024-01-02
2024-02-02 10:00   6 W   2024-02-09       New Year's Eve was worked
2024-02-02 10:00   7 W   2024-02-18       a Sunday
2024-04-03 10:00   2 W   2024-04-08
2024-09-13 10:00   2 W   2024-09-18
2024-09-27 10:00   4 W   2024-10-09
2024-09-27 10:00   7 W   2024-10-12       a Saturday
2025-01-24 10:00   3 W   2025-02-05
2025-01-24 10:00   6 W   2025-02-08       a Saturday
2025-09-26 10:00   4 W   2025-10-09
2025-09-26 10:00   6 W   2025-10-11       a Saturday
2026-02-13 10:00   2 W   2026-02-24       nine days of Spring Festival
2026-02-13 10:00   6 W   2026-02-28       a Saturday
2026-04-30 10:00   4 W   2026-05-09       a Saturday
2026-09-18 10:00   1 W   2026-09-20       a Sunday
2026-09-22 10:49   8 W   2026-10-10       Mid-Autumn and National Day, due on a Saturday
2026-10-10 10:00   1 W   2026-10-12       taken in on a make-up Saturday
2026-10-02 10:00   1 W   2026-10-08       taken in on a holiday

2024-05-20 10:00  30 N   2024-06-19
2026-09-28 10:00  10 N   2026-10-08       holidays count within natural days
2026-09-28 10:00   5 N   2026-10-08       but the last day may not be one
2026-09-11 10:00   8 N   2026-09-20       Saturday runs on to the worked Sunday
2025-04-24 10:00   3 N   2025-04-27       a worked Sunday is a last day
2024-05-10 10:00  31 N   2024-06-11       Dragon Boat runs on to Tuesday
2020-01-22 10:00  10 N   2020-02-03

2026-09-22 09:00   4 H   2026-09-22
2026-09-23 10:00  24 H   2026-09-24
2026-09-24 16:00  24 H   2026-09-28       Mid-Autumn runs on to Monday
2026-02-12 10:00  72 H   2026-02-24
2026-09-22 23:30   1 H   2026-09-23       past midnight

2026-09-22 10:00   0 W   2026-09-22       done at once
2026-09-20 10:00   0 W   2026-09-20       on a worked Sunday
2026-10-03 10:00   0 W   2026-10-08       at once, but on a holiday
2026-09-19 10:00   0 N   2026-09-20
2026-10-03 10:00   0 H   2026-10-08

2026-12-28 10:00   3 W   2026-12-31
2026-12-28 10:00   4 W   2027-01-01 ?     a weekday as far as anyone knows
2026-12-30 10:00  20 W   2027-01-27 ?
2026-12-31 10:00   1 N   2027-01-01 ?
2027-01-02 10:00   0 W   2027-01-04 ?
2018-12-28 10:00   3 W   2019-01-03 ?     received in a year that is not in the files
"""

UNITS = {"W": LimitUnit.WORKING_DAY, "N": LimitUnit.NATURAL_DAY, "H": LimitUnit.HOUR}
EXAMPLES = [line.split(maxsplit=5) for line in BY_HAND.splitlines() if line]


def _due(received: str, amount: int, unit: LimitUnit = LimitUnit.WORKING_DAY) -> date:
    at = datetime.fromisoformat(received).replace(tzinfo=HALL_TIME)
    return deadline(at, Limit(amount, unit), CALENDAR).due


@pytest.mark.parametrize("example", EXAMPLES, ids=[" ".join(example[:4]) for example in EXAMPLES])
def test_a_deadline_is_the_day_worked_out_by_hand(example: list[str]) -> None:
    day, time, amount, unit, due, *rest = example
    received = datetime.fromisoformat(f"{day} {time}").replace(tzinfo=HALL_TIME)
    found = deadline(received, Limit(int(amount), UNITS[unit]), CALENDAR)
    assert found.due == date.fromisoformat(due)
    assert found.provisional == bool(rest and rest[0].startswith("?"))


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 60


def test_the_trace_explains_every_day_from_receipt_to_the_last() -> None:
    found = deadline(datetime(2026, 9, 22, 10, 49, tzinfo=HALL_TIME), Limit(8), CALENDAR)
    told = [(day.day.isoformat()[5:], day.role.value, day.number, day.note) for day in found.trace]
    assert told == [
        ("09-22", "received", 0, ""),
        ("09-23", "counted", 1, ""),
        ("09-24", "counted", 2, ""),
        ("09-25", "holiday", 0, "中秋"),
        ("09-26", "holiday", 0, "中秋"),
        ("09-27", "holiday", 0, "中秋"),
        ("09-28", "counted", 3, ""),
        ("09-29", "counted", 4, ""),
        ("09-30", "counted", 5, ""),
        *((f"10-0{day}", "holiday", 0, "国庆") for day in range(1, 8)),
        ("10-08", "counted", 6, ""),
        ("10-09", "counted", 7, ""),
        ("10-10", "make_up", 8, ""),
    ]
    assert found.make_up_days == (date(2026, 10, 10),)
    assert len(found.holidays) == 10


def test_a_weekend_passed_over_stands_in_the_trace_uncounted() -> None:
    found = deadline(datetime(2026, 11, 20, 9, tzinfo=HALL_TIME), Limit(1), CALENDAR)
    assert [(day.role, day.number) for day in found.trace] == [
        (DayRole.RECEIVED, 0),
        (DayRole.WEEKEND, 0),
        (DayRole.WEEKEND, 0),
        (DayRole.COUNTED, 1),
    ]


def test_holidays_within_natural_days_are_counted_and_not_passed_over() -> None:
    found = deadline(datetime(2026, 9, 28, 10, tzinfo=HALL_TIME), Limit(5, LimitUnit.NATURAL_DAY), CALENDAR)
    assert [day.number for day in found.trace] == [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0]
    assert [day.day.day for day in found.holidays] == [4, 5, 6, 7]


def test_a_limit_in_hours_keeps_its_own_words() -> None:
    limit = Limit(24, LimitUnit.HOUR)
    assert deadline(datetime(2026, 9, 24, 16, tzinfo=HALL_TIME), limit, CALENDAR).limit == limit


def test_the_clock_of_the_day_does_not_matter_to_working_days() -> None:
    assert _due("2026-09-22 00:00", 8) == _due("2026-09-22 23:59", 8) == date(2026, 10, 10)


def test_the_two_clocks_at_the_front_run_side_by_side() -> None:
    received = datetime(2026, 9, 24, 9, tzinfo=HALL_TIME)
    assert deadline(received, ACCEPTANCE_PROMISE, CALENDAR).due == date(2026, 9, 28)
    assert deadline(received, TOLD_ONCE, CALENDAR).due == date(2026, 10, 9)
