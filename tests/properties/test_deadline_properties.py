"""What holds of every deadline, whatever the holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import DayRole, deadline

PUBLISHED = load_calendar(paths.resources() / "calendars")
DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 30))
RECEIVED = st.datetimes(datetime(2025, 1, 1), datetime(2027, 3, 31)).map(lambda at: at.replace(tzinfo=HALL_TIME))
LIMITS = st.builds(Limit, st.integers(0, 60), st.sampled_from(LimitUnit))
INVENTED = st.builds(
    lambda holidays, make_up: WorkCalendar(
        "x", frozenset({2025, 2026}), dict.fromkeys(holidays, "假"),
        frozenset(day for day in make_up if day.weekday() >= 5 and day not in holidays),
    ),
    st.frozensets(DAYS, max_size=60),
    st.frozensets(DAYS, max_size=20),
)  # fmt: skip
CALENDARS = st.one_of(st.just(PUBLISHED), INVENTED)


@given(RECEIVED, LIMITS, CALENDARS)
def test_nothing_is_due_on_a_day_off_nor_before_it_came_in(
    received: datetime, limit: Limit, calendar: WorkCalendar
) -> None:
    found = deadline(received, limit, calendar)
    assert calendar.kind(found.due).works
    assert found.due >= received.date()


@given(RECEIVED, LIMITS, st.integers(1, 30), CALENDARS)
def test_a_longer_limit_is_never_due_earlier(
    received: datetime, limit: Limit, more: int, calendar: WorkCalendar
) -> None:
    longer = replace(limit, amount=limit.amount + more)
    assert deadline(received, longer, calendar).due >= deadline(received, limit, calendar).due


@given(RECEIVED, LIMITS, st.integers(0, 30), CALENDARS)
def test_what_comes_in_later_is_never_due_earlier(
    received: datetime, limit: Limit, days: int, calendar: WorkCalendar
) -> None:
    later = received + timedelta(days=days)
    assert deadline(later, limit, calendar).due >= deadline(received, limit, calendar).due


@given(RECEIVED, LIMITS, DAYS, CALENDARS)
def test_a_newly_published_holiday_moves_a_deadline_only_later(
    received: datetime, limit: Limit, holiday: date, calendar: WorkCalendar
) -> None:
    more = replace(calendar, holidays={**calendar.holidays, holiday: "假"}, make_up=calendar.make_up - {holiday})
    assert deadline(received, limit, more).due >= deadline(received, limit, calendar).due


@given(RECEIVED, st.integers(0, 60), CALENDARS)
def test_as_many_working_days_are_counted_as_the_limit_has(
    received: datetime, amount: int, calendar: WorkCalendar
) -> None:
    found = deadline(received, Limit(amount), calendar)
    counted = [day for day in found.trace if day.number]
    assert [day.number for day in counted] == list(range(1, amount + 1))
    assert all(day.role in (DayRole.COUNTED, DayRole.MAKE_UP) for day in counted)
    assert amount == 0 or found.trace[-1].number == amount


@given(RECEIVED, LIMITS, CALENDARS)
def test_the_trace_leaves_no_day_out(received: datetime, limit: Limit, calendar: WorkCalendar) -> None:
    found = deadline(received, limit, calendar)
    days = [day.day for day in found.trace]
    assert days == [received.date() + timedelta(days=n) for n in range(len(days))]
    assert days[-1] == found.due
    assert found.trace[0].role is DayRole.RECEIVED


@given(RECEIVED, LIMITS, CALENDARS)
def test_a_deadline_is_provisional_exactly_when_it_needs_an_unpublished_year(
    received: datetime, limit: Limit, calendar: WorkCalendar
) -> None:
    found = deadline(received, limit, calendar)
    assert found.provisional == any(day.day.year not in calendar.years for day in found.trace)
