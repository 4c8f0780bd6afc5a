"""The trace of a clock as a page shows it, and the few characters of it in a list."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit
from app.domain.clocks import Clock, ClockFacts, ClockKind, clocks
from app.domain.deadline import Pause
from app.domain.rules import Rules
from app.paths import resources
from app.presenters.due import Due, Urgency, due_of
from app.presenters.trace import DayLook, TraceDay, TraceState, trace_state

CALENDAR = load_calendar(resources() / "calendars")
REVIEW = Pause(
    "expert_review", "专家评审", datetime(2026, 9, 23, 8, 41, tzinfo=HALL_TIME),
    datetime(2026, 9, 29, 16, 50, tzinfo=HALL_TIME), Limit(10), "《行政许可法》第 45 条", date(2026, 9, 23),
)  # fmt: skip


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HALL_TIME)


def promise(received: datetime, days: int, now: datetime, *pauses: Pause) -> tuple[Clock, tuple[Clock, ...]]:
    facts = ClockFacts(received, received, Limit(days), accepted=received, pauses=pauses)
    every = clocks(facts, CALENDAR, Rules(), now)
    return next(clock for clock in every if clock.kind is ClockKind.PROMISE), every


def traced(received: datetime, days: int, now: datetime, *pauses: Pause) -> TraceState:
    clock, every = promise(received, days, now, *pauses)
    return trace_state(clock, every, today=now.date(), calendar=CALENDAR)


def cell(state: TraceState, month: int, day: int) -> TraceDay:
    days = (each for week in state.weeks for each in week)
    return next(each for each in days if (each.day.month, each.day.day) == (month, day))


def test_the_weeks_of_a_case_with_a_review_over_the_national_holiday() -> None:
    state = traced(at(9, 18, 9, 31), 8, at(10, 9, 10, 20), REVIEW)
    assert state.title == "10 月 12 日 周一 17:30 止"
    assert len(state.weeks) == 5 and all(len(week) == 7 for week in state.weeks)
    assert state.weeks[0][0].label == "9-14" and state.weeks[0][0].look is DayLook.PLAIN
    assert (cell(state, 9, 18).look, cell(state, 9, 18).word) == (DayLook.START, "接件")
    assert (cell(state, 9, 20).corner, cell(state, 9, 20).number) == ("班", 1)
    assert cell(state, 9, 23).look is DayLook.PAUSED and cell(state, 9, 23).word == "停"
    assert (cell(state, 9, 25).word, cell(state, 9, 26).word) == ("中秋", "")
    assert (cell(state, 10, 1).label, cell(state, 10, 1).word) == ("10-1", "国庆")
    assert (cell(state, 10, 9).today, cell(state, 10, 9).word, cell(state, 10, 9).number) == (True, "今", 6)
    assert (cell(state, 10, 12).look, cell(state, 10, 12).word, cell(state, 10, 12).number) == (DayLook.LAST, "止", 8)


def test_every_day_of_the_count_is_spoken() -> None:
    state = traced(at(9, 18, 9, 31), 8, at(10, 9, 10, 20), REVIEW)
    assert cell(state, 9, 23).spoken == "9 月 23 日 周三，专家评审，时限停"
    assert cell(state, 10, 12).spoken == "10 月 12 日 周一，第 8 日，截止"
    assert "9 月 20 日 周日，调休上班，第 1 日" in state.spoken


def test_the_clock_that_is_explained_is_the_strong_line() -> None:
    state = traced(at(9, 18, 9, 31), 8, at(10, 9, 10, 20), REVIEW)
    assert [line.label for line in state.groups[1] if line.strong] == ["承诺"]
    assert {"承诺", "法定", "省监察"} <= {line.label for line in state.groups[1]}
    assert any(line.note.startswith("《行政许可法》第 45 条") for line in state.groups[0])


def test_an_overdue_case_shows_the_weeks_up_to_today_but_not_for_ever() -> None:
    soon, late = traced(at(3, 2), 1, at(3, 12)), traced(at(3, 2), 1, at(5, 12))
    assert cell(soon, 3, 12).today and cell(soon, 3, 3).look is DayLook.LAST
    assert len(late.weeks) == 1


def test_days_of_a_year_not_published_are_provisional() -> None:
    unpublished = max(CALENDAR.years) + 1
    state = traced(at(12, 30, year=unpublished - 1), 5, at(12, 30, year=unpublished - 1))
    assert cell(state, 1, 4).provisional and not cell(state, 12, 31).provisional
    assert "（暂定）" in state.title


def test_what_is_done_at_once_ends_where_it_begins() -> None:
    state = traced(at(3, 2), 0, at(3, 2))
    assert (cell(state, 3, 2).look, cell(state, 3, 2).word) == (DayLook.LAST, "止")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(10, 13, 9), Due("超 1 日", Urgency.RED)),
        (at(10, 15, 9), Due("超 3 日", Urgency.RED)),
        (at(10, 12, 14, 30), Due("今日 17:30", Urgency.YELLOW)),
        (at(10, 10, 16), Due("余 1 日", Urgency.YELLOW)),
        (at(10, 9, 16), Due("余 2 日", Urgency.NEAR)),
        (at(9, 28, 9), Due("10-12　余 6 日", Urgency.PLAIN)),
    ],
)
def test_a_due_moment_in_a_list(now: datetime, due: Due) -> None:
    assert due_of(at(10, 12, 17, 30), at(10, 10, 9), now=now, calendar=CALENDAR) == due


@pytest.mark.parametrize("hour", [6, 10, 18])
@pytest.mark.parametrize("day", [2, 3, 5, 6])
def test_a_list_never_promises_more_days_than_the_clock(day: int, hour: int) -> None:
    clock, _ = promise(at(3, 2, 9), 8, at(3, day, hour))
    listed = due_of(clock.until, clock.yellow_at, now=at(3, day, hour), calendar=CALENDAR)
    assert int(listed.text.partition("余 ")[2].partition(" 日")[0]) <= clock.left
