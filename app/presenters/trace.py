"""The trace of a deadline as a page shows it: a title that is the answer, weeks of days, and the facts below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.domain.calendar import WorkCalendar
from app.domain.clock_words import ORIGIN_NAMES, day_text, explain
from app.domain.clocks import Clock, ClockKind, Origin
from app.domain.deadline import DayRole, TracedDay


class DayLook(Enum):
    """How a day of the trace is drawn; told apart by shape and word as well as by colour."""

    PLAIN = "plain"  # before the count, or after it
    START = "start"  # the clock starts here; itself not counted
    COUNTED = "counted"
    FREE = "free"  # a weekend or a holiday
    PAUSED = "paused"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class TraceDay:
    """One cell. `number` is the day's place among the counted ones, 0 where it is not counted.

    `word` stands at the foot (受理, 停, 中秋, 止), `corner` at the top right (班). A provisional day belongs to a year
    whose calendar is not published. `spoken` is the whole day as a sentence.
    """

    day: date
    label: str
    look: DayLook = DayLook.PLAIN
    number: int = 0
    word: str = ""
    corner: str = ""
    today: bool = False
    provisional: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One fact: label, value, remark flush right; `note` is a second line (the legal basis). `strong` is the answer."""

    label: str
    value: str
    remark: str = ""
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TraceState:
    """`title` is when it is due, `remark` what is left. Weeks begin on Monday; groups are parted by a line."""

    title: str = ""
    remark: str = ""
    weeks: tuple[tuple[TraceDay, ...], ...] = ()
    groups: tuple[tuple[TraceLine, ...], ...] = ()

    @property
    def spoken(self) -> str:
        """Everything the calendar shows, in sentences: what a screen reader reads."""
        days = (day.spoken for week in self.weeks for day in week if day.spoken)
        lines = (
            "，".join(filter(None, (line.label, line.value, line.remark, line.note)))
            for group in self.groups
            for line in group
        )
        return "；".join(filter(None, (*days, *lines)))


def trace_state(clock: Clock, every: Iterable[Clock] = (), *, today: date, calendar: WorkCalendar) -> TraceState:
    """The trace of `clock`; of `every` clock of the case those are told of that still run, and the three main ones.

    A clock of working seconds has no days: its trace is its sentences.
    """
    told = [each for each in every if each.live or each.kind in _MAIN] or [clock]
    explained = explain(clock, told)
    lines = tuple(TraceLine(line.label, line.text, line.note, line.detail) for line in explained.lines)
    clocks = tuple(
        TraceLine(line.label, line.text, line.note, line.detail, strong=each is clock)
        for each, line in zip(told, explained.clocks, strict=True)
    )
    return TraceState(explained.title, explained.left, _weeks(clock, today, calendar), (lines, clocks))


_MAIN = (ClockKind.PROMISE, ClockKind.STATUTORY, ClockKind.SUPERVISION)
_SEEN_AFTER_THE_END = timedelta(days=14)
_STARTS = {Origin.ASKED: "告知", Origin.BEGUN: "开始"}  # a cell has room for two characters
_LOOKS = {
    DayRole.RECEIVED: DayLook.START,
    DayRole.COUNTED: DayLook.COUNTED,
    DayRole.MAKE_UP: DayLook.COUNTED,
    DayRole.WEEKEND: DayLook.FREE,
    DayRole.HOLIDAY: DayLook.FREE,
    DayRole.PAUSED: DayLook.PAUSED,
}


def _weeks(clock: Clock, today: date, calendar: WorkCalendar) -> tuple[tuple[TraceDay, ...], ...]:
    """Whole weeks round the trace; today is among them unless it is long past the end."""
    if clock.deadline is None:
        return ()
    traced = {day.day: day for day in clock.deadline.trace}
    first, last = min(traced), max(traced)
    if last < today <= last + _SEEN_AFTER_THE_END:
        last = today
    monday = _monday(first)
    count = (last - monday).days // 7 + 1
    days = [_cell(monday + timedelta(days=n), traced, clock, today, calendar) for n in range(7 * count)]
    return tuple(tuple(days[7 * week : 7 * week + 7]) for week in range(count))


def _cell(day: date, traced: Mapping[date, TracedDay], clock: Clock, today: date, calendar: WorkCalendar) -> TraceDay:
    found = traced.get(day)
    label = f"{day.month}-{day.day}" if day.day == 1 or day == _monday(min(traced)) else str(day.day)
    if found is None:
        now = "今" if day == today else ""
        return TraceDay(day, label, word=now, today=day == today, spoken=f"{day_text(day)}，今日" if now else "")
    word = _word(found, traced, clock)
    return TraceDay(
        day,
        label,
        DayLook.LAST if day == clock.due else _LOOKS[found.role],
        found.number,
        word or ("今" if day == today else ""),
        "班" if found.role is DayRole.MAKE_UP else "",
        day == today,
        not calendar.publishes(day),
        _spoken(found, clock, today, provisional=not calendar.publishes(day)),
    )


def _word(found: TracedDay, traced: Mapping[date, TracedDay], clock: Clock) -> str:
    """What stands in the cell; a holiday of several days is named on its first."""
    if found.day == clock.due:
        return "止"
    match found.role:
        case DayRole.RECEIVED:
            return _STARTS.get(clock.origin, ORIGIN_NAMES[clock.origin])
        case DayRole.PAUSED:
            return "停"
        case DayRole.HOLIDAY:
            before = traced.get(found.day - timedelta(days=1))
            return "" if before is not None and before.note == found.note else found.note.removesuffix("节")[:2]
        case _:
            return ""


def _spoken(found: TracedDay, clock: Clock, today: date, *, provisional: bool) -> str:
    said = {
        DayRole.RECEIVED: f"{ORIGIN_NAMES[clock.origin]}，当日不计",
        DayRole.MAKE_UP: "调休上班",
        DayRole.WEEKEND: "周末不计" if not found.number else "",
        DayRole.HOLIDAY: f"{found.note}{'不计' if not found.number else ''}",
        DayRole.PAUSED: f"{found.note}，时限停",
    }
    parts = (
        day_text(found.day),
        "今日" if found.day == today else "",
        said.get(found.role, ""),
        f"第 {found.number} 日" if found.number else "",
        "截止" if found.day == clock.due else "",
        "暂定" if provisional else "",
    )
    return "，".join(part for part in parts if part)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
