"""The supervisor's page: the hall's figures, read anew every half minute; each leads to its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from app.domain.calendar import WorkCalendar
from app.lanes import Lane
from app.presenters.dashboard.state import CasesWanted, DashboardState
from app.presenters.dashboard.words import DashboardWords
from app.presenters.due import Urgency
from app.presenters.marks import Mark
from app.presenters.trace import TraceState
from app.wording import Wording
from sync.errors import Refused, SyncError
from sync.wire import Figures, Happening, Period

REFRESH_MS = 30_000
"""How often `tick` is to be called while the page is shown."""

MESSAGES_KEY = "messages"
"""What stands for the line about text messages, which leads to no cases."""

_TICKS = {Period.DAY: 1, Period.WEEK: 1, Period.MONTH: 2, Period.YEAR: 10}
"""After how many of them the figures are read anew: a year takes the central seconds, and moves slowly."""


_HAPPENINGS: Mapping[str, Happening] = {
    "taken": "taken",
    "accepted": "accepted",
    "closed": "closed",
    "handed_out": "handed_out",
}


class DashboardView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: DashboardState) -> None: ...


class DashboardPresenter:
    """Asks the central; what was last heard stays in sight, with its age, while a newer answer is awaited or fails.

    `fetch` and `trace_of` are called on `lane` and raise `SyncError`s. `open_cases` shows the cases behind a figure.
    `departments` gives names by code.
    """

    def __init__(
        self,
        *,
        wording: Wording,
        lane: Lane,
        fetch: Callable[[Period], Figures],
        trace_of: Callable[[str], TraceState],
        departments: Callable[[], Mapping[str, str]],
        calendar: Callable[[], WorkCalendar],
        now: Callable[[], datetime],
        open_cases: Callable[[CasesWanted], None],
        open_messages: Callable[[], None],
    ) -> None:
        self._say, self._lane, self._fetch, self._trace_of = wording, lane, fetch, trace_of
        self._open_cases, self._open_messages = open_cases, open_messages
        self._words = DashboardWords(wording, departments, calendar, now)
        self._view: DashboardView | None = None
        self._figures: Figures | None = None
        self._period, self._by_window = Period.DAY, False
        self._current, self._explained, self._trace = "", False, TraceState()
        self._asking: Period | None = None
        self._ticks = 0
        self._trouble: Exception | None = None

    def show(self, view: DashboardView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def tick(self) -> None:
        """Half a minute has gone by."""
        self._ticks += 1
        if self._ticks >= _TICKS[self._period]:
            self.refresh()

    def refresh(self) -> None:
        """Ask anew; while an answer is awaited nothing is asked twice."""
        self._ticks = 0
        if self._asking is self._period:
            return
        asked = self._asking = self._period
        self._lane.run(
            lambda: self._fetch(asked),
            lambda figures: self._answered(asked, figures),
            lambda error: self._failed(asked, error),
        )

    def forget(self) -> None:
        """Somebody else sits here: nothing of what was shown stays."""
        self._figures, self._trouble, self._asking = None, None, None
        self._period, self._by_window, self._current, self._explained = Period.DAY, False, "", False
        self._present()

    def choose_period(self, period: str) -> None:
        """1…4: today, this week, this month, this year."""
        if Period(period) is not self._period:
            self._period = Period(period)
            self._present()
            self.refresh()

    def group_by_window(self, by_window: bool) -> None:
        """D or W: whose bars are compared."""
        self._by_window = by_window
        self._present()

    def choose_due(self, case_id: str) -> None:
        """Make that pressing case the current one; its trace is shown if one was."""
        if case_id != self._current:
            self._current = case_id
            if self._explained:
                self._ask_for_trace()
            self._present()

    def explain(self) -> None:
        """T: show why the current case is due when it is, or put that away."""
        self._explained = not self._explained and bool(self._current_case())
        if self._explained:
            self._ask_for_trace()
        self._present()

    def open(self, key: str) -> None:
        """Show the cases behind an element of a figure, or the text messages that stand still."""
        if key == MESSAGES_KEY:
            self._open_messages()
            return
        wanted = self._wanted(key)
        if wanted is not None:
            self._open_cases(wanted)

    def _answered(self, asked: Period, figures: Figures) -> None:
        if asked is not self._asking:
            return
        self._asking = None
        self._figures, self._trouble = figures, None
        if self._current not in {line.case_id for line in figures.due}:
            self._current = figures.due[0].case_id if figures.due else ""
            self._explained = self._explained and bool(self._current)
            if self._explained:
                self._ask_for_trace()
        self._present()

    def _failed(self, asked: Period, error: Exception) -> None:
        if asked is self._asking:
            self._asking = None
        if not isinstance(error, SyncError):
            raise error
        self._trouble = error
        self._present()

    def _ask_for_trace(self) -> None:
        case_id = self._current_case()
        self._trace = TraceState(self._say("dashboard.trace_asked"))

        def tell(trace: TraceState) -> None:
            if case_id == self._current_case():
                self._trace = trace
                self._present()

        def failed(error: Exception) -> None:
            tell(TraceState(self._say.error(error)))

        if case_id:
            self._lane.run(lambda: self._trace_of(case_id), tell, failed)

    def _current_case(self) -> str:
        due = self._figures.due if self._figures else ()
        return next((line.case_id for line in due if line.case_id == self._current), "")

    def _wanted(self, key: str) -> CasesWanted | None:
        """The cases behind `key`: a kind, and what it is about after a colon."""
        kind, _, about = key.partition(":")
        figures, say = self._figures, self._say
        if figures is None:
            return None
        if happened := _HAPPENINGS.get(kind):
            words = f"{say(f'period.{figures.period.value}')}{say(f'headline.{kind}')}"
            return CasesWanted(words, happened=happened, since_ms=figures.begin_ms, until_ms=figures.end_ms)
        match kind:
            case "case":
                number = next((line.number for line in figures.due if line.case_id == about), "")
                return CasesWanted(number, number=number)
            case "department":
                return CasesWanted(self._words.department(about), department=about)
            case "window":
                return CasesWanted(say("dashboard.window", number=about), window=about)
            case "span":
                begin = int(about)
                after = min((s.begin_ms for s in figures.spans if s.begin_ms > begin), default=figures.end_ms)
                words = f"{self._words.span(figures.period, begin)} {say('headline.taken')}"
                return CasesWanted(words, happened="taken", since_ms=begin, until_ms=after)
            case "due_today":
                return CasesWanted(say("headline.due_today"), due_today=True)
            case "cards":
                return CasesWanted(say("headline.cards"), urgency=Urgency.YELLOW)
            case _:
                return CasesWanted(say("headline.open"))

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> DashboardState:
        """The page as of now."""
        news, mark = self._news()
        figures = self._figures
        # The figures of another period are no old content of this one.
        if figures is None or figures.period is not self._period:
            state = DashboardState(title=self._say(f"period.{self._period.value}"))
        else:
            state = self._words.state(figures, by_window=self._by_window)
        current = self._current_case()
        return replace(
            state,
            period=self._period.value,
            by_window=self._by_window,
            current=current,
            explained=self._explained,
            trace_title=next((row.title for row in state.due if row.case_id == current), ""),
            trace=self._trace,
            news=news,
            news_mark=mark,
        )

    def _news(self) -> tuple[str, Mark | None]:
        """Why what is shown is old or missing; a session that has run out says what to do."""
        if self._trouble is not None:
            if isinstance(self._trouble, Refused) and self._trouble.status == 403:
                return self._say("dashboard.not_yours"), Mark.DOUBTFUL
            old = self._figures is not None and self._figures.period is self._period
            what = self._say("dashboard.stale" if old else "dashboard.away")
            return f"{self._say.error(self._trouble)}。{what}", Mark.DOUBTFUL
        shown = self._figures is not None and self._figures.period is self._period
        return ("", None) if shown else (self._say("dashboard.asking"), Mark.RUNNING)
