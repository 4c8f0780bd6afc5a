"""Time in Chinese: limits and days, and why something is due when it is, as a clerk would explain it to a citizen."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit, LimitUnit
from app.domain.clocks import Clock, ClockKind, ClockState, Origin
from app.domain.deadline import DayRole, Deadline, Stretch, TracedDay

CLOCK_NAMES = {
    ClockKind.ACCEPTANCE: "受理承诺",
    ClockKind.TOLD_ONCE: "一次告知",
    ClockKind.SUPPLEMENT: "补正",
    ClockKind.PROMISE: "承诺",
    ClockKind.STATUTORY: "法定",
    ClockKind.SUPERVISION: "省监察",
    ClockKind.FOLLOW_UP: "容缺补交",
    ClockKind.PROCEDURE: "特别程序",
    ClockKind.DELIVERY: "送达",
}

ORIGIN_NAMES = {
    Origin.RECEIVED: "接件",
    Origin.COMPLETED: "补齐",
    Origin.ACCEPTED: "受理",
    Origin.ASKED: "告知补正",
    Origin.BEGUN: "程序开始",
    Origin.DECIDED: "决定",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of an explanation: what it is about, what is so, what that does to the limit, and on what ground."""

    label: str
    text: str
    note: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a case is due when it is: `title` and `left` are the answer, `lines` how it came, `clocks` what else runs."""

    title: str
    left: str
    lines: tuple[Sentence, ...]
    clocks: tuple[Sentence, ...]


def explain(clock: Clock, every: Iterable[Clock] = ()) -> Explanation:
    """The explanation of `clock`, with a line for it and each other clock of the case."""
    others = tuple(every) or (clock,)
    return Explanation(title(clock), left_text(clock), tuple(_lines(clock)), tuple(clock_line(each) for each in others))


def title(clock: Clock) -> str:
    """The answer: 10 月 12 日 周一 17:30 止."""
    provisional = "（暂定）" if clock.deadline is not None and clock.deadline.provisional else ""
    return f"{day_text(clock.due)} {clock.until:%H:%M} 止{provisional}"


def left_text(clock: Clock) -> str:
    """How much is left of it, or how much too late it is: 余 2 个工作日."""
    match clock.state:
        case ClockState.DONE:
            return "按时完成"
        case ClockState.DONE_LATE:
            return f"超 {_over(clock)} 个工作日完成"
        case ClockState.OVERDUE:
            return f"超 {_over(clock)} 个工作日"
        case ClockState.STOPPED:
            return f"时限停，余 {_left(clock)} 个工作日"
        case ClockState.RUNNING:
            return f"余 {_left(clock)} 个工作日"


def chip(clock: Clock, today: date) -> str:
    """The few characters for a list: 超 1 日, 时限停, 今日 17:30, 余 2 日."""
    match clock.state:
        case ClockState.OVERDUE:
            return f"超 {_over(clock)} 日"
        case ClockState.STOPPED:
            return "时限停"
        case ClockState.RUNNING if clock.due == today:
            return f"今日 {clock.until:%H:%M}"
        case ClockState.RUNNING:
            return f"余 {_left(clock)} 日"
        case ClockState.DONE | ClockState.DONE_LATE:
            return left_text(clock)


def clock_line(clock: Clock) -> Sentence:
    """One clock: its name, when it ends, and how it stands."""
    exact = clock.kind is ClockKind.SUPERVISION or clock.limit.unit is LimitUnit.HOUR
    when = f"{_short(clock.due, clock.start.year)} {clock.until:%H:%M}" if exact else _weekday(clock.due, clock)
    name = CLOCK_NAMES[clock.kind]
    return Sentence(name, f"{clock.subject} {when}" if clock.subject else when, _standing(clock))


def due_note(found: Deadline) -> str:
    """Why the last day is where it is, in one line: for a slip."""
    parts = []
    if found.due in found.make_up_days:
        parts.append("调休上班日")
    if found.holidays:
        names = "、".join(dict.fromkeys(day.note for day in found.holidays))
        parts.append(f"{names}共 {len(found.holidays)} 天不计")
    for stretch in found.stretches:
        if days := found.stopped_days(stretch):
            parts.append(f"{stretch.pause.name} {days} 天不计")
    if found.extension is not None:
        parts.append(f"含延期 {limit_text(found.extension)}")
    if found.provisional:
        parts.append("下一年度放假安排未公布，届时以公布为准")
    return "；".join(parts)


def limit_text(limit: Limit) -> str:
    """A limit in words: 8 个工作日."""
    if limit.amount == 0:
        return "当场办结"
    unit = {LimitUnit.WORKING_DAY: "个工作日", LimitUnit.NATURAL_DAY: "日", LimitUnit.HOUR: "小时"}[limit.unit]
    return f"{limit.amount} {unit}"


def day_text(day: date) -> str:
    """A day in words: 10 月 10 日 周六."""
    return f"{day.month} 月 {day.day} 日 周{_WEEKDAYS[day.weekday()]}"


def day_role_text(day: TracedDay) -> str:
    """What a day of a trace is: 第 3 日; 调休上班，第 7 日; 休息日，不计."""
    count = f"第 {day.number} 日" if day.number else "不计"
    match day.role:
        case DayRole.RECEIVED:
            return "起算日"
        case DayRole.PAUSED:
            return "停"
        case DayRole.MAKE_UP:
            return f"调休上班，{count}"
        case DayRole.WEEKEND:
            return f"休息日，{count}"
        case DayRole.HOLIDAY:
            return f"节假日，{count}"
        case DayRole.COUNTED:
            return count if day.number else "顺延至此"


_WEEKDAYS = "一二三四五六日"


def _lines(clock: Clock) -> Iterator[Sentence]:
    found = clock.deadline
    yield _beginning(clock)
    if found is None:
        yield Sentence("期限", limit_text(clock.limit), "按工作秒计，不足一日按一日")
        return
    original = f"原应 {_weekday(found.original, clock)}" if found.original != found.due else ""
    yield Sentence(CLOCK_NAMES[clock.kind], limit_text(clock.limit), original)
    if found.limit.unit is LimitUnit.WORKING_DAY and found.make_up_days:
        worked = "、".join(_short(day, clock.start.year) for day in found.make_up_days)
        yield Sentence("调休", f"{worked} 上班", "计入")
    if found.holidays:
        names = Counter(day.note for day in found.holidays)
        yield Sentence("节假日", "、".join(f"{name} {days} 天" for name, days in names.items()), "不计")
    for stretch in found.stretches:
        if days := found.stopped_days(stretch):
            yield _pause_line(stretch, days, clock)
    if found.extension is not None:
        yield Sentence("延期", limit_text(found.extension), "仅此一次")
    if found.limit.unit is not LimitUnit.WORKING_DAY and found.extension is None and (rolled := _rolled(found)):
        yield Sentence("顺延", f"{_weekday(rolled, clock)} 不上班", f"顺延至 {_weekday(found.due, clock)}")
    if found.provisional:
        yield Sentence("暂定", "下一年度放假安排未公布", "公布后重算")


def _beginning(clock: Clock) -> Sentence:
    label, day = ORIGIN_NAMES[clock.origin], _weekday(clock.start.date(), clock)
    if clock.deadline is None or clock.limit.unit is LimitUnit.HOUR:
        return Sentence(label, f"{day} {clock.start:%H:%M}", "即刻起计")
    if clock.origin is Origin.BEGUN:
        return Sentence(label, day, "当日起计")
    return Sentence(label, day, "当日不计" if clock.due != clock.start.date() else "当日")


def _pause_line(stretch: Stretch, days: int, clock: Clock) -> Sentence:
    pause, year = stretch.pause, clock.start.year
    begun = _short(stretch.first, year)
    if pause.ended is None:
        text = f"{pause.name} {begun} 起，尚未结束"
    else:
        text = f"{pause.name} {begun} 至 {_short(pause.ended.astimezone(HALL_TIME).date(), year)}"
    note = f"停 {days} 日"
    if pause.cap is not None:
        unit = "小时" if pause.cap.unit is LimitUnit.HOUR else "日"
        over = pause.ended is not None and pause.ended.astimezone(HALL_TIME).date() > stretch.last
        note += f"，限 {pause.cap.amount} {unit}" + ("，超出照计" if over else "")
    told = f"{_short(pause.told_on, year)} 已书面告知" if pause.told_on else ""
    if pause.ended is None and not told:
        told = "尚未书面告知"
    return Sentence("暂停", text, note, "，".join(part for part in (pause.legal_basis, told) if part))


def _rolled(found: Deadline) -> date | None:
    """The day on which the limit itself ends, where that is not the last day."""
    ends = next((day.day for day in reversed(found.trace) if day.number), found.trace[0].day)
    return ends if ends != found.due else None


def _standing(clock: Clock) -> str:
    match clock.kind, clock.state:
        case ClockKind.TOLD_ONCE, ClockState.OVERDUE | ClockState.DONE_LATE:
            return f"逾期未告知，自 {_short(clock.start.date(), clock.due.year)} 起视为受理"
        case _, ClockState.DONE | ClockState.DONE_LATE | ClockState.OVERDUE:
            return left_text(clock)
        case ClockKind.SUPERVISION, _:
            return "按工作秒，扣暂停"
        case ClockKind.PROMISE, _ if clock.days and clock.limit.unit is not LimitUnit.HOUR:
            stopped = "，时限停" if clock.state is ClockState.STOPPED else ""
            return f"已用 {clock.used} / {clock.days} 日{stopped}"
        case _:
            return limit_text(clock.limit)


def _left(clock: Clock) -> str:
    """Whole days, or a tenth of a day on the last one; never more than there is, never nothing."""
    if clock.left >= 1:
        return str(math.floor(clock.left))
    return f"{max(math.floor(clock.left * 10) / 10, 0.1):.1f}"


def _over(clock: Clock) -> int:
    return max(1, math.ceil(-clock.left))


def _weekday(day: date, clock: Clock) -> str:
    return f"{_short(day, clock.start.year)} 周{_WEEKDAYS[day.weekday()]}"


def _short(day: date, year: int) -> str:
    """9-18; with its year where that is another than `year`."""
    return f"{day.month}-{day.day}" if day.year == year else f"{day.year}-{day.month}-{day.day}"
