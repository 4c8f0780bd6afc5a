"""What holds of every deadline, whatever the holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME, OFFICE_HOURS, HallHours, WorkCalendar
from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import DayRole, _counted, deadline

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


SHORT_DAYS = (OFFICE_HOURS, HallHours(date(2026, 3, 1), ((time(9), time(12)),)))
PUBLISHED_LATER = st.builds(
    lambda calendar, years, hours: replace(calendar, years=years, hours=hours),
    INVENTED, st.sampled_from([frozenset({2025, 2026}), frozenset({2025, 2026, 2027})]),
    st.sampled_from([(OFFICE_HOURS,), SHORT_DAYS]),
)  # fmt: skip


@given(
    st.lists(PUBLISHED_LATER, min_size=2, max_size=4), st.lists(LIMITS, min_size=1, max_size=3),
    st.lists(RECEIVED, min_size=1, max_size=3), st.sampled_from([None, Limit(3), Limit(3, LimitUnit.NATURAL_DAY)]),
)  # fmt: skip
def test_what_is_counted_once_is_what_counting_anew_gives_though_calendars_share_a_version(
    calendars: list[WorkCalendar], limits: list[Limit], moments: list[datetime], extension: Limit | None
) -> None:
    for at in moments:
        for limit in limits:
            for calendar in (*calendars, *reversed(calendars)):
                anew = _counted(at, limit, calendar, extension)
                for same_moment in (at, at.astimezone(UTC)):
                    assert deadline(same_moment, limit, calendar, extension=extension) == anew
