"""A deadline explained in Chinese, as a clerk would to a citizen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit, LimitUnit
from app.domain.clock_words import (
    CLOCK_NAMES,
    ORIGIN_NAMES,
    Sentence,
    chip,
    day_role_text,
    due_note,
    explain,
    left_text,
)
from app.domain.clocks import Clock, ClockFacts, ClockKind, FollowUp, Origin, clocks
from app.domain.deadline import Pause, deadline
from app.domain.rules import PromiseFrom, Rules

CALENDAR = load_calendar(paths.resources() / "calendars")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HALL_TIME)


REVIEW = Pause(
    "expert_review", "专家评审", at("09-23T08:41"), at("09-29T16:50"), Limit(10), "《行政许可法》第 45 条",
    date(2026, 9, 23),
)  # fmt: skip
DRAWN = ClockFacts(at("09-17T15:02"), at("09-17T15:02"), Limit(8), accepted=at("09-18T09:31"), pauses=(REVIEW,))
FROM_ACCEPTANCE = Rules(promise_from=PromiseFrom.ACCEPTANCE)


def every(facts: ClockFacts, now: str, rules: Rules | None = None) -> tuple[Clock, ...]:
    return clocks(facts, CALENDAR, rules or Rules(), at(now))


def one(facts: ClockFacts, now: str, kind: ClockKind = ClockKind.PROMISE) -> Clock:
    return next(clock for clock in every(facts, now) if clock.kind is kind)


def said(facts: ClockFacts, now: str, kind: ClockKind = ClockKind.PROMISE) -> list[tuple[str, str, str]]:
    return [(line.label, line.text, line.note) for line in explain(one(facts, now, kind)).lines]


def test_the_case_that_is_drawn_is_explained_as_it_is_drawn() -> None:
    found = every(DRAWN, "10-09T10:20", FROM_ACCEPTANCE)
    promise = next(clock for clock in found if clock.kind is ClockKind.PROMISE)
    told = explain(promise, found)
    assert (told.title, told.left) == ("10 月 12 日 周一 17:30 止", "余 2 个工作日")
    assert told.lines == (
        Sentence("受理", "9-18 周五", "当日不计"),
        Sentence("承诺", "8 个工作日", "原应 9-30 周三"),
        Sentence("调休", "9-20、10-10 上班", "计入"),
        Sentence("节假日", "中秋 3 天、国庆 7 天", "不计"),
        Sentence("暂停", "专家评审 9-23 至 9-29", "停 4 日，限 10 日", "《行政许可法》第 45 条，9-23 已书面告知"),
    )
    assert told.clocks[2:] == (
        Sentence("承诺", "10-12 周一", "已用 6 / 8 日"),
        Sentence("法定", "10-28 周三", "20 个工作日"),
        Sentence("省监察", "10-12 09:20", "按工作秒，扣暂停"),
    )


def test_a_procedure_that_still_runs_is_told_with_what_is_lacking() -> None:
    running = replace(DRAWN, pauses=(replace(REVIEW, ended=None, told_on=None),))
    pause = explain(one(running, "09-24T10:00")).lines[-1]
    assert pause.text == "专家评审 9-23 起，尚未结束"
    assert pause.detail == "《行政许可法》第 45 条，尚未书面告知"
    assert left_text(one(running, "09-24T10:00")).startswith("时限停，余 ")
    procedure = explain(one(running, "09-24T10:00", ClockKind.PROCEDURE))
    assert procedure.lines[0] == Sentence("程序开始", "9-23 周三", "当日起计")
    assert procedure.clocks == (Sentence("特别程序", "专家评审 10-13 周二", "10 个工作日"),)


def test_a_procedure_beyond_its_cap_is_told_to_count_again() -> None:
    capped = replace(DRAWN, pauses=(replace(REVIEW, cap=Limit(2)),))
    assert explain(one(capped, "10-09T10:20")).lines[-1].note == "停 2 日，限 2 日，超出照计"


def test_an_extension_is_told_and_what_it_would_have_been() -> None:
    lines = said(replace(DRAWN, pauses=(), extension=Limit(10)), "10-09T10:20")
    assert ("承诺", "8 个工作日", "原应 9-29 周二") in lines
    assert ("延期", "10 个工作日", "仅此一次") in lines


def test_natural_days_that_run_on_say_why() -> None:
    facts = ClockFacts(at("09-20T10:00"), at("09-20T10:00"), Limit(15, LimitUnit.NATURAL_DAY))
    assert said(facts, "09-21T10:00") == [
        ("接件", "9-20 周日", "当日不计"),
        ("承诺", "15 日", ""),
        ("节假日", "国庆 2 天", "不计"),
        ("顺延", "10-5 周一 不上班", "顺延至 10-8 周四"),
    ]


def test_hours_run_from_the_very_moment() -> None:
    facts = ClockFacts(at("11-09T10:05"), at("11-09T10:05"), Limit(24, LimitUnit.HOUR))
    told = explain(one(facts, "11-09T11:00"))
    assert told.title == "11 月 10 日 周二 10:05 止"
    assert told.lines[0] == Sentence("接件", "11-9 周一 10:05", "即刻起计")
    assert told.left == "余 0.8 个工作日"  # five hours today, an hour and 35 minutes tomorrow
    assert told.clocks == (Sentence("承诺", "11-10 10:05", "24 小时"),)


def test_an_unpublished_year_makes_the_answer_provisional_and_is_named_in_the_days() -> None:
    facts = ClockFacts(at("12-30T10:00"), at("12-30T10:00"), Limit(5))
    told = explain(one(facts, "12-30T11:00"))
    assert told.title == "1 月 6 日 周三 17:30 止（暂定）"
    assert told.lines[-1] == Sentence("暂定", "下一年度放假安排未公布", "公布后重算")
    assert told.clocks[0].text == "2027-1-6 周三"


def test_what_is_done_at_once_reads_so() -> None:
    facts = ClockFacts(at("11-09T10:00"), at("11-09T10:00"), Limit(0), accepted=at("11-09T10:00"))
    assert said(facts, "11-09T10:01") == [("接件", "11-9 周一", "当日"), ("承诺", "当场办结", "")]


def test_nobody_told_anything_within_five_days_is_said_with_its_consequence() -> None:
    facts = ClockFacts(at("11-02T10:00"), at("11-02T10:00"), Limit(8))
    told = explain(one(facts, "11-10T10:00", ClockKind.TOLD_ONCE))
    assert told.clocks[0].note == "逾期未告知，自 11-2 起视为受理"


def test_a_material_that_may_follow_is_named() -> None:
    follow = FollowUp("营业执照", at("11-02T10:00"), Limit(15))
    facts = ClockFacts(at("11-02T10:00"), at("11-02T10:00"), Limit(8), accepted=at("11-02T10:00"), follow_ups=(follow,))
    assert explain(one(facts, "11-03T10:00", ClockKind.FOLLOW_UP)).clocks[0].text == "营业执照 11-23 周一"


@pytest.mark.parametrize(
    ("now", "short", "long"),
    [
        ("10-09T10:20", "余 2 日", "余 2 个工作日"),
        ("10-12T08:00", "今日 17:30", "余 1 个工作日"),
        ("10-12T15:00", "今日 17:30", "余 0.3 个工作日"),
        ("10-12T17:29", "今日 17:30", "余 0.1 个工作日"),
        ("10-12T18:00", "超 1 日", "超 1 个工作日"),
        ("10-14T17:00", "超 2 日", "超 2 个工作日"),
    ],
)
def test_a_list_says_it_in_a_few_characters(now: str, short: str, long: str) -> None:
    promise = next(c for c in every(DRAWN, now, FROM_ACCEPTANCE) if c.kind is ClockKind.PROMISE)
    assert (chip(promise, at(now).date()), left_text(promise)) == (short, long)


def test_what_is_over_is_told_as_kept_or_not() -> None:
    kept = replace(DRAWN, decided=at("10-09T10:00"), finished=at("10-09T10:00"))
    assert left_text(one(kept, "10-20T10:00")) == "按时完成"
    late = replace(DRAWN, decided=at("10-15T10:00"), finished=at("10-15T10:00"))
    assert (
        left_text(one(late, "10-20T10:00")) == chip(one(late, "10-20T10:00"), date(2026, 10, 20)) == "超 4 个工作日完成"
    )


def test_a_stopped_case_says_so_in_a_list() -> None:
    running = replace(DRAWN, pauses=(replace(REVIEW, ended=None),))
    assert chip(one(running, "09-24T10:00"), date(2026, 9, 24)) == "时限停"


def test_a_slip_says_it_in_one_line() -> None:
    found = deadline(at("09-18T09:31"), Limit(8), CALENDAR, pauses=[REVIEW], extension=Limit(1))
    assert due_note(found) == "中秋、国庆共 10 天不计；专家评审 4 天不计；含延期 1 个工作日"
    assert due_note(deadline(at("11-02T10:00"), Limit(3), CALENDAR)) == ""


def test_every_day_of_a_trace_has_its_words() -> None:
    found = deadline(at("09-18T09:31"), Limit(8), CALENDAR, pauses=[REVIEW])
    told = {day.day.isoformat()[5:]: day_role_text(day) for day in found.trace}
    assert told["09-18"] == "起算日"
    assert told["09-19"] == "休息日，不计"
    assert told["09-20"] == "调休上班，第 1 日"
    assert told["09-23"] == "停"
    assert told["09-25"] == "节假日，不计"
    assert told["10-12"] == "第 8 日"
    rolled = deadline(at("11-12T10:00"), Limit(2, LimitUnit.NATURAL_DAY), CALENDAR)
    assert [day_role_text(day) for day in rolled.trace[1:]] == [
        "第 1 日",
        "休息日，第 2 日",
        "休息日，不计",
        "顺延至此",
    ]


def test_every_clock_and_every_origin_has_its_word() -> None:
    assert CLOCK_NAMES.keys() == set(ClockKind)
    assert ORIGIN_NAMES.keys() == set(Origin)
