"""The supervisor's desk: the hall's figures, asked of the central."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from app.desks.foundations import Foundations
from app.domain.clocks import ClockKind, pressing
from app.domain.life import Life
from app.domain.plain import from_plain
from app.domain.timetable import clocks_of
from app.presenters.dashboard.page import DashboardPresenter
from app.presenters.dashboard.state import CasesWanted
from app.presenters.dashboard.words import without_city
from app.presenters.pages import CASES, MESSAGES
from app.presenters.trace import TraceState, trace_state
from sync.errors import Unreachable
from sync.wire import CaseFile, Figures, Period, WorkQuery


class DashboardDesk:
    """A window without a central has no figures, and says so.

    `show_behind` has the page of cases list those behind a figure, which is named.
    """

    def __init__(self, on: Foundations, *, show_behind: Callable[[str, WorkQuery], None]) -> None:
        self._on, self._show_behind = on, show_behind
        self.dashboard = DashboardPresenter(
            wording=on.wording, lane=on.lanes.ask, fetch=self._fetch, trace_of=self.trace_of,
            departments=self._departments, calendar=lambda: on.calendar, now=on.now, open_cases=self._open_cases,
            open_messages=lambda: on.frame.open(MESSAGES),
        )  # fmt: skip

    def clerk_came(self) -> None:
        """Somebody has signed in: nothing of what another saw stays."""
        self.dashboard.forget()

    def _open_cases(self, wanted: CasesWanted) -> None:
        query = WorkQuery(
            text=wanted.number,
            department=wanted.department,
            window=wanted.window,
            happened=wanted.happened,
            since_ms=wanted.since_ms,
            until_ms=wanted.until_ms,
            card="yellow" if wanted.urgency is not None else "",
            due_today=wanted.due_today,
            only_open=not wanted.happened and not wanted.number,
        )
        self._show_behind(wanted.words, query)
        self._on.frame.open(CASES)

    def _fetch(self, period: Period) -> Figures:
        if not self._on.central.exists:
            raise Unreachable("no central")
        with closing(self._on.central.transport()) as transport:
            return transport.figures(period)

    def trace_of(self, case_id: str) -> TraceState:
        """Why a case is due when it is, as the central knows it. Raises `SyncError`."""
        with closing(self._on.central.transport()) as transport:
            return self._trace(transport.file(case_id))

    def _trace(self, file: CaseFile) -> TraceState:
        """Of the clock that presses most; of the promise where none runs any more."""
        on, now = self._on, self._on.now()
        every = clocks_of(from_plain(Life, file.life), on.calendar, on.rules, now)
        clock = pressing(every) or next((each for each in every if each.kind is ClockKind.PROMISE), None)
        if clock is None:
            return TraceState(on.wording("dashboard.no_clock"))
        return trace_state(clock, every, today=now.date(), calendar=on.calendar)

    def _departments(self) -> dict[str, str]:
        return without_city({item.department.code: item.department.name for item in self._on.catalogue().items})
