"""Working days, as the State Council's notices have them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME, DayKind, WorkCalendar, days_from

CALENDAR = load_calendar(paths.resources() / "calendars")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2019-02-03", DayKind.MAKE_UP),
        ("2019-05-05", DayKind.MAKE_UP),
        ("2020-01-31", DayKind.HOLIDAY),  # the Spring Festival that was made longer
        ("2020-02-02", DayKind.HOLIDAY),
        ("2020-02-03", DayKind.WORKDAY),
        ("2021-10-09", DayKind.MAKE_UP),
        ("2022-12-31", DayKind.HOLIDAY),
        ("2023-12-31", DayKind.HOLIDAY),
        ("2024-02-09", DayKind.WORKDAY),  # New Year's Eve, worked that year
        ("2025-01-28", DayKind.HOLIDAY),  # and a holiday the next
        ("2026-09-19", DayKind.WEEKEND),
        ("2026-09-20", DayKind.MAKE_UP),
        ("2026-10-10", DayKind.MAKE_UP),
        ("2026-10-12", DayKind.WORKDAY),
    ],
)
def test_each_kind_of_day_is_known(day: str, kind: DayKind) -> None:
    assert CALENDAR.kind(date.fromisoformat(day)) is kind


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_a_published_year_agrees_with_the_independent_calendar(year: int) -> None:
    days = takewhile(lambda day: day.year == year, days_from(date(year, 1, 1)))
    unlike = [day for day in days if CALENDAR.kind(day).works != chinese_calendar.is_workday(day)]
    assert unlike == []


def test_a_make_up_day_is_a_weekend_day_and_no_holiday() -> None:
    assert all(day.weekday() >= 5 for day in CALENDAR.make_up)
    assert not CALENDAR.make_up & CALENDAR.holidays.keys()


def test_every_holiday_has_its_name() -> None:
    assert set(CALENDAR.holidays.values()) == {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"}


def test_only_published_years_are_called_so() -> None:
    assert CALENDAR.years == frozenset(range(2019, 2027))
    assert CALENDAR.version == "2026"
    assert CALENDAR.publishes(date(2026, 12, 31))
    assert not CALENDAR.publishes(date(2027, 1, 1))


def test_in_an_unpublished_year_only_weekends_are_known() -> None:
    assert CALENDAR.kind(date(2027, 10, 1)) is DayKind.WORKDAY
    assert CALENDAR.kind(date(2027, 10, 2)) is DayKind.WEEKEND


def test_the_next_workday_of_a_workday_is_itself() -> None:
    assert CALENDAR.next_workday(date(2026, 9, 22)) == date(2026, 9, 22)
    assert CALENDAR.next_workday(date(2026, 10, 10)) == date(2026, 10, 10)


def test_the_next_workday_of_a_holiday_is_after_all_of_it() -> None:
    assert CALENDAR.next_workday(date(2026, 2, 15)) == date(2026, 2, 24)
    assert CALENDAR.next_workday(date(2020, 1, 24)) == date(2020, 2, 3)


def test_a_holiday_wins_over_a_make_up_day() -> None:
    day = date(2027, 2, 6)
    both = WorkCalendar("x", frozenset({2027}), {day: "春节"}, frozenset({day}))
    assert both.kind(day) is DayKind.HOLIDAY


def test_days_run_on_without_a_gap() -> None:
    days = days_from(date(2026, 12, 30))
    found = [next(days) for _ in range(4)]
    assert [after - before for before, after in pairwise(found)] == [timedelta(days=1)] * 3
    assert found[-1] == date(2027, 1, 2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HALL_TIME)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("11-02T08:30", "11-02T17:30", 450),  # a whole Monday: three and a half hours, and four
        ("11-02T00:00", "11-02T23:59", 450),
        ("11-02T11:00", "11-02T14:00", 90),  # over the break
        ("11-02T12:15", "11-02T13:15", 0),
        ("11-06T17:00", "11-09T09:00", 60),  # over a weekend
        ("09-18T17:00", "09-21T09:00", 510),  # over one whose Sunday is worked
        ("09-30T17:00", "10-08T09:00", 60),  # over National Day
        ("11-02T10:00", "11-09T10:00", 2250),  # five days
        ("11-02T10:00", "11-02T09:00", 0),  # backwards there is nothing
    ],
)
def test_working_time_is_that_of_the_hall(start: str, end: str, minutes: int) -> None:
    assert CALENDAR.working_seconds(at(start), at(end)) == minutes * 60
    if minutes:
        reached = CALENDAR.after(at(start), minutes * 60)
        assert reached <= at(end)
        assert CALENDAR.working_seconds(at(start), reached) == minutes * 60


def test_a_day_that_is_full_ends_when_the_hall_closes_and_not_when_it_opens_again() -> None:
    assert CALENDAR.after(at("11-06T08:30"), 27_000) == at("11-06T17:30")
    assert CALENDAR.after(at("11-06T08:30"), 27_001) == at("11-09T08:30") + timedelta(seconds=1)
    assert CALENDAR.after(at("11-07T10:00"), 0) == at("11-07T10:00")


def test_a_moment_told_in_another_zone_is_read_in_the_halls() -> None:
    utc = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
    assert CALENDAR.working_seconds(utc, at("11-02T09:30")) == 3600
