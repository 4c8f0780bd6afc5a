"""When something is due, and the trace that explains it (行政许可法 art. 82: working days, first day not counted)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache

from app.domain.calendar import HALL_TIME, DayKind, WorkCalendar, at_hall, days_from
from app.domain.catalogue import Limit, LimitUnit

ACCEPTANCE_PROMISE = Limit(1)
"""The back office decides acceptance within one working day (the hall's promise)."""

TOLD_ONCE = Limit(5)
"""art. 32(4): everything missing is told within five days, or the case counts as accepted."""


class DayRole(Enum):
    """What a day is in a trace."""

    RECEIVED = "received"  # the first day, not counted
    COUNTED = "counted"
    MAKE_UP = "make_up"  # counted, though a weekend day
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"  # would count, but a special procedure stops the clock


@dataclass(frozen=True, slots=True)
class TracedDay:
    """One day of the count. `number` is its place among the counted ones, 0 if not counted.

    A limit in natural days counts weekends and holidays too: they keep their role and get a number. `note` names the
    holiday, or the procedure that stops the clock.
    """

    day: date
    role: DayRole
    number: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A special procedure of a case. It is running while `ended` is None.

    The first and the last day stop the clock whole, at most `cap` of them: then the clock runs again. Without `stops`
    (勘验 is not in art. 45) it has its own countdown but stops nothing.
    """

    kind: str
    name: str
    begun: datetime
    ended: datetime | None = None
    cap: Limit | None = None
    legal_basis: str = ""
    told_on: date | None = None  # when the applicant was told in writing how long it takes
    stops: bool = True

    def last_day(self, calendar: WorkCalendar) -> date | None:
        """The last day that `cap` allows it; None without one."""
        if self.cap is None:
            return None
        begun = self.begun.astimezone(HALL_TIME)
        if not self.cap.amount:
            return begun.date() - timedelta(days=1)
        match self.cap.unit:
            case LimitUnit.WORKING_DAY:
                working = (day for day in days_from(begun.date()) if calendar.kind(day).works)
                return next(day for n, day in enumerate(working, start=1) if n == self.cap.amount)
            case LimitUnit.NATURAL_DAY:
                return begun.date() + timedelta(days=self.cap.amount - 1)
            case LimitUnit.HOUR:
                return (begun + timedelta(hours=self.cap.amount)).date()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which `pause` stops the clock, both inclusive; it runs again at midnight after `last`."""

    pause: Pause
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the clock stands still on `day`."""
        return self.first <= day <= self.last

    @property
    def begin(self) -> datetime:
        """The moment at which a clock of seconds stops."""
        return self.pause.begun.astimezone(HALL_TIME)

    @property
    def end(self) -> datetime:
        """The moment at which a clock of seconds runs again."""
        return at_hall(self.last + timedelta(days=1), time.min)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, how it came about, and whether a year not yet published makes it provisional.

    `until` is the moment of the last day at which it ends: when the hall closes, or the hour of a limit in hours.
    `original` is what the last day would have been by the limit alone, without pauses and extension. While `stopped`,
    the last day is what it would be if the procedure ended today.
    """

    due: date
    limit: Limit
    days: int  # that are counted in all
    provisional: bool
    trace: tuple[TracedDay, ...]
    until: datetime
    original: date
    extension: Limit | None = None
    stretches: tuple[Stretch, ...] = ()
    stopped: bool = False

    @property
    def make_up_days(self) -> tuple[date, ...]:
        """Weekend days that were counted because they are worked (调休)."""
        return tuple(day.day for day in self.trace if day.role is DayRole.MAKE_UP)

    @property
    def holidays(self) -> tuple[TracedDay, ...]:
        """Statutory holidays passed over; a limit in natural days counts those within it."""
        return tuple(day for day in self.trace if day.role is DayRole.HOLIDAY and not day.number)

    def stopped_days(self, stretch: Stretch) -> int:
        """How many days that would count `stretch` takes out of this count."""
        return sum(day.role is DayRole.PAUSED and stretch.covers(day.day) for day in self.trace)


def deadline(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    *,
    pauses: Iterable[Pause] = (),
    extension: Limit | None = None,
    now: datetime | None = None,
) -> Deadline:
    """The last day of `limit` counted from the day after `start` (an aware moment).

    Days on which a pause stops the clock are not counted, however many pauses stop it. Natural days and hours that end
    on a day off, or on one that is stopped, run on to the next working day. The extension is counted from the last day
    on. `now` is needed where a pause is still running: `ValueError` without it.
    """
    begin = start.astimezone(HALL_TIME)
    found = tuple(stretches(pauses, calendar, now))
    today = now.astimezone(HALL_TIME).date() if now else None
    if found or limit.unit is LimitUnit.HOUR:
        return _counted(begin, limit, calendar, extension, found, today)
    return _counted_once(at_hall(begin.date(), time.min), limit, calendar, extension)


def _counted(
    begin: datetime, limit: Limit, calendar: WorkCalendar, extension: Limit | None, found: tuple[Stretch, ...] = (),
    today: date | None = None,
) -> Deadline:  # fmt: skip
    count = _Count(begin, limit, calendar, found)
    original = count.last if not found else _Count(begin, limit, calendar).last
    if extension is not None:
        count.add(extension.amount, extension.unit)
    due = count.last
    return Deadline(
        due=due,
        limit=limit,
        days=count.number,
        provisional=not all(calendar.publishes(day.day) for day in count.trace),
        trace=tuple(count.trace),
        until=count.until,
        original=original,
        extension=extension,
        stretches=tuple(each for each in found if each.first <= due and each.last >= begin.date()),
        stopped=today is not None and today <= due and any(each.covers(today) for each in found),
    )


_counted_once = lru_cache(maxsize=512)(_counted)
"""Whole days that nothing stops are the same for everything that came in on one day, at each of its moves."""


def stretches(pauses: Iterable[Pause], calendar: WorkCalendar, now: datetime | None) -> Iterator[Stretch]:
    """Where the pauses that stop the clock stop it, as known at `now`. Raises `ValueError`: one runs, and no `now`."""
    for pause in pauses:
        if not pause.stops:
            continue
        if (end := pause.ended or now) is None:
            raise ValueError(f"{pause.kind} is still running: until when is the clock stopped?")
        first, last = pause.begun.astimezone(HALL_TIME).date(), end.astimezone(HALL_TIME).date()
        if (most := pause.last_day(calendar)) is not None:
            last = min(last, most)
        if last >= first:
            yield Stretch(pause, first, last)


class _Count:
    """Counting day after day: first the limit, then what is added to it."""

    def __init__(
        self, start: datetime, limit: Limit, calendar: WorkCalendar, stretches: tuple[Stretch, ...] = ()
    ) -> None:
        self._start, self._calendar, self._stretches = start, calendar, stretches
        self.trace = [TracedDay(start.date(), DayRole.RECEIVED)]
        self.hour: datetime | None = None  # the very end of a limit in hours
        self.number = 0  # of days counted so far
        amount, unit = limit.amount, limit.unit
        if unit is LimitUnit.HOUR:
            self.hour = running_on(start, timedelta(hours=amount), stretches)
            self._stretches = tuple(each for each in stretches if each.begin < self.hour)
            days = (start.date() + timedelta(days=n) for n in range(1, (self.hour.date() - start.date()).days + 1))
            amount = sum(self._stretch(day) is None for day in days)
        self.add(amount, unit)

    @property
    def last(self) -> date:
        """The last day so far."""
        return self.trace[-1].day

    @property
    def until(self) -> datetime:
        """When the last day ends: as the hall closes.

        A limit in hours ends at its hour, unless a day off or a pause, which stops whole days, has moved it.
        """
        closes = self._calendar.closes(self.last)
        if self.hour is None or self.hour.date() != self.last:
            return closes
        moved = any(each.end > self._start for each in self._stretches)
        return max(self.hour, closes) if moved else self.hour

    def add(self, amount: int, unit: LimitUnit) -> None:
        """Count so many days more, and on to a day on which the hall works and the clock runs."""
        goal, day, counts, kind_of = self.number + amount, self.last, _COUNTS[unit], self._calendar.kind
        kind, stretch = kind_of(day), self._stretch(day)
        while self.number < goal or not kind.works or stretch is not None:
            day += _DAY
            kind, stretch = kind_of(day), self._stretch(day)
            counted = self.number < goal and stretch is None and counts(kind)
            self.number += counted
            if stretch is not None and (counts(kind) or kind.works):
                self.trace.append(TracedDay(day, DayRole.PAUSED, 0, stretch.pause.name))
            else:
                self.trace.append(self._traced(day, kind, self.number if counted else 0))

    def _stretch(self, day: date) -> Stretch | None:
        for each in self._stretches:
            if each.covers(day):
                return each
        return None

    def _traced(self, day: date, kind: DayKind, number: int) -> TracedDay:
        note = self._calendar.holidays[day] if kind is DayKind.HOLIDAY else ""
        return TracedDay(day, _ROLES[kind], number, note)


_COUNTS: Mapping[LimitUnit, Callable[[DayKind], bool]] = {
    LimitUnit.WORKING_DAY: lambda kind: kind.works,
    LimitUnit.NATURAL_DAY: lambda _: True,
    LimitUnit.HOUR: lambda _: True,
}

_DAY = timedelta(days=1)

_ROLES = {
    DayKind.WORKDAY: DayRole.COUNTED,
    DayKind.MAKE_UP: DayRole.MAKE_UP,
    DayKind.WEEKEND: DayRole.WEEKEND,
    DayKind.HOLIDAY: DayRole.HOLIDAY,
}


def running_on(start: datetime, span: timedelta, stretches: Iterable[Stretch]) -> datetime:
    """The moment at which a clock started at `start` has run for `span`, standing still in every stretch."""
    position = start
    for each in sorted(stretches, key=lambda stretch: stretch.begin):
        if each.end <= position:
            continue
        if (ran := each.begin - position) >= span:
            break
        span -= max(ran, timedelta(0))
        position = each.end
    return position + span
