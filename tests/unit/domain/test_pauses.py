"""Special procedures stop the clock: worked out by hand on the calendar of autumn 2026.

Sep 18 Fri   19 Sat   20 Sun worked   21 Mon … 24 Thu   25–27 Mid-Autumn   28 Mon … 30 Wed
Oct 1–7 National Day   8 Thu   9 Fri   10 Sat worked   11 Sun   12 Mon …
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import DayRole, Deadline, Pause, deadline

CALENDAR = load_calendar(paths.resources() / "calendars")
ACCEPTED = datetime(2026, 9, 18, 9, 31, tzinfo=HALL_TIME)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HALL_TIME)


REVIEW = Pause(
    "expert_review", "专家评审", at("09-23T08:41"), at("09-29T16:50"), Limit(10), "art. 45", date(2026, 9, 23)
)


def counted(found: Deadline) -> list[str]:
    return [day.day.isoformat()[5:] for day in found.trace if day.number]


def test_the_days_of_an_expert_review_are_not_counted() -> None:
    found = deadline(ACCEPTED, Limit(8), CALENDAR, pauses=[REVIEW])
    assert (found.due, found.original) == (date(2026, 10, 12), date(2026, 9, 30))
    assert counted(found) == ["09-20", "09-21", "09-22", "09-30", "10-08", "10-09", "10-10", "10-12"]
    paused = [day.day.day for day in found.trace if day.role is DayRole.PAUSED]
    assert paused == [23, 24, 28, 29]  # Mid-Autumn stays a holiday
    assert found.stopped_days(found.stretches[0]) == 4
    assert found.until == at("10-12T17:30")
    assert not found.stopped


def test_a_running_pause_stops_the_clock_up_to_today_and_says_so() -> None:
    running = Pause("expert_review", "专家评审", REVIEW.begun, None, Limit(10))
    found = deadline(ACCEPTED, Limit(8), CALENDAR, pauses=[running], now=at("09-24T10:00"))
    assert found.stopped
    assert found.due == date(2026, 10, 9)  # 20, 21, 22, then 28, 29, 30, 8, 9
    with pytest.raises(ValueError, match="expert_review"):
        deadline(ACCEPTED, Limit(8), CALENDAR, pauses=[running])


def test_beyond_its_cap_the_clock_runs_again() -> None:
    long = Pause("expert_review", "专家评审", at("09-21T08:41"), at("10-09T16:50"), Limit(3))
    found = deadline(ACCEPTED, Limit(3), CALENDAR, pauses=[long])
    assert counted(found) == ["09-20", "09-24", "09-28"]  # 21, 22, 23 are the three it may stop
    late = deadline(ACCEPTED, Limit(3), CALENDAR, pauses=[long], now=at("09-24T10:00"))
    assert not late.stopped


def test_two_pauses_at_once_stop_a_day_once() -> None:
    other = Pause("inspection", "检验", at("09-24T09:00"), at("09-30T09:00"), Limit(15))
    found = deadline(ACCEPTED, Limit(8), CALENDAR, pauses=[other, REVIEW])
    assert found.due == date(2026, 10, 13)  # 20, 21, 22, 8, 9, 10, 12, 13


def test_a_procedure_that_the_law_does_not_name_stops_nothing() -> None:
    survey = Pause("survey", "勘验", REVIEW.begun, None, Limit(10), stops=False)
    assert deadline(ACCEPTED, Limit(8), CALENDAR, pauses=[survey]).due == date(2026, 9, 30)


def test_an_extension_is_counted_on_from_the_last_day() -> None:
    found = deadline(ACCEPTED, Limit(8), CALENDAR, extension=Limit(10))
    assert found.due == date(2026, 10, 20)  # from 30 Sep: 8, 9, 10, 12, 13, 14, 15, 16, 19, 20
    assert (found.original, found.days) == (date(2026, 9, 30), 18)


def test_a_friday_deadline_with_a_pause_from_monday_to_wednesday_is_no_sunday() -> None:
    accepted = at("11-06T10:00")  # a Friday; five days are 9, 10, 11, 12, 13
    pause = Pause("testing", "检测", at("11-09T10:00"), at("11-11T10:00"), Limit(15))
    assert deadline(accepted, Limit(5), CALENDAR).due == date(2026, 11, 13)
    assert deadline(accepted, Limit(5), CALENDAR, pauses=[pause]).due == date(2026, 11, 18)  # 12, 13, 16, 17, 18


def test_hours_stand_still_in_a_pause() -> None:
    pause = Pause("testing", "检测", at("11-09T16:00"), at("11-10T09:00"))
    found = deadline(at("11-09T10:00"), Limit(24, LimitUnit.HOUR), CALENDAR, pauses=[pause])
    # six hours until 16:00, eighteen more from midnight after the tenth
    assert found.due == date(2026, 11, 11)
    assert found.until == at("11-11T18:00")  # later than the hall closes: a pause takes nothing


def test_natural_days_stand_still_in_a_pause_weekends_too() -> None:
    pause = Pause("testing", "检测", at("11-13T09:00"), at("11-16T09:00"))
    found = deadline(at("11-11T10:00"), Limit(5, LimitUnit.NATURAL_DAY), CALENDAR, pauses=[pause])
    assert counted(found) == ["11-12", "11-17", "11-18", "11-19", "11-20"]
