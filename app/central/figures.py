"""The supervisor's figures, counted by the database from the events of the hall and the cases that are open.

A case is taken in by its first event, unless that refuses it; accepted by an acceptance, a conditional one too. An
event counts when it happened at its window, not when it came here: what was done off line belongs to its own hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from app.central.contacts import Contacts
from app.central.messages import JobState
from app.central.periods import Reach, last_workdays, reach, reach_before
from app.central.store import Store
from app.central.tables import NEVER, cases, events, messages
from app.domain.calendar import WorkCalendar
from app.domain.case import MoveKind
from app.domain.moments import hall_time
from sync.wire import DueLine, Figures, GroupTally, Period, SpanTally, Tally

MOST_DUE = 60
TREND_DAYS = 7

_ACCEPTING = (MoveKind.ACCEPT.value, MoveKind.ACCEPT_CONDITIONALLY.value)
HAPPENED: dict[str, ColumnElement[bool]] = {
    "taken": and_(events.c.version == 1, events.c.move != MoveKind.REFUSE.value),
    "accepted": events.c.move.in_(_ACCEPTING),
    "closed": events.c.move == MoveKind.CLOSE.value,
    "handed_out": events.c.move == MoveKind.HAND_OUT.value,
}
_TALLIES = [func.sum(case((counts, 1), else_=0)).label(name) for name, counts in HAPPENED.items()]
_DUE_COLUMNS = [cases.c[name] for name in DueLine.model_fields]


@dataclass(frozen=True, slots=True)
class _Moment:
    """Now, and when today ends."""

    now_ms: int
    midnight_ms: int


class HallFigures:
    """Counts for one hall. `calendar` gives the one in force, `clock` UTC milliseconds."""

    def __init__(
        self, store: Store, contacts: Contacts, calendar: Callable[[], WorkCalendar], clock: Callable[[], int]
    ) -> None:
        self._store, self._contacts, self._calendar, self._clock = store, contacts, calendar, clock

    def of(self, period: Period, day: date | None = None) -> Figures:
        """The figures of the period in which `day` lies, today if none is named."""
        now = self._clock()
        today = hall_time(now).date()
        day = day or today
        asked, before = reach(period, day), reach_before(period, day, self._calendar())
        moment = _Moment(now, reach(Period.DAY, today).end_ms)
        come_to = before.begin_ms + min(now, asked.end_ms) - asked.begin_ms
        with self._store.reading() as connection:
            spans, before_spans = self._spans(connection, asked), self._spans(connection, before)
            trend = self._trend(connection, day) if period is Period.DAY else ()
            compared = Tally()
            if come_to > before.begin_ms:
                compared = self._total(connection, before.begin_ms, min(come_to, before.end_ms))
            departments = self._by(connection, asked, cases.c.department, moment)
            windows = self._by(connection, asked, events.c.window, moment)
            standing = self._standing(connection, moment)
            due = self._due(connection, moment)
            stuck = self._stuck(connection)
        first, last = self._shown(asked, (*spans, *before_spans), day)
        return Figures(
            period=period, begin_ms=asked.begin_ms, end_ms=asked.end_ms, as_of_ms=now,
            total=_added(spans), before=compared, before_begin_ms=before.begin_ms,
            spans=tuple(
                SpanTally(begin_ms=asked.starts_ms[place], **dict(spans[place])) for place in range(first, last)
            ),
            before_spans=tuple(
                before_spans[place] if place < len(before_spans) else Tally() for place in range(first, last)
            ),
            trend=trend, departments=departments, windows=windows, due=due, contacts=self._contacts.list(),
            messages_dead=stuck.get(JobState.DEAD.value, 0), messages_unsure=stuck.get(JobState.UNSURE.value, 0),
            **standing,
        )  # fmt: skip

    def _spans(self, connection: Connection, over: Reach) -> list[Tally]:
        """A tally for each span of `over`."""
        step = (events.c.at_ms - over.begin_ms) // over.step_ms
        found = [(over.place(int(row[0])), row) for row in self._tallied(connection, over.begin_ms, over.end_ms, step)]
        return [_sum(row for at, row in found if at == place) for place in range(len(over.starts_ms))]

    def _trend(self, connection: Connection, day: date) -> tuple[Tally, ...]:
        """The last working days up to `day`, oldest first."""
        days = [reach(Period.DAY, each).begin_ms for each in last_workdays(day, TREND_DAYS, self._calendar())]
        step = (events.c.at_ms - days[0]) // _DAY_MS
        rows = self._tallied(connection, days[0], days[-1] + _DAY_MS, step)
        by_day = {days[0] + int(row[0]) * _DAY_MS: _sum([row]) for row in rows}
        return tuple(by_day.get(each, Tally()) for each in days)

    def _total(self, connection: Connection, begin_ms: int, end_ms: int) -> Tally:
        return _sum(self._tallied(connection, begin_ms, end_ms))

    def _by(
        self, connection: Connection, over: Reach, column: ColumnElement[str], moment: _Moment
    ) -> tuple[GroupTally, ...]:
        """One tally a department or window, the most taken in first; the cards of its open cases with it."""
        of_cases = cases.c.window if column is events.c.window else cases.c.department
        cards = (
            select(of_cases, _count(_red(moment)), _count(_yellow(moment)))
            .where(self._open(), cases.c.yellow_ms <= moment.now_ms)
            .group_by(of_cases)
        )
        carded = {key: (int(red or 0), int(yellow or 0)) for key, red, yellow in connection.execute(cards)}
        tallied = {row[0]: _sum([row]) for row in self._tallied(connection, over.begin_ms, over.end_ms, column)}
        found = [
            GroupTally(key=key, red=red, yellow=yellow, **dict(tallied.get(key, Tally())))
            for key, (red, yellow) in ({key: (0, 0) for key in tallied} | carded).items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.taken, -each.closed, each.key)))

    def _standing(self, connection: Connection, moment: _Moment) -> dict[str, int]:
        """What is open, due today (and not overdue), yellow and red now."""
        today = and_(cases.c.due_ms >= moment.now_ms, cases.c.due_ms < moment.midnight_ms)
        counted = select(func.count(), _count(today), _count(_yellow(moment)), _count(_red(moment)))
        counts = connection.execute(counted.where(self._open())).one()
        return {
            name: int(count or 0) for name, count in zip(("open", "due_today", "yellow", "red"), counts, strict=True)
        }

    def _due(self, connection: Connection, moment: _Moment) -> tuple[DueLine, ...]:
        """What presses, the first due first."""
        presses = or_(cases.c.due_ms < moment.midnight_ms, cases.c.warn_ms <= moment.now_ms,
                      cases.c.yellow_ms <= moment.now_ms)  # fmt: skip
        listed = (
            select(*_DUE_COLUMNS)
            .where(self._open(), cases.c.due_ms < NEVER, presses)
            .order_by(cases.c.due_ms, cases.c.case_id)
            .limit(MOST_DUE)
        )
        return tuple(DueLine(**row._mapping) for row in connection.execute(listed))

    def _stuck(self, connection: Connection) -> dict[str, int]:
        """Text messages that stand still until a person decides, by state."""
        states = (JobState.DEAD.value, JobState.UNSURE.value)
        counted = (
            select(messages.c.state, func.count())
            .where(messages.c.hall == self._store.hall, messages.c.state.in_(states))
            .group_by(messages.c.state)
        )
        return {state: int(count) for state, count in connection.execute(counted)}

    def _tallied(
        self, connection: Connection, begin_ms: int, end_ms: int, *by: ColumnElement[Any]
    ) -> Sequence[Row[Any]]:
        """Rows of what it is grouped by, then the four counts."""
        counted = (
            select(*by, *_TALLIES)
            .where(
                events.c.hall == self._store.hall,
                events.c.at_ms >= begin_ms,
                events.c.at_ms < end_ms,
                or_(*HAPPENED.values()),
            )
            .group_by(*by)
        )
        if any(column is cases.c.department for column in by):
            of_case = and_(cases.c.hall == events.c.hall, cases.c.case_id == events.c.case_id)
            counted = counted.join_from(events, cases, of_case)
        return connection.execute(counted).all()

    def _open(self) -> ColumnElement[bool]:
        return and_(cases.c.hall == self._store.hall, cases.c.open.is_(True))

    def _shown(self, asked: Reach, tallies: Iterable[Tally], day: date) -> tuple[int, int]:
        """Which spans are shown: of a day the hall's hours, and those before and after in which something was done."""
        if asked.period is not Period.DAY:
            return 0, len(asked.starts_ms)
        spans = self._calendar().hours_on(day).spans
        busy = [place % 24 for place, tally in enumerate(tallies) if any(dict(tally).values())]
        return min([spans[0][0].hour, *busy]), max([spans[-1][1].hour, *busy]) + 1


_DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)


def _red(moment: _Moment) -> ColumnElement[bool]:
    return cases.c.due_ms < moment.now_ms


def _yellow(moment: _Moment) -> ColumnElement[bool]:
    return and_(cases.c.due_ms >= moment.now_ms, cases.c.yellow_ms <= moment.now_ms)


def _count(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((what, 1), else_=0))


def _added(tallies: Iterable[Tally]) -> Tally:
    counts = [dict(tally) for tally in tallies]
    return Tally(**{name: sum(each[name] for each in counts) for name in Tally.model_fields})


def _sum(rows: Iterable[Row[Any]]) -> Tally:
    """The four counts at the end of each row, added up."""
    counts = [[int(count or 0) for count in row[-4:]] for row in rows]
    return Tally(**{name: sum(row[at] for row in counts) for at, name in enumerate(Tally.model_fields)})
